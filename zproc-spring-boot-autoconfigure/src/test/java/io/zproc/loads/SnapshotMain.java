package io.zproc.loads;

import java.io.IOException;

import io.zproc.SharedState;
import io.zproc.Snapshot;

/**
 * A process that reads snapshots of a big namespace until its input ends.
 */
final class SnapshotMain {

	private SnapshotMain() {
	}

	/**
	 * Runs.
	 * @param args the server's address and the namespace
	 */
	public static void main(String[] args) throws IOException {
		try (BareClient client = BareClient.of(args, "reader", 1)) {
			SharedState state = client.state().namespace(args[BareClient.ADDRESS_ARGUMENTS]);
			state.ping(BareClient.BOUND);
			System.out.println("ready");
			BareClient.awaitGo();
			while (System.in.available() == 0) {
				long started = System.nanoTime();
				Snapshot snapshot = state.snapshot();
				System.out.println("read " + snapshot.size() + " keys of version " + snapshot.version() + " in "
						+ (System.nanoTime() - started) / 1_000_000 + " ms");
			}
			System.out.println("stopped");
		}
	}

}
