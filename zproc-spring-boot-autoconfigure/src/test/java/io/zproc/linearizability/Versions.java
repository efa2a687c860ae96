package io.zproc.linearizability;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.Watcher;
import io.zproc.loads.BareClient;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a namespace each value first came with, by a watcher.
 */
final class Versions implements AutoCloseable {

	private final Map<String, Long> byEntry = new ConcurrentHashMap<>();

	private final AtomicLong newest = new AtomicLong();

	private final SharedState state;

	private final Watcher watcher;

	Versions(SharedState state) {
		this.state = state;
		this.watcher = state.watch().since(0).includeUnchanged().forEach(this::see);
	}

	private void see(StateChange change) {
		if (change.isGap()) {
			throw new IllegalStateException("The history has to hold all versions: " + change);
		}
		for (String key : change.keys()) {
			Object value = change.after().get(key);
			if (value != null) {
				this.byEntry.putIfAbsent(key + "=" + value, change.version());
			}
		}
		this.newest.set(change.version());
	}

	/**
	 * Waits until the watcher has seen what is there now.
	 */
	void awaitAll() {
		long last = this.state.snapshot().version();
		Awaitility.await()
			.alias("version " + last + " is seen")
			.atMost(BareClient.BOUND)
			.failFast("the watcher has ended", () -> !this.watcher.isRunning())
			.until(() -> this.newest.get() >= last);
	}

	@Nullable Long of(String key, long value) {
		return this.byEntry.get(key + "=" + value);
	}

	@Override
	public void close() {
		this.watcher.close();
	}

}
