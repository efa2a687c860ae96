package io.zproc.benchmark;

import java.time.Duration;

import io.zproc.loads.BareClient;
import io.zproc.server.SafeSockets;
import io.zproc.testing.ForkedJvm;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Messages of 64 bytes to another process and back, from the thread that owns the socket.
 */
final class RawEcho implements AutoCloseable {

	private static final byte[] MESSAGE = new byte[64];

	private final ForkedJvm server;

	private final ZContext context;

	private final ZMQ.Socket dealer;

	RawEcho() {
		this.server = ForkedJvm.of(EchoServerMain.class).jvmArgs("-Xmx256m", "-XX:+UseSerialGC").start();
		String line = this.server.awaitLine(EchoServerMain.READY, BareClient.BOUND);
		this.context = SafeSockets.context((thread, ex) -> Runtime.getRuntime().halt(1));
		this.dealer = this.context.createSocket(SocketType.DEALER);
		this.dealer.setHWM(4 * Operation.IN_FLIGHT);
		this.dealer.setReceiveTimeOut((int) BareClient.BOUND.toMillis());
		this.dealer.connect(line.substring(line.indexOf(EchoServerMain.READY) + EchoServerMain.READY.length()).strip());
	}

	Sample single(Duration slice) {
		return Sample.ofCalls(slice, () -> {
			send();
			receive();
		});
	}

	Sample pipelined(Duration slice) {
		long begin = System.nanoTime();
		int inFlight = 0;
		long echoed = 0;
		while (inFlight < Operation.IN_FLIGHT) {
			send();
			inFlight++;
		}
		while (inFlight > 0) {
			receive();
			echoed++;
			if (System.nanoTime() - begin < slice.toNanos()) {
				send();
			}
			else {
				inFlight--;
			}
		}
		return Sample.ofRate(echoed, System.nanoTime() - begin);
	}

	private void send() {
		if (!this.dealer.send(MESSAGE)) {
			throw new IllegalStateException("The echo server takes no message: " + this.dealer.errno());
		}
	}

	private void receive() {
		byte[] echo = this.dealer.recv();
		if (echo == null || echo.length != MESSAGE.length) {
			throw new IllegalStateException("No echo came within " + BareClient.BOUND);
		}
	}

	@Override
	public void close() {
		this.context.close();
		this.server.close();
	}

}
