package io.zproc.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.client.inprocess.InProcessEngine;
import io.zproc.client.inprocess.InProcessServer;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ValueCodec;
import io.zproc.server.ServerLimits;
import io.zproc.server.StateServer;
import org.jspecify.annotations.Nullable;

/**
 * A state in this JVM and clients of it: behind a server with real sockets, or
 * in-process.
 */
public final class StateFixture implements AutoCloseable {

	private static final ValueCodec CODEC = new ValueCodec(List.of("io.zproc"), StateFixture.class.getClassLoader());

	/**
	 * What the state stands on.
	 */
	public enum Engine {

		JEROMQ, IN_PROCESS

	}

	private final @Nullable StateServer server;

	private final @Nullable InProcessServer inProcess;

	private final List<StateEngine> engines = new ArrayList<>();

	private final StateClient client;

	public StateFixture() {
		this(ServerLimits.defaults());
	}

	public StateFixture(ServerLimits limits) {
		this(Engine.JEROMQ, limits);
	}

	public StateFixture(Engine engine) {
		this(engine, ServerLimits.defaults());
	}

	public StateFixture(Engine engine, ServerLimits limits) {
		try {
			this.server = (engine == Engine.JEROMQ) ? new StateServer("secret", limits) : null;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.inProcess = (engine == Engine.IN_PROCESS) ? new InProcessServer(limits) : null;
		this.client = newClient();
	}

	public StateServer server() {
		return Objects.requireNonNull(this.server, "The in-process engine has no server");
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
		return newClient(session, new Origin("worker", this.engines.size(), ProcessHandle.current().pid(), 1, ""),
				requestTimeout);
	}

	StateClient newClient(UUID session, Origin origin) {
		return newClient(session, origin, Duration.ofSeconds(10));
	}

	private StateClient newClient(UUID session, Origin origin, Duration requestTimeout) {
		StateEngine engine = (this.inProcess != null) ? new InProcessEngine(this.inProcess, session, origin)
				: new JeroMqEngine(server().address(), session, origin);
		this.engines.add(engine);
		return new StateClient(engine, CODEC, requestTimeout);
	}

	@Override
	public void close() {
		this.engines.forEach(StateEngine::close);
		if (this.server != null) {
			this.server.close();
		}
		if (this.inProcess != null) {
			this.inProcess.close();
		}
	}

}
