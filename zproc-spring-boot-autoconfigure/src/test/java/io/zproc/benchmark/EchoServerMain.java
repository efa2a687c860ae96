package io.zproc.benchmark;

import java.io.IOException;

import io.zproc.server.SafeSockets;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A process that sends back what it gets: JeroMQ, with the same I/O threads as the state
 * server's, and nothing else. It ends with its standard input.
 */
final class EchoServerMain {

	/** What comes before the address in its output. */
	static final String READY = "echo at ";

	private EchoServerMain() {
	}

	public static void main(String[] args) throws IOException {
		Thread thread = new Thread(EchoServerMain::echo, "echo");
		thread.setDaemon(true);
		thread.start();
		while (System.in.read() >= 0) {
			// Only the end matters.
		}
		Runtime.getRuntime().halt(0);
	}

	private static void echo() {
		try (ZContext context = SafeSockets.context((thread, ex) -> Runtime.getRuntime().halt(1))) {
			ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
			router.setHWM(4 * Operation.IN_FLIGHT);
			int port = router.bindToRandomPort("tcp://127.0.0.1");
			System.out.println(READY + "tcp://127.0.0.1:" + port);
			while (!Thread.currentThread().isInterrupted()) {
				byte[] sender = router.recv();
				byte[] message = router.recv();
				router.sendMore(sender);
				router.send(message);
			}
		}
	}

}
