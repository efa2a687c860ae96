package io.zproc.server.swarm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.protocol.MalformedMessageException;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.SwarmCodec;
import io.zproc.protocol.SwarmMessage;
import io.zproc.server.SafeSockets;
import io.zproc.server.ZapHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.ZError;

/**
 * The socket to which the processes of a swarm, and its callers in other processes,
 * connect. Used by the dispatcher's thread only.
 */
final class RouterPort {

	private static final Logger logger = LoggerFactory.getLogger(RouterPort.class);

	/** What the ROUTER hands us when a peer goes. */
	private static final byte[] DISCONNECTED = { 'D' };

	private static final int MAX_FRAMES_PER_PASS = 256;

	/** Beyond this a frame goes out before more is put into it. */
	private static final int FULL_FRAME_BYTES = 64 * 1024;

	private final ZapHandler authentication;

	private final ZMQ.Socket router;

	private final Map<RemotePeer, SwarmCodec.Frame> outgoing = new LinkedHashMap<>();

	/**
	 * What comes in.
	 */
	interface Receiver {

		void received(RemotePeer peer, SwarmMessage message);

		void disconnected(RemotePeer peer);

	}

	/**
	 * A connection.
	 *
	 * @param identity the name that JeroMQ has given it
	 */
	record RemotePeer(ByteBuffer identity) {

		RemotePeer(byte[] identity) {
			this(ByteBuffer.wrap(identity));
		}

	}

	RouterPort(ZContext context, String secret, int maxMessageBytes) throws IOException {
		// Bound before the socket that it guards: without it everybody would be let in.
		this.authentication = ZapHandler.plain(context, ServerAddress.USER, secret);
		this.router = context.createSocket(SocketType.ROUTER);
		SafeSockets.prepare(this.router, maxMessageBytes);
		// What is under way is bounded by the windows of the processes and by what the
		// callers wait for. A high-water mark would drop messages in silence.
		this.router.setSndHWM(0);
		this.router.setRcvHWM(0);
		this.router.setRouterMandatory(true);
		this.router.base().setSocketOpt(zmq.ZMQ.ZMQ_DISCONNECT_MSG, DISCONNECTED);
		this.router.setPlainServer(true);
		this.router.setZapDomain("zproc");
		if (!this.router.bind("tcp://127.0.0.1:*")) {
			throw new IOException("The swarm could not bind a port of 127.0.0.1: error " + this.router.errno());
		}
	}

	String address() {
		return this.router.getLastEndpoint();
	}

	void register(Selector selector) throws IOException {
		this.authentication.register(selector);
		this.router.getFD().register(selector, SelectionKey.OP_READ);
	}

	int receive(Receiver receiver) {
		int count = this.authentication.pollOnce();
		byte[] identity;
		while (count < MAX_FRAMES_PER_PASS && (identity = this.router.recv(ZMQ.DONTWAIT)) != null) {
			count++;
			byte[] frame = null;
			int frames = 0;
			while (this.router.hasReceiveMore()) {
				frame = this.router.recv(0);
				frames++;
			}
			if (frames == 1 && frame != null) {
				received(new RemotePeer(identity), frame, receiver);
			}
		}
		return count;
	}

	private void received(RemotePeer peer, byte[] frame, Receiver receiver) {
		if (Arrays.equals(frame, DISCONNECTED)) {
			this.outgoing.remove(peer);
			receiver.disconnected(peer);
			return;
		}
		List<SwarmMessage> messages;
		try {
			messages = SwarmCodec.decode(frame);
		}
		catch (MalformedMessageException ex) {
			logger.warn("A process sent the swarm something that cannot be read: {}", ex.getMessage());
			return;
		}
		messages.forEach((message) -> receiver.received(peer, message));
	}

	void add(RemotePeer peer, SwarmMessage message) {
		SwarmCodec.Frame frame = this.outgoing.computeIfAbsent(peer, (fresh) -> new SwarmCodec.Frame());
		if (frame.size() + SwarmCodec.size(message) > FULL_FRAME_BYTES && frame.size() > 0) {
			send(peer, frame);
		}
		frame.add(message);
	}

	int flush() {
		int count = 0;
		for (Map.Entry<RemotePeer, SwarmCodec.Frame> each : this.outgoing.entrySet()) {
			if (each.getValue().size() > 0) {
				send(each.getKey(), each.getValue());
				count++;
			}
		}
		return count;
	}

	private void send(RemotePeer peer, SwarmCodec.Frame frame) {
		byte[] bytes = frame.take();
		try {
			if (!this.router.send(peer.identity().array(), ZMQ.SNDMORE | ZMQ.DONTWAIT)) {
				throw new IllegalStateException("A connection without a high-water mark is full");
			}
		}
		catch (ZMQException ex) {
			if (ex.getErrorCode() == ZError.EHOSTUNREACH) {
				// It is gone; we hear of it by its own message.
				return;
			}
			throw ex;
		}
		this.router.send(bytes, ZMQ.DONTWAIT);
	}

	void close() {
		this.router.close();
		this.authentication.close();
	}

}
