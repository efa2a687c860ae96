package io.zproc.atomicity;

import java.io.IOException;
import java.util.Objects;

import io.zproc.SharedState;
import io.zproc.loads.BareClient;

/**
 * A process that counts, on keys that others count on too, by every method that reads and
 * then writes.
 */
final class UpdaterMain {

	static final String FIRST = "first-";

	private UpdaterMain() {
	}

	/**
	 * Runs.
	 * @param args the server's address, this process's number, and how often it counts
	 */
	public static void main(String[] args) throws IOException {
		String process = args[BareClient.ADDRESS_ARGUMENTS];
		int count = Integer.parseInt(args[BareClient.ADDRESS_ARGUMENTS + 1]);
		try (BareClient client = BareClient.of(args, "updater", Integer.parseInt(process))) {
			SharedState state = client.state();
			state.ping(BareClient.BOUND);
			System.out.println("ready");
			BareClient.awaitGo();
			int wins = 0;
			for (int i = 0; i < count; i++) {
				state.compute("compute", (key, value) -> (value != null) ? (int) value + 1 : 1);
				state.merge("merge", 1, (value, one) -> (int) value + (int) one);
				replace(state);
				Object winner = state.computeIfAbsent(FIRST + i, (key) -> process);
				wins += process.equals(winner) ? 1 : 0;
			}
			System.out.println("won " + wins);
		}
	}

	private static void replace(SharedState state) {
		int present;
		do {
			present = Objects.requireNonNull(state.get("replace", Integer.class));
		}
		while (!state.replace("replace", present, present + 1));
	}

}
