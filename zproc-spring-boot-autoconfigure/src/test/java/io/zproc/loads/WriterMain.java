package io.zproc.loads;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.zproc.SharedState;

/**
 * A process whose threads count, each on a key of its own, and all on a common one: what
 * is lost or done twice shows in the numbers.
 */
final class WriterMain {

	static final int THREADS = 4;

	static final String TOTAL = "total";

	private WriterMain() {
	}

	/**
	 * Runs.
	 * @param args the server's address, this writer's number, how often each thread
	 * writes, and whether it adds to the common number or counts alone
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		int writer = Integer.parseInt(args[BareClient.ADDRESS_ARGUMENTS]);
		long count = Long.parseLong(args[BareClient.ADDRESS_ARGUMENTS + 1]);
		boolean isCommon = Boolean.parseBoolean(args[BareClient.ADDRESS_ARGUMENTS + 2]);
		try (BareClient client = BareClient.of(args, "writer", writer)) {
			SharedState state = client.state();
			state.ping(BareClient.BOUND);
			System.out.println("ready");
			BareClient.awaitGo();
			List<Thread> threads = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				String key = "writer-" + writer + "-" + thread;
				threads.add(new Thread(() -> write(state, key, count, isCommon), key));
			}
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join();
			}
			System.out.println("done");
		}
	}

	private static void write(SharedState state, String key, long count, boolean isCommon) {
		for (long n = 1; n <= count; n++) {
			if (isCommon) {
				state.increment(TOTAL, 1);
			}
			else {
				state.put(key, n);
			}
		}
	}

}
