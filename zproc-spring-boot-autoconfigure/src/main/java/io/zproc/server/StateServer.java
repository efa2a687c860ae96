package io.zproc.server;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import io.zproc.protocol.ServerAddress;
import org.zeromq.ZContext;

/**
 * A running state server: its context, and the one thread that owns the sockets and the
 * state.
 *
 * @since 0.1.0
 */
public final class StateServer implements AutoCloseable {

	private static final long CLOSE_TIMEOUT_MS = 5_000;

	private static final long SILENCE_STEP_MS = 20;

	private final ZContext context;

	private final ServerLoop loop;

	private final Thread thread;

	private final String requests;

	private final String changes;

	private final String secret;

	private final AtomicBoolean isClosed = new AtomicBoolean();

	/**
	 * Binds and starts a server on ephemeral ports of the loopback interface.
	 * @param secret the password that clients must know
	 * @param limits the bounds of memory and waits
	 * @throws IOException when the ports cannot be bound
	 */
	public StateServer(String secret, ServerLimits limits) throws IOException {
		this(ServerBinding.ephemeral(secret), limits);
	}

	/**
	 * Binds and starts a server.
	 * @param binding where it listens and who may connect
	 * @param limits the bounds of memory and waits
	 * @throws IOException when the endpoints cannot be bound
	 */
	public StateServer(ServerBinding binding, ServerLimits limits) throws IOException {
		this(binding, limits, List.of());
	}

	StateServer(ServerBinding binding, ServerLimits limits, List<SavedNamespace> saved) throws IOException {
		this.context = SafeSockets.context((thread, ex) -> die(thread, ex));
		try {
			ServerSockets sockets = new ServerSockets(this.context, binding, limits);
			this.requests = sockets.requestsAddress();
			this.changes = sockets.changesAddress();
			this.secret = binding.secret();
			this.loop = new ServerLoop(sockets, UUID.randomUUID().toString(), limits, saved, Selector.open());
		}
		catch (IOException | RuntimeException ex) {
			SafeSockets.close(this.context);
			throw ex;
		}
		this.thread = new Thread(this.loop, "zproc-state-server");
		this.thread.setUncaughtExceptionHandler(StateServer::die);
		this.thread.start();
	}

	/**
	 * A server that has lost a thread cannot keep its promises: the process ends at once,
	 * and whoever supervises it is told by the exit code.
	 */
	private static void die(Thread thread, Throwable ex) {
		System.err.println("The state server ends because its thread " + thread.getName() + " failed: " + ex);
		ex.printStackTrace();
		Runtime.getRuntime().halt(StateServerMain.EXIT_FAILED);
	}

	/**
	 * Where the server is, for clients that use its secret.
	 * @return the address
	 * @throws IllegalArgumentException when it listens elsewhere than on loopback
	 */
	public ServerAddress address() {
		return new ServerAddress(this.requests, this.changes, this.secret, ProcessHandle.current().pid());
	}

	/**
	 * The endpoint that takes requests.
	 * @return the endpoint, with its port
	 */
	public String requests() {
		return this.requests;
	}

	/**
	 * The endpoint that publishes changes.
	 * @return the endpoint, with its port
	 */
	public String changes() {
		return this.changes;
	}

	/**
	 * How many clients are connected. Any thread may ask.
	 * @return the number, a moment old
	 */
	public int connectedSessions() {
		return this.loop.connectedSessions();
	}

	/**
	 * Waits until no client is connected, or the server has ended.
	 * @param timeout how long at the most
	 */
	void awaitSilence(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (connectedSessions() > 0 && this.thread.isAlive() && System.nanoTime() < deadline) {
				this.thread.join(SILENCE_STEP_MS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Ends the server, and waits for up to 5 seconds for its threads.
	 */
	@Override
	public void close() {
		if (this.isClosed.compareAndSet(false, true)) {
			this.loop.stop();
			try {
				this.thread.join(CLOSE_TIMEOUT_MS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			SafeSockets.close(this.context);
		}
	}

}
