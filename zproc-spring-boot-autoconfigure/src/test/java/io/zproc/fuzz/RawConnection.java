package io.zproc.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.zproc.protocol.ServerAddress;

/**
 * A TCP connection to one of the server's ports by somebody who speaks ZMTP when he
 * likes. The server may end it at any time.
 */
final class RawConnection implements AutoCloseable {

	private static final int BOUND_MS = 90_000;

	private static final byte[] NOTHING = new byte[0];

	private final Socket socket;

	RawConnection(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(BOUND_MS);
		// Neither end should remember so many connections.
		this.socket.setSoLinger(true, 0);
	}

	/**
	 * Sends.
	 * @return whether the server has not ended the connection
	 */
	boolean send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Takes what the server says, and does not look at it.
	 * @return whether the server has not ended the connection
	 */
	boolean skip() {
		try {
			this.socket.getInputStream().skipNBytes(this.socket.getInputStream().available());
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Shakes hands as a client should.
	 */
	void authenticate(String secret, String socketType) throws IOException {
		DataInputStream in = new DataInputStream(this.socket.getInputStream());
		this.socket.getOutputStream().write(greeting("PLAIN", 3));
		in.readFully(new byte[64]);
		this.socket.getOutputStream().write(helloCommand(ServerAddress.USER, secret));
		readCommand(in, "WELCOME");
		this.socket.getOutputStream().write(initiateCommand("Socket-Type", socketType));
		readCommand(in, "READY");
	}

	byte[] readFrame() throws IOException {
		DataInputStream in = new DataInputStream(this.socket.getInputStream());
		boolean isLong = (in.readUnsignedByte() & 2) != 0;
		byte[] body = new byte[isLong ? Math.toIntExact(in.readLong()) : in.readUnsignedByte()];
		in.readFully(body);
		return body;
	}

	private static void readCommand(DataInputStream in, String expected) throws IOException {
		in.readUnsignedByte();
		byte[] command = new byte[in.readUnsignedByte()];
		in.readFully(command);
		String name = new String(command, 1, command[0], StandardCharsets.US_ASCII);
		if (!name.equals(expected)) {
			throw new IOException("The server said " + name + " (expected: " + expected + ")");
		}
	}

	static byte[] greeting(String mechanism, int revision) {
		ByteBuffer greeting = ByteBuffer.allocate(64);
		greeting.put((byte) 0xFF).putLong(1).put((byte) 0x7F).put((byte) revision).put((byte) 0);
		greeting.put(mechanism.getBytes(StandardCharsets.US_ASCII));
		return greeting.array();
	}

	static byte[] helloCommand(String user, String secret) {
		return frame(4, concat(text("HELLO"), text(user), text(secret)));
	}

	static byte[] initiateCommand(String property, String value) {
		byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
		byte[] length = ByteBuffer.allocate(4).putInt(bytes.length).array();
		return frame(4, concat(text("INITIATE"), text(property), length, bytes));
	}

	private static byte[] text(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		return concat(new byte[] { (byte) bytes.length }, bytes);
	}

	/** A frame that tells its true length. */
	static byte[] frame(int flags, byte[] body) {
		return (body.length < 256) ? concat(new byte[] { (byte) flags, (byte) body.length }, body)
				: concat(longHeader(flags, body.length), body);
	}

	static byte[] longHeader(int flags, long length) {
		return ByteBuffer.allocate(9).put((byte) (flags | 2)).putLong(length).array();
	}

	static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	static byte[] noise(Random random, int maxBytes) {
		byte[] bytes = (maxBytes > 0) ? new byte[random.nextInt(maxBytes)] : NOTHING;
		random.nextBytes(bytes);
		return bytes;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
