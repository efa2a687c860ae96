package io.zproc.process.swarm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * How fast dead processes are replaced, and when no more: OTP's restart intensity with a
 * back-off.
 */
final class RestartIntensity {

	private static final int MAX_DOUBLINGS = 30;

	private final SwarmSettings settings;

	private final Deque<Long> deaths = new ArrayDeque<>();

	RestartIntensity(SwarmSettings settings) {
		this.settings = settings;
	}

	/**
	 * A process has died.
	 * @return how long its replacement waits, {@code null} when there shall be none
	 */
	@Nullable Duration died(long nowNanos) {
		long windowNanos = this.settings.window().toNanos();
		while (!this.deaths.isEmpty() && nowNanos - this.deaths.getFirst() > windowNanos) {
			this.deaths.removeFirst();
		}
		this.deaths.addLast(nowNanos);
		if (this.deaths.size() > this.settings.maxDeaths()) {
			return null;
		}
		long doubled = this.settings.delay().toMillis() << Math.min(MAX_DOUBLINGS, this.deaths.size() - 1);
		long maxMs = this.settings.maxDelay().toMillis();
		return Duration.ofMillis((doubled <= 0) ? maxMs : Math.min(maxMs, doubled));
	}

}
