package io.zproc.actuate.metrics;

import java.util.HashSet;
import java.util.Set;

/**
 * Keeps a tag from having more values than a monitoring system can bear: the first ones
 * have their own, until they are forgotten, and the others share one.
 *
 * @param <T> the type of a value
 */
final class Cardinality<T> {

	private final int max;

	private final T other;

	private final Set<T> known = new HashSet<>();

	Cardinality(int max, T other) {
		this.max = max;
		this.other = other;
	}

	T of(T value) {
		if (this.known.contains(value)) {
			return value;
		}
		if (this.known.size() >= this.max) {
			return this.other;
		}
		this.known.add(value);
		return value;
	}

	void forget(T value) {
		this.known.remove(value);
	}

}
