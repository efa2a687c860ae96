package io.zproc.process;

import java.util.UUID;

import io.zproc.Origin;
import io.zproc.client.StateEngine;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state server that this process forks.
 *
 * @since 0.1.0
 */
public final class ForkedServerSource implements StateSource {

	private static final Logger logger = LoggerFactory.getLogger(ForkedServerSource.class);

	private final ServerSettings settings;

	private @Nullable ServerProcess server;

	private @Nullable StateEngine engine;

	/**
	 * Creates the source; nothing is forked yet.
	 * @param settings how to run the server
	 */
	public ForkedServerSource(ServerSettings settings) {
		this.settings = settings;
	}

	@Override
	public synchronized StateEngine open() {
		ServerProcess started = ServerProcess.start(this.settings);
		StateEngine connected = new JeroMqEngine(started.address(), UUID.randomUUID(),
				Origin.ofApplication(ProcessHandle.current().pid()));
		started.onDeath((what) -> {
			logger.error("{}; the shared state is lost", what);
			connected.serverLost(what);
		});
		this.server = started;
		this.engine = connected;
		return connected;
	}

	@Override
	public synchronized ServerAddress address() {
		if (this.server == null) {
			throw new IllegalStateException("The state server has not been started");
		}
		return this.server.address();
	}

	@Override
	public synchronized void close() {
		if (this.engine != null) {
			this.engine.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

}
