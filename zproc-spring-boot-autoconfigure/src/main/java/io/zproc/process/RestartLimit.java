package io.zproc.process;

import java.time.Duration;

/**
 * How often a dead state server is replaced.
 *
 * @param max how many deaths within the window are made good
 * @param window the time in which they are counted
 * @since 0.1.0
 */
public record RestartLimit(int max, Duration window) {

	/**
	 * Checks the limit.
	 */
	public RestartLimit {
		if (max < 1 || window.isNegative() || window.isZero()) {
			throw new IllegalArgumentException(
					"Restart limit: " + max + " within " + window + " (expected: at least 1, and a time above zero)");
		}
	}

}
