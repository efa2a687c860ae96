package io.zproc.server;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The big answers of which a session has not said that it has them. They take memory, in
 * the server or in its sockets, so that a client that does not read must not ask on.
 * Small answers are bounded by their number.
 */
final class UnreadAnswers {

	private static final long BIG_BYTES = 1024;

	private final NavigableMap<Long, Long> big = new TreeMap<>();

	private final long limit;

	private long bytes;

	UnreadAnswers(long limit) {
		this.limit = limit;
	}

	void add(long sequence, long weight) {
		if (weight >= BIG_BYTES) {
			Long before = this.big.put(sequence, weight);
			this.bytes += weight - ((before != null) ? before : 0);
		}
	}

	void trim(long lowestUnanswered) {
		while (!this.big.isEmpty() && this.big.firstKey() < lowestUnanswered) {
			this.bytes -= this.big.pollFirstEntry().getValue();
		}
	}

	boolean isTooMuch() {
		return this.bytes > this.limit;
	}

}
