package io.zproc.process.swarm;

import java.time.Duration;

import io.zproc.server.swarm.DispatcherLimits;

/**
 * The bounds of the application's swarms.
 *
 * @param limits of memory and patience
 * @param delay how long the replacement of a dead process waits at first; doubled with
 * each that follows
 * @param maxDelay how long it waits at the most
 * @param maxDeaths how many processes may die within the window
 * @param window the time in which deaths are counted
 * @param stopGrace how long processes may take to stop
 * @since 0.1.0
 */
public record SwarmSettings(DispatcherLimits limits, Duration delay, Duration maxDelay, int maxDeaths, Duration window,
		Duration stopGrace) {

	/**
	 * Checks the settings.
	 */
	public SwarmSettings {
		requirePositive("delay", delay);
		requirePositive("maxDelay", maxDelay);
		requirePositive("window", window);
		if (maxDeaths < 0) {
			throw new IllegalArgumentException("maxDeaths: " + maxDeaths + " (expected: >= 0)");
		}
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException(name + ": " + duration + " (expected: > 0)");
		}
	}

}
