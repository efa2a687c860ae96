package io.zproc.process;

import java.time.Duration;
import java.util.List;

import org.springframework.core.retry.RetryPolicy;

/**
 * How a worker's method is called again, in the same process, after an exception.
 *
 * @param retryFor the exceptions after which it is; empty for each {@link Exception}
 * @param noRetryFor the exceptions after which it is not
 * @param maxRetries how often it is called again, {@link #FOR_EVER} for no bound
 * @param delay the wait before the first retry
 * @param multiplier by how much each wait is longer than the one before
 * @param maxDelay the longest wait
 * @param jitter by how much a wait may be shorter or longer
 * @since 0.1.0
 */
public record Retries(List<Class<? extends Throwable>> retryFor, List<Class<? extends Throwable>> noRetryFor,
		long maxRetries, Duration delay, double multiplier, Duration maxDelay, Duration jitter) {

	/** The number of retries that has no end. */
	public static final int FOR_EVER = -1;

	/** No retry, and the defaults. */
	public static final Retries NONE = new Retries(List.of(), List.of(), 0, Duration.ofSeconds(1), 1,
			Duration.ofMinutes(5), Duration.ZERO);

	/**
	 * Checks the values.
	 */
	public Retries {
		retryFor = List.copyOf(retryFor);
		noRetryFor = List.copyOf(noRetryFor);
		require(maxRetries >= FOR_EVER, "max-retries", maxRetries, ">= 0, or -1 for no end");
		require(maxRetries != 0 || (retryFor.isEmpty() && noRetryFor.isEmpty()), "max-retries", maxRetries,
				"a number other than 0, because retry-for or no-retry-for is set");
		require(!delay.isNegative(), "delay", delay, "a time such as 1s");
		require(multiplier >= 1, "multiplier", multiplier, ">= 1");
		require(maxDelay.toMillis() > 0, "max-delay", maxDelay, "a time above zero, such as 5m");
		require(!jitter.isNegative(), "jitter", jitter, "a time such as 100ms");
	}

	private static void require(boolean isValid, String option, Object value, String expected) {
		if (!isValid) {
			throw new IllegalArgumentException("retry." + option + ": " + value + " (expected: " + expected + ")");
		}
	}

	/**
	 * The policy of Spring Framework that says the same. An {@link Error} is retried only
	 * if it is named, an interrupt never: it asks the worker to stop.
	 * @return the policy
	 */
	public RetryPolicy policy() {
		return RetryPolicy.builder()
			.maxRetries((this.maxRetries == FOR_EVER) ? Long.MAX_VALUE : this.maxRetries)
			.delay(this.delay)
			.multiplier(this.multiplier)
			.maxDelay(this.maxDelay)
			.jitter(this.jitter)
			.includes(this.retryFor)
			.excludes(this.noRetryFor)
			.predicate((failure) -> !(failure instanceof InterruptedException)
					&& (failure instanceof Exception || !this.retryFor.isEmpty()))
			.build();
	}

}
