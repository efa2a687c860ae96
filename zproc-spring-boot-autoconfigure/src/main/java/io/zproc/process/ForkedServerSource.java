package io.zproc.process;

import java.time.Instant;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.ServerLostEvent;
import io.zproc.client.StateEngine;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A state server that this process forks.
 *
 * @since 0.1.0
 */
public final class ForkedServerSource implements StateSource {

	private final ServerSettings settings;

	private final ApplicationStop stop;

	private final EventSink events;

	private @Nullable ServerProcess server;

	private @Nullable StateEngine engine;

	/**
	 * Creates the source; nothing is forked yet.
	 * @param settings how to run the server
	 * @param stop ends the application when the server has died
	 * @param events is told of that
	 */
	public ForkedServerSource(ServerSettings settings, ApplicationStop stop, EventSink events) {
		this.settings = settings;
		this.stop = stop;
		this.events = events;
	}

	@Override
	public synchronized StateEngine open() {
		ServerProcess started = ServerProcess.start(this.settings);
		StateEngine connected = new JeroMqEngine(started.address(), UUID.randomUUID(),
				Origin.ofApplication(ProcessHandle.current().pid()));
		started.onDeath((death) -> {
			// First, so that nothing of the stop waits for answers.
			connected.serverLost(death.what());
			this.events.publish(new ServerLostEvent(Instant.now(), death.pid(), death.what()));
			this.stop.because(death.report(), death.action());
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
