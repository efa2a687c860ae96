package io.zproc.client;

import java.time.Duration;
import java.util.List;

import io.zproc.client.StateFixture.Engine;
import io.zproc.loads.BareClient;
import io.zproc.process.ServerProcess;
import io.zproc.process.ServerSettings;
import io.zproc.server.ServerLimits;

/**
 * A client and the server that it stands on, for a whole suite.
 *
 * @param client the client
 * @param closing ends both
 */
record StateMapSource(StateClient client, Runnable closing) implements AutoCloseable {

	static StateMapSource forkedServer() {
		ServerProcess server = ServerProcess
			.start(new ServerSettings("128m", List.of(), Duration.ofSeconds(60), ServerLimits.defaults()));
		BareClient client = new BareClient(server.address(), "maps", 1);
		return new StateMapSource(client.client(), () -> {
			client.close();
			server.close();
		});
	}

	static StateMapSource inProcess() {
		StateFixture fixture = new StateFixture(Engine.IN_PROCESS);
		return new StateMapSource(fixture.client(), fixture::close);
	}

	@Override
	public void close() {
		this.closing.run();
	}

}
