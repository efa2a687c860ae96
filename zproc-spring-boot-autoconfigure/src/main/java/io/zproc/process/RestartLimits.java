package io.zproc.process;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

import org.springframework.boot.convert.DurationStyle;

/**
 * How soon, and how often, what has died is started again.
 *
 * @param delay how long the first restart waits
 * @param multiplier by how much each wait is longer than the one before
 * @param maxDelay how long a wait may become
 * @param jitter by how much a wait may be shorter or longer, at random
 * @param maxRestarts how many restarts there may be within the window, {@link #FOR_EVER}
 * for any number
 * @param window the time in which restarts are counted
 * @param healthyAfter how long all must be well until what was before does not count
 * @param maxUnready how many restarts there may be after runs that were never ready,
 * however slowly they follow each other, {@link #FOR_EVER} for any number
 * @since 0.1.0
 */
public record RestartLimits(Duration delay, double multiplier, Duration maxDelay, Duration jitter, int maxRestarts,
		Duration window, Duration healthyAfter, int maxUnready) {

	/** A number of restarts that has no end. */
	public static final int FOR_EVER = -1;

	/**
	 * Checks the values.
	 */
	public RestartLimits {
		require(!delay.isNegative(), "delay", delay, "a time such as 1s");
		require(multiplier >= 1, "multiplier", multiplier, ">= 1");
		require(maxDelay.toMillis() > 0, "max-delay", maxDelay, "a time above zero, such as 1m");
		require(!jitter.isNegative(), "jitter", jitter, "a time such as 100ms");
		require(maxRestarts >= FOR_EVER, "max-restarts", maxRestarts, ">= 0, or -1 for no end");
		require(window.toMillis() > 0, "window", window, "a time above zero, such as 1m");
		require(healthyAfter.toMillis() > 0, "healthy-after", healthyAfter, "a time above zero, such as 1m");
		require(maxUnready >= FOR_EVER, "max-unready", maxUnready, ">= 0, or -1 for no end");
	}

	/**
	 * Those of a state server: it is back soon, as everybody waits for it.
	 * @param maxRestarts how many restarts there may be within the window
	 * @param window the time in which they are counted
	 * @return the limits
	 */
	public static RestartLimits ofServer(int maxRestarts, Duration window) {
		return new RestartLimits(Duration.ofMillis(100), 2, Duration.ofSeconds(5), Duration.ZERO, maxRestarts, window,
				window, FOR_EVER);
	}

	/**
	 * How many restarts there may be, in words.
	 */
	String allowed() {
		return this.maxRestarts + ((this.maxRestarts == 1) ? " restart is" : " restarts are") + " allowed within "
				+ text(this.window);
	}

	/**
	 * What a restart is among those that count, in words.
	 * @param count how many of them there are, with this one
	 */
	String among(int count) {
		return (this.maxRestarts == FOR_EVER) ? ""
				: " in all, " + count + " of at most " + this.maxRestarts + " within " + text(this.window);
	}

	/** As it is set: {@code 1m}. */
	private static String text(Duration time) {
		ChronoUnit unit = Stream.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS)
			.filter((candidate) -> time.toMillis() % candidate.getDuration().toMillis() == 0)
			.findFirst()
			.orElse(ChronoUnit.MILLIS);
		return DurationStyle.SIMPLE.print(time, unit);
	}

	/**
	 * The properties that set the number of restarts.
	 * @param own the prefix of those of a worker or a group
	 */
	static String properties(String own) {
		return own + ".restart.max-restarts or zproc.worker.restart.max-restarts";
	}

	static void require(boolean isValid, String option, Object value, String expected) {
		if (!isValid) {
			throw new IllegalArgumentException("restart." + option + ": " + value + " (expected: " + expected + ")");
		}
	}

}
