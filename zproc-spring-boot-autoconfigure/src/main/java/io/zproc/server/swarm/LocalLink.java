package io.zproc.server.swarm;

import io.zproc.protocol.SwarmMessage;

/**
 * The link of somebody in the dispatcher's own JVM: no socket, and nothing is copied.
 */
final class LocalLink implements SwarmLink {

	private final DispatcherLoop loop;

	private final Receiver receiver;

	LocalLink(DispatcherLoop loop, Receiver receiver) {
		this.loop = loop;
		this.receiver = receiver;
	}

	@Override
	public void send(SwarmMessage message) {
		this.loop.execute(() -> this.loop.handle(this, message));
	}

	void receive(SwarmMessage message) {
		this.receiver.received(message);
	}

	@Override
	public void close() {
		this.loop.execute(() -> this.loop.gone(this));
	}

}
