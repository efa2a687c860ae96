package io.zproc.server.swarm;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tasks that are over and whose results nobody has taken yet, bounded in time and in
 * bytes; the oldest go first.
 */
final class KeptResults {

	private final long ttlNanos;

	private final long maxBytes;

	private final Set<Task> tasks = new LinkedHashSet<>();

	private long bytes;

	KeptResults(long ttlNanos, long maxBytes) {
		this.ttlNanos = ttlNanos;
		this.maxBytes = maxBytes;
	}

	void add(Task task) {
		if (this.tasks.add(task)) {
			this.bytes += task.bytes();
		}
	}

	void remove(Task task) {
		if (this.tasks.remove(task)) {
			this.bytes -= task.bytes();
		}
	}

	/**
	 * Removes those that are too old, or too much. The newest stays, whatever its size:
	 * it would otherwise be gone before anybody could ask for it.
	 */
	List<Task> evict(long nowNanos) {
		List<Task> evicted = new ArrayList<>();
		Iterator<Task> oldest = this.tasks.iterator();
		while (oldest.hasNext()) {
			Task task = oldest.next();
			boolean isOld = nowNanos - task.endedAtNanos() > this.ttlNanos;
			boolean isTooMuch = this.bytes > this.maxBytes && this.tasks.size() > 1;
			if (!isOld && !isTooMuch) {
				break;
			}
			oldest.remove();
			this.bytes -= task.bytes();
			evicted.add(task);
		}
		return evicted;
	}

	boolean isEmpty() {
		return this.tasks.isEmpty();
	}

}
