package io.zproc.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * What one measurement of one operation found.
 *
 * @param p50Micros the median time of a call, in microseconds; not a number when calls
 * are not timed one by one
 * @param perSecond how many calls were completed in a second
 */
record Sample(double p50Micros, double perSecond) {

	private static final int MAX_CALLS = 1 << 17;

	static Sample of(long[] callNanos, long elapsedNanos) {
		long[] sorted = callNanos.clone();
		Arrays.sort(sorted);
		return new Sample(sorted[sorted.length / 2] / 1e3, rate(sorted.length, elapsedNanos));
	}

	static Sample ofRate(long calls, long elapsedNanos) {
		return new Sample(Double.NaN, rate(calls, elapsedNanos));
	}

	/**
	 * Calls again and again.
	 * @param slice for how long
	 * @param call the call
	 * @return what was found
	 */
	static Sample ofCalls(Duration slice, Runnable call) {
		long begin = System.nanoTime();
		long[] nanos = collect(slice, () -> {
			long before = System.nanoTime();
			call.run();
			return System.nanoTime() - before;
		});
		return of(nanos, System.nanoTime() - begin);
	}

	/**
	 * Calls again and again.
	 * @param slice for how long
	 * @param call a call that says how many nanoseconds it took
	 * @return the nanoseconds of each call
	 */
	static long[] collect(Duration slice, LongSupplier call) {
		long[] nanos = new long[MAX_CALLS];
		long end = System.nanoTime() + slice.toNanos();
		int count = 0;
		do {
			nanos[count++] = call.getAsLong();
		}
		while (System.nanoTime() - end < 0 && count < MAX_CALLS);
		return Arrays.copyOf(nanos, count);
	}

	private static double rate(long calls, long elapsedNanos) {
		return calls * 1e9 / elapsedNanos;
	}

}
