package io.zproc.server;

import java.util.ArrayList;
import java.util.List;

import io.zproc.protocol.Change;
import org.jspecify.annotations.Nullable;

/**
 * The last changes of a namespace, bounded in number and in bytes: a ring that grows to
 * its bound. The newest one stays whatever its size, while the server has room, so that a
 * watcher that keeps up misses none. Versions have no holes here, so a version is an
 * index.
 */
final class ChangeHistory {

	private final int maxEntries;

	private final long maxBytes;

	private final MemoryBudget budget;

	private @Nullable Change[] ring = new Change[16];

	/**
	 * Beside the ring, so that a change that goes is not looked at: it is in no cache.
	 */
	private long[] weights = new long[16];

	private int start;

	private int count;

	private long bytes;

	ChangeHistory(int maxEntries, long maxBytes, MemoryBudget budget) {
		this.budget = budget;
		this.maxEntries = maxEntries;
		this.maxBytes = maxBytes;
	}

	void add(Change change) {
		if (this.count == this.ring.length) {
			grow();
		}
		int end = (this.start + this.count++) & (this.ring.length - 1);
		this.ring[end] = change;
		this.weights[end] = change.weight();
		count(this.weights[end]);
		while (this.count > this.maxEntries || (this.bytes > this.maxBytes && this.count > minimum())) {
			count(-this.weights[this.start]);
			this.ring[this.start] = null;
			this.start = (this.start + 1) & (this.ring.length - 1);
			this.count--;
		}
	}

	private int minimum() {
		return (this.maxBytes > 0 && this.budget.hasRoomFor(0)) ? 1 : 0;
	}

	private void count(long bytes) {
		this.bytes += bytes;
		this.budget.add(bytes);
	}

	/**
	 * The version after which every change is still here.
	 */
	long since(long current) {
		return current - this.count;
	}

	long bytes() {
		return this.bytes;
	}

	/**
	 * Whether every change after the version is still here.
	 */
	boolean reachesBackTo(long version, long current) {
		return version >= current - this.count;
	}

	/**
	 * The changes after the version, which the history must reach back to: as many as
	 * fit, at least one if there is one.
	 */
	List<Change> after(long version, long current, int maxBytes) {
		List<Change> found = new ArrayList<>();
		long size = 0;
		for (int i = (int) (this.count - (current - version)); i < this.count; i++) {
			Change change = get(i);
			if (!found.isEmpty() && size + change.weight() > maxBytes) {
				break;
			}
			found.add(change);
			size += change.weight();
		}
		return found;
	}

	private Change get(int index) {
		Change change = this.ring[(this.start + index) & (this.ring.length - 1)];
		if (change == null) {
			throw new IllegalStateException("No change at " + index + " of " + this.count);
		}
		return change;
	}

	private void grow() {
		@Nullable Change[] larger = new Change[this.ring.length * 2];
		long[] largerWeights = new long[larger.length];
		for (int i = 0; i < this.count; i++) {
			larger[i] = get(i);
			largerWeights[i] = this.weights[(this.start + i) & (this.ring.length - 1)];
		}
		this.ring = larger;
		this.weights = largerWeights;
		this.start = 0;
	}

}
