package io.zproc.server;

import java.io.IOException;

import io.zproc.protocol.Protocol;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.ZError;

/**
 * The server's sockets: requests come in over a ROUTER, changes go out over an XPUB, and
 * who may connect is decided over a third one.
 */
final class ServerSockets {

	/** What the ROUTER hands us when a peer goes. */
	static final byte[] DISCONNECTED = { 'D' };

	/**
	 * How many publications may wait for one slow subscriber before it loses some, which
	 * it then fetches from the history. With the largest publication this bounds its
	 * memory. The system property is for tests that want losses.
	 */
	static final int MAX_WAITING_PUBLICATIONS = Integer.getInteger("zproc.server.publish-queue", 1_000);

	/** A topic, the byte before it, and what CURVE adds. */
	private static final int MAX_SUBSCRIPTION_BYTES = 1 + 2 + Protocol.MAX_NAME_BYTES + 64;

	final ZapHandler authentication;

	final IncomingFrames frames;

	final SilentConnections silent = new SilentConnections();

	final ZMQ.Socket router;

	final ZMQ.Socket publisher;

	ServerSockets(ZContext context, ServerBinding binding, ServerLimits limits) throws IOException {
		this.authentication = (binding.curve() != null) ? ZapHandler.curve(context, binding.curve().clientKeys())
				: ZapHandler.plain(context, ServerAddress.USER, binding.secret());
		this.router = context.createSocket(SocketType.ROUTER);
		int maxMessageBytes = limits.maxCommitBytes() + Protocol.MESSAGE_OVERHEAD_BYTES;
		SafeSockets.prepare(this.router, maxMessageBytes);
		this.frames = new IncomingFrames(maxMessageBytes, MemoryBudget.bytesOfHeap(MemoryBudget.INCOMING_SHARE));
		this.router.setMsgAllocator(this.frames);
		this.router.base().setEventHook(this.silent::accepted, zmq.ZMQ.ZMQ_EVENT_ACCEPTED);
		// Otherwise answers to a slow or unknown peer would be dropped in silence.
		this.router.setRouterMandatory(true);
		this.router.base().setSocketOpt(zmq.ZMQ.ZMQ_DISCONNECT_MSG, DISCONNECTED);
		this.publisher = context.createSocket(SocketType.XPUB);
		// JeroMQ looks a topic up by a recursion of its length, on the server's thread: a
		// longer one than there can be would end the server.
		SafeSockets.prepare(this.publisher, MAX_SUBSCRIPTION_BYTES);
		this.publisher.setSndHWM(MAX_WAITING_PUBLICATIONS);
		// Each subscriber is answered by a marker, not only the first one of a topic.
		this.publisher.setXpubVerbose(true);
		bind(this.router, binding.requests(), binding.curve());
		bind(this.publisher, binding.changes(), binding.curve());
	}

	private static void bind(ZMQ.Socket socket, String endpoint, ServerBinding.@Nullable Curve curve)
			throws IOException {
		if (curve != null) {
			CurveKeyPair pair = CurveKeyPair.of(curve.secretKey());
			SafeSockets.prepareCurve(socket, pair.publicKey(), pair.secretKey());
			socket.setCurveServer(true);
		}
		else {
			socket.setPlainServer(true);
		}
		socket.setZapDomain("zproc");
		socket.setIPv6(endpoint.contains("["));
		boolean isBound;
		try {
			isBound = socket.bind(endpoint);
		}
		catch (ZMQException ex) {
			throw new IOException("The state server could not bind " + endpoint + ": " + reason(ex.getErrorCode()), ex);
		}
		if (!isBound) {
			throw new IOException("The state server could not bind " + endpoint + ": " + reason(socket.errno()));
		}
	}

	private static String reason(int error) {
		return switch (error) {
			case ZError.EADDRINUSE -> "the port is in use";
			case ZError.EADDRNOTAVAIL -> "this machine has no such address";
			default -> "error " + error;
		};
	}

	String requestsAddress() {
		return this.router.getLastEndpoint();
	}

	String changesAddress() {
		return this.publisher.getLastEndpoint();
	}

	void close() {
		this.router.close();
		this.publisher.close();
		this.authentication.close();
	}

}
