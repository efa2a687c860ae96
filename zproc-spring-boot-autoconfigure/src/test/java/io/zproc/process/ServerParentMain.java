package io.zproc.process;

import java.time.Duration;
import java.util.List;

import io.zproc.protocol.ServerAddress;
import io.zproc.server.ServerLimits;

/**
 * A process that forks a state server, says where it is, and waits to be killed.
 */
final class ServerParentMain {

	private ServerParentMain() {
	}

	public static void main(String[] args) throws InterruptedException {
		try (ServerProcess server = ServerProcess
			.start(new ServerSettings("64m", List.of(), Duration.ofSeconds(30), ServerLimits.defaults()))) {
			ServerAddress address = server.address();
			System.out.println("forked " + address.requests() + " " + address.changes() + " " + address.secret() + " "
					+ address.pid());
			Thread.currentThread().join();
		}
	}

}
