package io.zproc.server;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Decides who may connect (ZeroMQ's RFC 27). Without a handler JeroMQ would let everybody
 * in, so it is bound before the server's sockets are. Used by the server's thread only:
 * deciding takes microseconds.
 *
 * @since 0.1.0
 */
public final class ZapHandler {

	private static final String ADDRESS = "inproc://zeromq.zap.01";

	/** Frames before the credentials. */
	private static final int FRAMES = 6;

	private final String mechanism;

	/** The credentials, of which each may connect. */
	private final List<List<byte[]>> allowed;

	private final ZMQ.Socket socket;

	private ZapHandler(ZContext context, String mechanism, List<List<byte[]>> allowed) {
		this.mechanism = mechanism;
		this.allowed = allowed;
		this.socket = context.createSocket(SocketType.REP);
		this.socket.setLinger(0);
		if (!this.socket.bind(ADDRESS)) {
			throw new IllegalStateException("The authentication handler could not be bound");
		}
	}

	/**
	 * Lets those in who know a secret.
	 * @param context the context of the sockets to guard
	 * @param user the name that they give
	 * @param secret the secret
	 * @return the handler, already bound
	 */
	public static ZapHandler plain(ZContext context, String user, String secret) {
		return new ZapHandler(context, "PLAIN",
				List.of(List.of(user.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8))));
	}

	static ZapHandler curve(ZContext context, Collection<String> clientKeys) {
		return new ZapHandler(context, "CURVE",
				clientKeys.stream().map((key) -> List.of(ZMQ.Curve.z85Decode(key))).toList());
	}

	/**
	 * Wakes a selector when somebody asks.
	 * @param selector the selector
	 * @throws ClosedChannelException when the selector's channel is closed
	 */
	public void register(Selector selector) throws ClosedChannelException {
		this.socket.getFD().register(selector, SelectionKey.OP_READ);
	}

	/**
	 * Answers all requests that are there.
	 * @return how many there were
	 */
	public int pollOnce() {
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
	 * Frames: version, request id, domain, address, identity, mechanism, and then the
	 * credentials: user and password, or the client's public key. Compared in constant
	 * time.
	 */
	private boolean isAllowed(List<byte[]> request) {
		if (request.size() <= FRAMES || !this.mechanism.equals(new String(request.get(5), StandardCharsets.US_ASCII))) {
			return false;
		}
		List<byte[]> credentials = request.subList(FRAMES, request.size());
		boolean isAllowed = false;
		for (List<byte[]> each : this.allowed) {
			isAllowed |= isEqual(each, credentials);
		}
		return isAllowed;
	}

	private static boolean isEqual(List<byte[]> expected, List<byte[]> found) {
		boolean isEqual = expected.size() == found.size();
		for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
			isEqual &= MessageDigest.isEqual(expected.get(i), found.get(i));
		}
		return isEqual;
	}

	/**
	 * Closes its socket, after those that it guards.
	 */
	public void close() {
		this.socket.close();
	}

}
