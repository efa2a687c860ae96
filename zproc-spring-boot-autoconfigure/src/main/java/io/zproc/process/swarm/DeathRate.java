package io.zproc.process.swarm;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.zproc.process.RestartIntensity;
import io.zproc.process.RestartLimits;
import org.jspecify.annotations.Nullable;

/**
 * How often the processes of a swarm die, and whether those that do are replaced. All is
 * well from one death to the next. On the keeper's thread.
 */
final class DeathRate {

	private final RestartLimits limits;

	private final RestartIntensity intensity;

	private final LongSupplier nanoTime;

	private long lastNanos;

	DeathRate(RestartLimits limits, LongSupplier nanoTime) {
		this.limits = limits;
		this.intensity = new RestartIntensity(limits);
		this.nanoTime = nanoTime;
		this.lastNanos = nanoTime.getAsLong();
	}

	/**
	 * A process is ready.
	 */
	void ready() {
		this.intensity.ready();
	}

	/**
	 * A process has died.
	 * @param wasReady whether it was ready before
	 * @return after which time it is replaced, {@code null} when too many have died
	 */
	@Nullable Duration died(boolean wasReady) {
		long now = this.nanoTime.getAsLong();
		Duration quiet = Duration.ofNanos(now - this.lastNanos);
		this.lastNanos = now;
		return this.intensity.died(wasReady ? quiet : null, now);
	}

	/**
	 * Why none is replaced any more.
	 */
	String whyTooMany() {
		return this.intensity.isNeverReady()
				? (this.limits.maxUnready() + 1)
						+ " of its processes in a row died before they were ready; see their output"
				: "more than " + this.limits.maxRestarts() + " of its processes died within " + this.limits.window()
						+ "; see their output, or raise zproc.swarm.max-deaths";
	}

}
