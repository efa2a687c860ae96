package io.zproc.process;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

import io.zproc.Origin;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * This process's connection to the state, made when it is first needed: nothing is forked
 * before.
 *
 * @since 0.1.0
 */
public final class StateConnection implements AutoCloseable {

	private final StateSource source;

	private final Function<StateEngine, StateClient> clients;

	private final String namespace;

	/**
	 * Who a worker is that runs as a thread of this process. Not static: a test's JVM has
	 * several applications.
	 */
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable Resident> resident = new ThreadLocal<>();

	private final Object lock = new Object();

	private volatile @Nullable StateClient client;

	private boolean isClosed;

	private final Measurements measurements = new Measurements();

	private record Resident(StateClient client, String namespace) {

	}

	/**
	 * Creates a connection that is not made yet.
	 * @param source where the state is
	 * @param clients makes the client of an engine
	 * @param namespace the namespace of this process
	 */
	public StateConnection(StateSource source, Function<StateEngine, StateClient> clients, String namespace) {
		this.source = source;
		this.clients = clients;
		this.namespace = namespace;
	}

	/**
	 * The client of the current thread: that of the process, or of the worker that runs
	 * as this thread. The first call opens the state, which may fork a server, and blocks
	 * until it is there.
	 * @return the client
	 * @throws LaunchException when the server cannot be started
	 * @throws IllegalStateException when the connection is closed
	 */
	public StateClient client() {
		Resident own = this.resident.get();
		if (own != null) {
			return own.client();
		}
		StateClient current = this.client;
		return (current != null) ? current : connect();
	}

	private StateClient connect() {
		synchronized (this.lock) {
			StateClient current = this.client;
			if (current != null) {
				return current;
			}
			if (this.isClosed) {
				throw new IllegalStateException("The connection to the state is closed, with its application");
			}
			StateEngine opened = this.source.open();
			this.measurements.begin(opened);
			StateClient created = this.clients.apply(opened);
			this.client = created;
			return created;
		}
	}

	/**
	 * The namespace of the current thread: that of the process, or of the worker that
	 * runs as this thread. Does not block.
	 * @return the name
	 */
	public String namespace() {
		Resident own = this.resident.get();
		return (own != null) ? own.namespace() : this.namespace;
	}

	/**
	 * Whether the connection is in use.
	 * @return whether it was used
	 */
	public boolean isConnected() {
		return this.client != null;
	}

	/**
	 * Where the state server is that workers shall use; it is started if it does not run.
	 * @return the address
	 */
	public ServerAddress address() {
		client();
		return this.source.address();
	}

	/**
	 * Whether another server takes the place of one that has died.
	 */
	boolean isServerReplaceable() {
		return this.source.isReplaceable();
	}

	/**
	 * Has somebody told of each server that takes the place of another.
	 */
	void onServerReplaced(Consumer<ServerAddress> listener) {
		this.source.onReplaced(listener);
	}

	/**
	 * What the state servers have written last that this process has forked.
	 * @return the lines, {@code null} when it forks none
	 */
	public @Nullable OutputTail serverOutput() {
		return this.source.output();
	}

	/**
	 * Whether the state outlives this application, and others may use it too.
	 * @return whether the server is not ours
	 */
	boolean isShared() {
		return this.source.isShared();
	}

	/**
	 * Runs a worker as a thread of this process: with a session of its own, which ends
	 * with it, as a process would have.
	 * @param origin who the worker is
	 * @param namespace its namespace
	 * @param work what it does
	 * @throws Exception what the work throws
	 */
	public void reside(Origin origin, String namespace, Work work) throws Exception {
		client();
		try (StateEngine engine = this.source.join(UUID.randomUUID(), origin)) {
			this.measurements.begin(engine);
			this.resident.set(new Resident(this.clients.apply(engine), namespace));
			try {
				work.run();
			}
			finally {
				this.measurements.end(engine);
			}
		}
		finally {
			this.resident.remove();
		}
	}

	/**
	 * How long the requests of this process take, and of workers that run as its threads.
	 * @return the measurements
	 */
	public Measurements measurements() {
		return this.measurements;
	}

	/**
	 * What a worker does.
	 */
	public interface Work {

		/**
		 * Does it.
		 * @throws Exception when it fails
		 */
		void run() throws Exception;

	}

	/**
	 * Closes the connection, and ends the server if it is ours. Blocks until both are
	 * over, a few seconds at the most.
	 */
	@Override
	public void close() {
		synchronized (this.lock) {
			this.isClosed = true;
			if (this.client != null) {
				this.source.close();
			}
		}
	}

}
