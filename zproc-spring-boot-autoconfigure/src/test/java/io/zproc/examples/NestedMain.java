package io.zproc.examples;

import java.util.ArrayDeque;
import java.util.Deque;

import io.zproc.loads.BareClient;
import io.zproc.protocol.ServerAddress;
import io.zproc.testing.ForkedJvm;

/**
 * A process that starts others, on the same state; those at the bottom count.
 */
final class NestedMain {

	/** With more at once two processors start none of them faster. */
	private static final int AT_ONCE = 2;

	private NestedMain() {
	}

	/**
	 * Runs the processes below, or counts, and ends.
	 * @param args the server's address, how many processes to start, 0 at the bottom
	 */
	public static void main(String[] args) {
		int count = Integer.parseInt(args[BareClient.ADDRESS_ARGUMENTS]);
		try (BareClient client = BareClient.of(args, "nested", count)) {
			if (count == 0) {
				client.state().atomically((state) -> state.increment("count", 1));
			}
			else {
				startAll(new ServerAddress(args[0], args[1], args[2], Long.parseLong(args[3])), count);
			}
		}
		ActorMain.say("done");
	}

	private static void startAll(ServerAddress server, int count) {
		Deque<ForkedJvm> running = new ArrayDeque<>();
		for (int i = 0; i < count; i++) {
			if (running.size() == AT_ONCE) {
				finish(running.remove());
			}
			running.add(BareClient.jvm(NestedMain.class, server, 0));
		}
		running.forEach(NestedMain::finish);
	}

	private static void finish(ForkedJvm jvm) {
		try (jvm) {
			jvm.awaitLine("done", BareClient.BOUND);
		}
	}

}
