package io.zproc.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts how long something took, in four steps for each doubling of the time from 1
 * microsecond to about a minute, each with its exact sum. Recording costs two atomic
 * additions; the numbers only grow, so that a reader who has missed some reads on.
 *
 * @since 0.1.0
 */
public final class LatencyHistogram {

	private static final int SIZE = 104;

	private final AtomicLongArray counts = new AtomicLongArray(SIZE);

	private final AtomicLongArray nanos = new AtomicLongArray(SIZE);

	/**
	 * A step of a histogram.
	 *
	 * @param index the number of the step
	 * @param count how often it was hit
	 * @param nanos the sum of those times, in nanoseconds
	 */
	public record Step(int index, long count, long nanos) {

	}

	/**
	 * Counts a time.
	 * @param time the time, in nanoseconds
	 */
	public void record(long time) {
		int index = index(time);
		// First, so that a step that was hit has its time.
		this.nanos.getAndAdd(index, Math.max(0, time));
		this.counts.getAndIncrement(index);
	}

	static int index(long time) {
		long unit = Math.max(0, time) >> 10;
		if (unit < 4) {
			return (int) unit;
		}
		int doubling = 63 - Long.numberOfLeadingZeros(unit);
		return Math.min(SIZE - 1, (doubling - 1) * 4 + (int) ((unit >> (doubling - 2)) & 3));
	}

	/**
	 * What was counted since the beginning.
	 * @return the steps that were hit
	 */
	public List<Step> steps() {
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < SIZE; i++) {
			long count = this.counts.get(i);
			if (count > 0) {
				steps.add(new Step(i, count, this.nanos.get(i)));
			}
		}
		return steps;
	}

}
