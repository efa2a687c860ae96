package io.zproc.actuate.page;

import java.nio.charset.StandardCharsets;

/**
 * What a page is told at once.
 *
 * @param event what it is
 * @param id where the page is afterwards, so that it can go on from there on another
 * connection
 * @param data JSON
 */
record PageFrame(String event, String id, String data) {

	/** After how long a browser connects anew that has lost its connection. */
	static final long RECONNECT_MS = 1_000;

	/**
	 * As it is sent: JSON is one line.
	 */
	byte[] bytes() {
		return ("event:" + this.event + "\nid:" + this.id + "\nretry:" + RECONNECT_MS + "\ndata:" + this.data + "\n\n")
			.getBytes(StandardCharsets.UTF_8);
	}

}
