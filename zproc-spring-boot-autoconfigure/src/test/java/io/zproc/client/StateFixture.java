package io.zproc.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ValueCodec;
import io.zproc.server.ServerLimits;
import io.zproc.server.StateServer;

/**
 * A state server with real sockets in this JVM, and clients of it.
 */
public final class StateFixture implements AutoCloseable {

	private static final ValueCodec CODEC = new ValueCodec(List.of("io.zproc"), StateFixture.class.getClassLoader());

	private final StateServer server;

	private final List<StateEngine> engines = new ArrayList<>();

	private final StateClient client;

	public StateFixture() {
		this(ServerLimits.defaults());
	}

	public StateFixture(ServerLimits limits) {
		try {
			this.server = new StateServer("secret", limits);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.client = newClient();
	}

	public StateServer server() {
		return this.server;
	}

	public StateClient client() {
		return this.client;
	}

	public SharedState state() {
		return this.client.state("default");
	}

	/**
	 * A client with a session of its own, as another process would be.
	 */
	public StateClient newClient() {
		return newClient(UUID.randomUUID(), Duration.ofSeconds(10));
	}

	public StateClient newClient(UUID session, Duration requestTimeout) {
		Origin origin = new Origin("worker", this.engines.size(), ProcessHandle.current().pid(), 1, "");
		JeroMqEngine engine = new JeroMqEngine(this.server.address(), session, origin);
		this.engines.add(engine);
		return new StateClient(engine, CODEC, requestTimeout);
	}

	@Override
	public void close() {
		this.engines.forEach(StateEngine::close);
		this.server.close();
	}

}
