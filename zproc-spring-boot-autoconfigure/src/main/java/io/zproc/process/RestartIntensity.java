package io.zproc.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * How fast what has died is started again, and when no more: OTP's restart intensity with
 * a back-off. The back-off and slow starts can keep the deaths of what never becomes
 * ready below any intensity, so those are counted on their own. For one thread at a time.
 *
 * @since 0.1.0
 */
public final class RestartIntensity {

	private final RestartLimits limits;

	private final Deque<Long> deaths = new ArrayDeque<>();

	/** How many died without having been ready, since one was. */
	private int unready;

	private BackOffExecution delays;

	/**
	 * Creates an intensity without deaths.
	 * @param limits the limits
	 */
	public RestartIntensity(RestartLimits limits) {
		this.limits = limits;
		this.delays = delays();
	}

	private BackOffExecution delays() {
		ExponentialBackOff backOff = new ExponentialBackOff(this.limits.delay().toMillis(), this.limits.multiplier());
		backOff.setMaxInterval(this.limits.maxDelay().toMillis());
		backOff.setJitter(this.limits.jitter().toMillis());
		return backOff.start();
	}

	/**
	 * One is ready: they can be started.
	 */
	public void ready() {
		this.unready = 0;
	}

	/**
	 * One has died.
	 * @param healthyFor how long all was well before, {@code null} when the dead one was
	 * never ready; if it was long enough, what was before that does not count
	 * @param nowNanos the time
	 * @return how long its restart waits, {@code null} when there shall be none
	 */
	public @Nullable Duration died(@Nullable Duration healthyFor, long nowNanos) {
		if (healthyFor == null) {
			this.unready++;
		}
		else if (healthyFor.compareTo(this.limits.healthyAfter()) >= 0) {
			this.deaths.clear();
			this.delays = delays();
		}
		long windowNanos = this.limits.window().toNanos();
		while (!this.deaths.isEmpty() && nowNanos - this.deaths.getFirst() > windowNanos) {
			this.deaths.removeFirst();
		}
		if (isOver(this.limits.maxRestarts(), this.deaths.size() + 1) || isNeverReady()) {
			return null;
		}
		if (this.limits.maxRestarts() != RestartLimits.FOR_EVER) {
			this.deaths.addLast(nowNanos);
		}
		return Duration.ofMillis(this.delays.nextBackOff());
	}

	/**
	 * How many deaths count, the last one included.
	 */
	int recent() {
		return this.deaths.size();
	}

	private static boolean isOver(int limit, int count) {
		return limit != RestartLimits.FOR_EVER && count > limit;
	}

	/**
	 * Whether too many in a row died before they were ready.
	 * @return whether that is why there shall be no restart
	 */
	public boolean isNeverReady() {
		return isOver(this.limits.maxUnready(), this.unready);
	}

}
