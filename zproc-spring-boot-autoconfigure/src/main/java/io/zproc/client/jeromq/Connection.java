package io.zproc.client.jeromq;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

import io.zproc.protocol.CurveKeys;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.SafeSockets;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZEvent;
import org.zeromq.ZMonitor;
import org.zeromq.ZMQ;

/**
 * One connection to the server, used once: when it breaks, the owner makes another.
 * JeroMQ's own reconnecting is switched off, because it would show our password to
 * whoever has the port by then, and because it does not repair a connection that never
 * shook hands.
 */
final class Connection {

	/** Far longer than a broken connection is kept. */
	private static final int NEVER_MS = 24 * 60 * 60 * 1000;

	private static final int MAX_MESSAGE_BYTES = 256 << 20;

	private static final int BREAKS = ZMQ.EVENT_DISCONNECTED | ZMQ.EVENT_CONNECT_RETRIED
			| zmq.ZMQ.ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.ZMQ.ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
			| zmq.ZMQ.ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;

	private final ZMQ.Socket socket;

	private final long createdAtNanos = System.nanoTime();

	private @Nullable SelectionKey key;

	/** Set by an I/O thread. */
	private volatile boolean isBroken;

	Connection(ZContext context, SocketType type, String endpoint, ServerAddress server, Selector selector)
			throws ClosedChannelException {
		this.socket = context.createSocket(type);
		SafeSockets.prepare(this.socket, MAX_MESSAGE_BYTES);
		this.socket.setReconnectIVL(NEVER_MS);
		this.socket.setIPv6(endpoint.contains("["));
		CurveKeys curve = server.curve();
		if (curve != null) {
			SafeSockets.prepareCurve(this.socket, curve.publicKey(), curve.secretKey());
			this.socket.setCurveServerKey(ZMQ.Curve.z85Decode(curve.serverKey()));
		}
		else {
			ServerAddress.requireLoopback(endpoint);
			this.socket.setPlainUsername(ServerAddress.USER);
			this.socket.setPlainPassword(server.secret());
		}
		ZEvent.ZEventConsummer hook = (event) -> {
			if (event.getEvent() == ZMonitor.Event.CONNECTED) {
				SafeSockets.mendConnect(event);
			}
			else {
				this.isBroken = true;
				selector.wakeup();
			}
		};
		this.socket.setEventHook(hook, ZMQ.EVENT_CONNECTED | BREAKS);
		this.socket.connect(endpoint);
		this.key = this.socket.getFD().register(selector, SelectionKey.OP_READ);
	}

	ZMQ.Socket socket() {
		return this.socket;
	}

	boolean isBroken() {
		return this.isBroken;
	}

	long ageNanos(long nowNanos) {
		return nowNanos - this.createdAtNanos;
	}

	boolean send(byte[] message) {
		return this.socket.send(message, ZMQ.DONTWAIT);
	}

	byte @Nullable [] receive() {
		return this.socket.recv(ZMQ.DONTWAIT);
	}

	void close() {
		if (this.key != null) {
			this.key.cancel();
			this.key = null;
		}
		this.socket.close();
	}

}
