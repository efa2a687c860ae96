package io.zproc.process;

import java.time.Duration;

/**
 * What is remembered of workers that have ended.
 *
 * @param keep how many workers are remembered, those that run included
 * @param resultTtl how long one is remembered after its end
 * @param output how much of the output of each is remembered with it
 * @since 0.1.0
 */
public record Retention(int keep, Duration resultTtl, OutputTail.Limits output) {

	/** The default of the properties. */
	public static final Retention DEFAULT = new Retention(1_000, Duration.ofMinutes(10), OutputTail.Limits.DEFAULT);

	/**
	 * Checks the values.
	 */
	public Retention {
		if (keep < 0) {
			throw new IllegalArgumentException("Workers to keep: " + keep + " (expected: >= 0)");
		}
		if (resultTtl.isNegative() || resultTtl.isZero()) {
			throw new IllegalArgumentException("Time to keep a result: " + resultTtl + " (expected: above zero)");
		}
	}

}
