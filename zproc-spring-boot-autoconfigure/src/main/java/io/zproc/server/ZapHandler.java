package io.zproc.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Decides who may connect (ZeroMQ's RFC 27). Without a handler JeroMQ would let everybody
 * in, so it is bound before the server's sockets are.
 */
final class ZapHandler implements AutoCloseable {

	private static final String ADDRESS = "inproc://zeromq.zap.01";

	private final byte[] user;

	private final byte[] secret;

	private final ZMQ.Socket socket;

	private final Thread thread;

	ZapHandler(ZContext context, String user, String secret) {
		this.user = user.getBytes(StandardCharsets.UTF_8);
		this.secret = secret.getBytes(StandardCharsets.UTF_8);
		this.socket = context.createSocket(SocketType.REP);
		this.socket.setLinger(0);
		if (!this.socket.bind(ADDRESS)) {
			throw new IllegalStateException("The authentication handler could not be bound");
		}
		this.thread = new Thread(this::serve, "zproc-server-authentication");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void serve() {
		try {
			while (true) {
				List<byte[]> request = receive();
				boolean allowed = isAllowed(request);
				byte[] id = (request.size() > 1) ? request.get(1) : new byte[0];
				this.socket.send("1.0", ZMQ.SNDMORE);
				this.socket.send(id, ZMQ.SNDMORE);
				this.socket.send(allowed ? "200" : "400", ZMQ.SNDMORE);
				this.socket.send(allowed ? "OK" : "Not allowed", ZMQ.SNDMORE);
				this.socket.send("", ZMQ.SNDMORE);
				this.socket.send(new byte[0], 0);
			}
		}
		catch (ZMQException ex) {
			// The context is closed: that is how this thread is told to end.
			this.socket.close();
		}
	}

	private List<byte[]> receive() {
		List<byte[]> frames = new ArrayList<>(8);
		do {
			byte[] frame = this.socket.recv(0);
			if (frame == null) {
				throw new ZMQException("closed", this.socket.errno());
			}
			frames.add(frame);
		}
		while (this.socket.hasReceiveMore());
		return frames;
	}

	/**
	 * Frames: version, request id, domain, address, identity, mechanism, user, password.
	 * Compared in constant time.
	 */
	private boolean isAllowed(List<byte[]> request) {
		if (request.size() != 8 || !"PLAIN".equals(new String(request.get(5), StandardCharsets.US_ASCII))) {
			return false;
		}
		boolean isUser = MessageDigest.isEqual(this.user, request.get(6));
		boolean isSecret = MessageDigest.isEqual(this.secret, request.get(7));
		return isUser && isSecret;
	}

	@Override
	public void close() {
		try {
			this.thread.join(5_000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
