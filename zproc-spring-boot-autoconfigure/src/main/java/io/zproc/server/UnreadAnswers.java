package io.zproc.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The big answers of which a session has not said that it has them. They take memory, in
 * the server or in its sockets, so that a client that does not read must not ask on, and
 * all together must not fill the heap. Small answers are bounded by their number.
 */
final class UnreadAnswers {

	private static final long BIG_BYTES = 128;

	private final Map<Long, Long> big = new HashMap<>();

	private final long limit;

	private final MemoryBudget all;

	private long bytes;

	UnreadAnswers(long limit, MemoryBudget all) {
		this.limit = limit;
		this.all = all;
	}

	void add(long sequence, long weight) {
		remove(sequence);
		if (weight >= BIG_BYTES) {
			this.big.put(sequence, weight);
			this.bytes += weight;
			this.all.add(weight);
		}
	}

	void remove(long sequence) {
		Long weight = this.big.isEmpty() ? null : this.big.remove(sequence);
		if (weight != null) {
			this.bytes -= weight;
			this.all.add(-weight);
		}
	}

	void removeBelow(long below, Set<Long> except) {
		this.big.keySet()
			.stream()
			.filter((sequence) -> sequence < below && !except.contains(sequence))
			.toList()
			.forEach(this::remove);
	}

	int size() {
		return this.big.size();
	}

	boolean isTooMuch() {
		return this.bytes > this.limit || (this.bytes > 0 && !this.all.hasRoomFor(0));
	}

	void clear() {
		removeBelow(Long.MAX_VALUE, Set.of());
	}

}
