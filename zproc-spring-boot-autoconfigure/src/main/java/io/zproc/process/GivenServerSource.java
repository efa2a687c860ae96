package io.zproc.process;

import java.util.UUID;

import io.zproc.Origin;
import io.zproc.client.StateEngine;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A state server that was started by hand, and that other applications may use too. It is
 * connected to, and never ended.
 *
 * @since 0.1.0
 */
public final class GivenServerSource implements StateSource {

	private final ServerAddress address;

	private @Nullable StateEngine engine;

	/**
	 * Creates the source; nothing is connected yet.
	 * @param address where the server is
	 */
	public GivenServerSource(ServerAddress address) {
		this.address = address;
	}

	/**
	 * Begins to connect, and does not wait: calls fail in time while the server is not
	 * there, and succeed when it is.
	 */
	@Override
	public synchronized StateEngine open() {
		StateEngine connected = new JeroMqEngine(this.address, UUID.randomUUID(),
				Origin.ofApplication(ProcessHandle.current().pid()));
		this.engine = connected;
		return connected;
	}

	@Override
	public ServerAddress address() {
		return this.address;
	}

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public synchronized void close() {
		if (this.engine != null) {
			this.engine.close();
		}
	}

}
