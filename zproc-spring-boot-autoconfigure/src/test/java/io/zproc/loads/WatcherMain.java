package io.zproc.loads;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.zproc.StateChange;
import io.zproc.Watcher;

/**
 * A process that follows the numbers of {@link WriterMain}s until the last version, and
 * ends with exit code 1 as soon as one was skipped in silence, repeated, or not what the
 * change before it leads to.
 */
final class WatcherMain {

	private final long last;

	private final long workNanos;

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Map<String, Long> numbers = new HashMap<>();

	private long version;

	private long changes;

	private long gaps;

	private long missed;

	private WatcherMain(long last, long workNanos) {
		this.last = last;
		this.workNanos = workNanos;
	}

	/**
	 * Runs.
	 * @param args the server's address, the last version, and how many microseconds each
	 * change takes
	 */
	public static void main(String[] args) throws InterruptedException {
		WatcherMain watcher = new WatcherMain(Long.parseLong(args[BareClient.ADDRESS_ARGUMENTS]),
				TimeUnit.MICROSECONDS.toNanos(Long.parseLong(args[BareClient.ADDRESS_ARGUMENTS + 1])));
		try (BareClient client = BareClient.of(args, "watcher", 1);
				Watcher watching = client.state().watch().since(0).forEach(watcher::accept)) {
			System.out.println("following");
			while (!watcher.ended.await(100, TimeUnit.MILLISECONDS)) {
				if (!watching.isRunning()) {
					Runtime.getRuntime().halt(1);
				}
			}
			System.out.println("seen " + watcher.changes + " gaps " + watcher.gaps + " missed " + watcher.missed
					+ " repaired " + client.engine().repairs() + " state " + new TreeMap<>(watcher.numbers));
		}
	}

	private void accept(StateChange change) {
		if (change.isGap()) {
			require(change.firstMissing() == this.version + 1, change);
			require(change.lastMissing() == change.version() && change.version() > this.version, change);
			this.gaps++;
			this.missed += change.lastMissing() - change.firstMissing() + 1;
			change.after().keySet().forEach((key) -> this.numbers.put(key, number(change, key)));
		}
		else {
			require(change.version() == this.version + 1, change);
			this.changes++;
			change.keys().forEach((key) -> follow(change, key));
		}
		this.version = change.version();
		if (this.workNanos > 0) {
			LockSupport.parkNanos(this.workNanos);
		}
		if (this.version == this.last) {
			this.ended.countDown();
		}
	}

	private void follow(StateChange change, String key) {
		long before = this.numbers.getOrDefault(key, 0L);
		Long told = change.before().get(key, Long.class);
		require(((told != null) ? told : 0L) == before, change);
		require(number(change, key) == before + 1, change);
		this.numbers.put(key, before + 1);
	}

	private static long number(StateChange change, String key) {
		Long number = change.after().get(key, Long.class);
		if (number == null) {
			throw new AssertionError(change + " has no " + key);
		}
		return number;
	}

	private void require(boolean holds, StateChange change) {
		if (!holds) {
			throw new AssertionError("After version " + this.version + " with " + this.numbers + " came " + change
					+ ": " + change.before() + " -> " + change.after());
		}
	}

}
