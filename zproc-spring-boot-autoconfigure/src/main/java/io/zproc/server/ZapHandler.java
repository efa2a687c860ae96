package io.zproc.server;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Decides who may connect (ZeroMQ's RFC 27). Without a handler JeroMQ would let everybody
 * in, so it is bound before the server's sockets are. Used by the server's thread only:
 * deciding takes microseconds.
 */
final class ZapHandler {

	private static final String ADDRESS = "inproc://zeromq.zap.01";

	private static final int FRAMES = 8;

	private final byte[] user;

	private final byte[] secret;

	private final ZMQ.Socket socket;

	ZapHandler(ZContext context, String user, String secret) {
		this.user = user.getBytes(StandardCharsets.UTF_8);
		this.secret = secret.getBytes(StandardCharsets.UTF_8);
		this.socket = context.createSocket(SocketType.REP);
		this.socket.setLinger(0);
		if (!this.socket.bind(ADDRESS)) {
			throw new IllegalStateException("The authentication handler could not be bound");
		}
	}

	void register(Selector selector) throws ClosedChannelException {
		this.socket.getFD().register(selector, SelectionKey.OP_READ);
	}

	/**
	 * Answers all requests that are there.
	 * @return how many there were
	 */
	int pollOnce() {
		int count = 0;
		for (List<byte[]> request = receive(); request != null; request = receive()) {
			boolean isAllowed = isAllowed(request);
			this.socket.send("1.0", ZMQ.SNDMORE);
			this.socket.send((request.size() > 1) ? request.get(1) : new byte[0], ZMQ.SNDMORE);
			this.socket.send(isAllowed ? "200" : "400", ZMQ.SNDMORE);
			this.socket.send(isAllowed ? "OK" : "Not allowed", ZMQ.SNDMORE);
			this.socket.send("", ZMQ.SNDMORE);
			this.socket.send(new byte[0], 0);
			count++;
		}
		return count;
	}

	private @Nullable List<byte[]> receive() {
		byte[] frame = this.socket.recv(ZMQ.DONTWAIT);
		if (frame == null) {
			return null;
		}
		List<byte[]> frames = new ArrayList<>(FRAMES);
		frames.add(frame);
		while (this.socket.hasReceiveMore()) {
			frames.add(this.socket.recv(0));
		}
		return frames;
	}

	/**
	 * Frames: version, request id, domain, address, identity, mechanism, user, password.
	 * Compared in constant time.
	 */
	private boolean isAllowed(List<byte[]> request) {
		if (request.size() != FRAMES || !"PLAIN".equals(new String(request.get(5), StandardCharsets.US_ASCII))) {
			return false;
		}
		boolean isUser = MessageDigest.isEqual(this.user, request.get(6));
		boolean isSecret = MessageDigest.isEqual(this.secret, request.get(7));
		return isUser && isSecret;
	}

	void close() {
		this.socket.close();
	}

}
