package io.zproc.loads;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long operations took, as a row of a Markdown table.
 */
final class Latencies {

	static final String HEADER = "| operation | count | p50 | p99 | longest |\n|---|---|---|---|---|";

	private final long[] nanos;

	private Latencies(long[] nanos) {
		this.nanos = nanos;
		Arrays.sort(nanos);
	}

	/**
	 * An operation that is told how often it was called before.
	 */
	interface Operation {

		void run(int index) throws Exception;

	}

	static Latencies of(int count, Operation operation) throws Exception {
		long[] nanos = new long[count];
		for (int i = 0; i < count; i++) {
			long started = System.nanoTime();
			operation.run(i);
			nanos[i] = System.nanoTime() - started;
		}
		return new Latencies(nanos);
	}

	long p50Micros() {
		return percentile(50);
	}

	long p99Micros() {
		return percentile(99);
	}

	private long percentile(int percent) {
		return this.nanos[Math.min(this.nanos.length - 1, this.nanos.length * percent / 100)] / 1_000;
	}

	String row(String operation) {
		return String.format(Locale.ROOT, "| %s | %d | %s | %s | %s |", operation, this.nanos.length, time(p50Micros()),
				time(p99Micros()), time(this.nanos[this.nanos.length - 1] / 1_000));
	}

	private static String time(long micros) {
		return (micros < 10_000) ? micros + " us" : micros / 1_000 + " ms";
	}

}
