package io.zproc.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.ValueCodec;
import io.zproc.testing.CuttingProxy;

/**
 * A client that reaches its server over a network that a test can spoil.
 */
final class ProxiedClient implements AutoCloseable {

	final CuttingProxy requests;

	final CuttingProxy changes;

	final JeroMqEngine engine;

	final ServerAddress address;

	private final StateClient client;

	ProxiedClient(ServerAddress server, Duration requestTimeout) {
		this.requests = new CuttingProxy(URI.create(server.requests()).getPort());
		this.changes = new CuttingProxy(URI.create(server.changes()).getPort());
		this.address = new ServerAddress("tcp://127.0.0.1:" + this.requests.port(),
				"tcp://127.0.0.1:" + this.changes.port(), server.secret(), server.pid());
		this.engine = new JeroMqEngine(this.address, UUID.randomUUID(), Origin.ofApplication(1));
		this.client = new StateClient(this.engine, new ValueCodec(List.of(), ProxiedClient.class.getClassLoader()),
				requestTimeout);
	}

	SharedState state() {
		return this.client.state("default");
	}

	void cut() {
		this.requests.cut();
		this.changes.cut();
	}

	@Override
	public void close() {
		this.engine.close();
		this.requests.close();
		this.changes.close();
	}

}
