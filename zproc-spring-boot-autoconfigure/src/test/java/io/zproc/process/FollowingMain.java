package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import io.zproc.Origin;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.ValueCodec;

/**
 * Follows the default namespace until key {@code end} is there, and says what it has
 * seen.
 */
public final class FollowingMain {

	private FollowingMain() {
	}

	/**
	 * Runs.
	 * @param args requests, changes, secret and pid of the server
	 * @throws InterruptedException never
	 */
	public static void main(String[] args) throws InterruptedException {
		ServerAddress address = new ServerAddress(args[0], args[1], args[2], Long.parseLong(args[3]));
		try (StateEngine engine = new JeroMqEngine(address, UUID.randomUUID(), Origin.ofApplication(1))) {
			StateClient client = new StateClient(engine,
					new ValueCodec(List.of(), FollowingMain.class.getClassLoader()), Duration.ofSeconds(30));
			CountDownLatch ended = new CountDownLatch(1);
			long[] seen = new long[3];
			client.state("default").watch().forEach((change) -> {
				if (change.isGap()) {
					seen[1] += change.lastMissing() - change.firstMissing() + 1;
				}
				else {
					seen[0]++;
				}
				seen[2] = change.version();
				if (change.after().containsKey("end")) {
					ended.countDown();
				}
			});
			System.out.println("following");
			ended.await();
			System.out.println("seen " + seen[0] + " missed " + seen[1] + " newest " + seen[2]);
		}
	}

}
