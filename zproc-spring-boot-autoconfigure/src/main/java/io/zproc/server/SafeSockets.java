package io.zproc.server;

import java.nio.channels.SelectableChannel;
import java.time.Duration;

import io.zproc.protocol.Protocol;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZEvent;
import org.zeromq.ZMonitor;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Ctx;
import zmq.Msg;
import zmq.ZError;

/**
 * Options that every socket of this project needs, at both ends.
 *
 * @since 0.1.0
 */
public final class SafeSockets {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private SafeSockets() {
	}

	/**
	 * Prepares a socket, before it is bound or connected.
	 * @param socket the socket
	 * @param maxMessageBytes the largest message that it takes
	 */
	public static void prepare(ZMQ.Socket socket, int maxMessageBytes) {
		socket.setLinger(0);
		// A frame header with a negative or huge length would make JeroMQ's I/O thread
		// spin
		// or die before any authentication; with this it ends the connection. The
		// allocator
		// also keeps large frames on the heap, where they are bounded.
		socket.setMaxMsgSize(maxMessageBytes);
		socket.setMsgAllocator((size) -> new Msg((size < 0 || size > maxMessageBytes) ? 0 : size));
		// So much for a server that is stopped; what JeroMQ loses itself is mended, see
		// below.
		socket.setHandshakeIvl(1000);
		// No answer is dropped while a session keeps to its number of unanswered
		// requests.
		socket.setSndHWM(4 * Protocol.MAX_UNANSWERED);
		socket.setRcvHWM(4 * Protocol.MAX_UNANSWERED);
	}

	/**
	 * To be called by the event hook of each socket that connects, so that none of its
	 * handshakes is lost, see {@link MendingIoThread}.
	 * @param event what has happened; anything but
	 * {@link org.zeromq.ZMonitor.Event#CONNECTED} is passed over
	 */
	public static void mendConnect(ZEvent event) {
		if (event.getEvent() == ZMonitor.Event.CONNECTED && Thread.currentThread() instanceof MendingIoThread thread) {
			thread.hasConnected(event.<SelectableChannel>getValue());
		}
	}

	/**
	 * Closes a context on a thread of its own, because JeroMQ does not survive that its
	 * caller is interrupted. Waits for up to 5 seconds, and keeps the interrupt flag.
	 * @param context the context
	 * @return whether it is closed, and its threads have ended or have nothing left to do
	 */
	public static boolean close(ZContext context) {
		Thread closer = new Thread(() -> terminate(context), "zproc-context-close");
		closer.setDaemon(true);
		closer.start();
		return BoundedJoin.of(closer, CLOSE_TIMEOUT);
	}

	/**
	 * Terminates a context, again on error 4, which JeroMQ also gives when nobody has
	 * interrupted it: its I/O threads would be left behind otherwise.
	 */
	private static void terminate(ZContext context) {
		// Only a socket tells the context behind it, and ZContext takes the first try for
		// done, whatever came of it.
		ZMQ.Socket probe = context.createSocket(SocketType.PAIR);
		Ctx terminated = probe.getCtx();
		probe.close();
		long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
		Runnable attempt = context::close;
		while (true) {
			try {
				attempt.run();
				return;
			}
			catch (ZMQException ex) {
				if (ex.getErrorCode() != ZError.EINTR || System.nanoTime() > deadline) {
					throw ex;
				}
				attempt = terminated::terminate;
			}
		}
	}

	/**
	 * Gives a socket its key pair for CURVE, before it is bound or connected.
	 * @param socket the socket
	 * @param publicKey its public key, in Z85
	 * @param secretKey its secret key, in Z85
	 */
	public static void prepareCurve(ZMQ.Socket socket, String publicKey, String secretKey) {
		socket.setCurvePublicKey(ZMQ.Curve.z85Decode(publicKey));
		socket.setCurveSecretKey(ZMQ.Curve.z85Decode(secretKey));
		// Above a receive high-water mark JeroMQ would hand out ciphertext and lose
		// messages. What waits is bounded by the number of unanswered requests instead.
		socket.setRcvHWM(0);
	}

	/**
	 * Creates a context that does not lose its threads in silence, and whose threads do
	 * not spin.
	 * @param onDeath what to do when an I/O thread has died, which nothing can mend
	 * @return the context
	 */
	public static ZContext context(Thread.UncaughtExceptionHandler onDeath) {
		ZContext context = new ZContext(1);
		context.setLinger(0);
		context.setThreadFactor((target, name) -> {
			Thread thread = new MendingIoThread(target, name);
			thread.setDaemon(true);
			thread.setUncaughtExceptionHandler(onDeath);
			return thread;
		});
		return context;
	}

}
