package io.zproc.process;

import java.util.UUID;
import java.util.function.Function;

import io.zproc.Origin;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's connection to the state, made when it is first needed: nothing is forked
 * before. In the application it owns the state server; in a worker it goes to the server
 * that the parent has named.
 *
 * @since 0.1.0
 */
public final class StateConnection implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(StateConnection.class);

	private final @Nullable ServerSettings settings;

	private final Function<StateEngine, StateClient> clients;

	private final Object lock = new Object();

	private @Nullable ServerProcess server;

	private @Nullable StateEngine engine;

	private volatile @Nullable StateClient client;

	private @Nullable ServerAddress address;

	private boolean isClosed;

	private StateConnection(@Nullable ServerSettings settings, Function<StateEngine, StateClient> clients) {
		this.settings = settings;
		this.clients = clients;
	}

	/**
	 * A connection that forks the state server when it is first used.
	 * @param settings how to run the server
	 * @param clients makes the client of an engine
	 * @return the connection
	 */
	public static StateConnection forking(ServerSettings settings, Function<StateEngine, StateClient> clients) {
		return new StateConnection(settings, clients);
	}

	/**
	 * A connection over an engine that somebody else closes.
	 * @param engine the engine
	 * @param clients makes the client of an engine
	 * @return the connection
	 */
	public static StateConnection over(StateEngine engine, Function<StateEngine, StateClient> clients) {
		StateConnection connection = new StateConnection(null, clients);
		connection.client = clients.apply(engine);
		return connection;
	}

	/**
	 * The client. The first call forks the server and blocks until it is ready.
	 * @return the client
	 * @throws LaunchException when the server cannot be started
	 * @throws IllegalStateException when the connection is closed
	 */
	public StateClient client() {
		StateClient current = this.client;
		return (current != null) ? current : connect();
	}

	private StateClient connect() {
		synchronized (this.lock) {
			StateClient current = this.client;
			if (current != null) {
				return current;
			}
			if (this.isClosed || this.settings == null) {
				throw new IllegalStateException("The connection to the state is closed, with its application");
			}
			ServerProcess started = ServerProcess.start(this.settings);
			this.server = started;
			this.address = started.address();
			StateEngine connected = new JeroMqEngine(started.address(), UUID.randomUUID(),
					Origin.ofApplication(ProcessHandle.current().pid()));
			this.engine = connected;
			started.onDeath((what) -> {
				logger.error("{}; the shared state is lost", what);
				connected.serverLost(what);
			});
			StateClient created = this.clients.apply(connected);
			this.client = created;
			return created;
		}
	}

	/**
	 * Where the server is that workers shall use; it is started if it does not run.
	 * @return the address
	 */
	public ServerAddress address() {
		client();
		synchronized (this.lock) {
			if (this.address == null) {
				throw new IllegalStateException("This connection does not own a server");
			}
			return this.address;
		}
	}

	/**
	 * Whether the connection is in use.
	 * @return whether it was used
	 */
	public boolean isConnected() {
		return this.client != null;
	}

	/**
	 * Closes the connection, and ends the server if it is ours.
	 */
	@Override
	public void close() {
		synchronized (this.lock) {
			this.isClosed = true;
			if (this.engine != null) {
				this.engine.close();
			}
			if (this.server != null) {
				this.server.close();
			}
		}
	}

}
