package io.zproc.actuate.page;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A file of the page, as it is sent.
 *
 * @param mediaType what it is
 * @param content its bytes
 * @param tag what changes when the content does
 */
record PageAsset(MediaType mediaType, byte[] content, String tag) {

	/**
	 * Nothing but what comes from the address of the page itself, and no script or style
	 * within HTML: a value of the state can be nothing but text.
	 */
	static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
			+ " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	ResponseEntity<byte[]> response() {
		return ResponseEntity.ok()
			.contentType(this.mediaType)
			.eTag(this.tag)
			// Kept, but asked for each time: another version of the jar is seen at once.
			.cacheControl(CacheControl.noCache())
			.header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
			.header("Content-Security-Policy", POLICY)
			.header("X-Content-Type-Options", "nosniff")
			.header("Referrer-Policy", "no-referrer")
			.body(this.content);
	}

}
