package io.zproc.server.swarm;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import io.zproc.client.jeromq.SwarmConnection;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.SwarmMessage.Ready;

/**
 * A process of a swarm without Spring: {@code echo} returns its arguments, {@code wait}
 * does not return.
 */
final class MemberJvmMain implements WorkLoop.Runner {

	private MemberJvmMain() {
	}

	public static void main(String[] args) throws InterruptedException {
		ServerAddress address = new ServerAddress(args[0], args[0], args[1], Long.parseLong(args[2]));
		int number = Integer.parseInt(args[3]);
		new WorkLoop(new MemberJvmMain()).run((receiver) -> SwarmConnection.open("test", address, new Ready(number),
				receiver, SwarmConnection.WELCOME_TIMEOUT));
		System.out.println("left");
	}

	@Override
	public byte[] call(String method, byte[] arguments, String trace) throws InterruptedException {
		System.out.println("begins " + method);
		if (method.equals("wait")) {
			new CountDownLatch(1).await();
		}
		return arguments;
	}

	@Override
	public byte[] failure(Throwable failure) {
		return failure.toString().getBytes(StandardCharsets.UTF_8);
	}

}
