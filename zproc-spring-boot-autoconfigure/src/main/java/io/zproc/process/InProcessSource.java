package io.zproc.process;

import java.util.UUID;

import io.zproc.Origin;
import io.zproc.client.StateEngine;
import io.zproc.client.inprocess.InProcessEngine;
import io.zproc.client.inprocess.InProcessServer;
import io.zproc.server.ServerLimits;
import org.jspecify.annotations.Nullable;

/**
 * A state inside this JVM.
 *
 * @since 0.1.0
 */
public final class InProcessSource implements StateSource {

	private final ServerLimits limits;

	private @Nullable InProcessServer server;

	private @Nullable StateEngine engine;

	/**
	 * Creates the source; nothing is started yet.
	 * @param limits the bounds of memory and waits
	 */
	public InProcessSource(ServerLimits limits) {
		this.limits = limits;
	}

	@Override
	public synchronized StateEngine open() {
		InProcessServer opened = new InProcessServer(this.limits);
		this.server = opened;
		StateEngine connected = new InProcessEngine(opened, UUID.randomUUID(),
				Origin.ofApplication(ProcessHandle.current().pid()));
		this.engine = connected;
		return connected;
	}

	@Override
	public synchronized StateEngine join(UUID session, Origin origin) {
		if (this.server == null) {
			throw new IllegalStateException("The state has not been opened");
		}
		return new InProcessEngine(this.server, session, origin);
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
