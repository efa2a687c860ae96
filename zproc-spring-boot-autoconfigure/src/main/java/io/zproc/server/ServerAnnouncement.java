package io.zproc.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * What a server tells its parent when it is ready.
 *
 * @param token what proves that it is the server that was forked
 * @param requests the endpoint that takes requests
 * @param changes the endpoint that publishes changes
 * @param mainAtMillis when its main method began, in milliseconds since 1970
 * @param boundAtMillis when its sockets were bound, in milliseconds since 1970
 * @since 0.1.0
 */
public record ServerAnnouncement(String token, String requests, String changes, long mainAtMillis, long boundAtMillis) {

	/**
	 * More than any announcement takes.
	 */
	public static final int MAX_BYTES = 4096;

	private static final int CONNECT_TIMEOUT_MS = 10_000;

	/**
	 * Tells the parent, and closes the connection: the end of the stream is the end of
	 * the announcement.
	 * @param port the loopback port on which the parent waits
	 * @throws IOException when the parent does not listen any more
	 */
	void sendTo(int port) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeUTF(this.token);
		out.writeUTF(this.requests);
		out.writeUTF(this.changes);
		out.writeLong(this.mainAtMillis);
		out.writeLong(this.boundAtMillis);
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
			socket.getOutputStream().write(bytes.toByteArray());
		}
	}

	/**
	 * Reads an announcement.
	 * @param stream the whole of it
	 * @return the announcement
	 * @throws IOException when it is none
	 */
	public static ServerAnnouncement readFrom(InputStream stream) throws IOException {
		DataInputStream in = new DataInputStream(stream);
		return new ServerAnnouncement(in.readUTF(), in.readUTF(), in.readUTF(), in.readLong(), in.readLong());
	}

}
