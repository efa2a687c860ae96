package io.zproc.process.swarm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * How fast dead processes are replaced, and when no more: OTP's restart intensity with a
 * back-off. The back-off and slow starts can keep the deaths of processes that never
 * become ready below any intensity, so those are counted on their own.
 */
final class RestartIntensity {

	/** How many processes in a row may die before they are ready. */
	static final int MAX_UNREADY = 5;

	private static final int MAX_DOUBLINGS = 30;

	private final SwarmSettings settings;

	private final Deque<Long> deaths = new ArrayDeque<>();

	/** How many died without having been ready, since one was. */
	private int unready;

	RestartIntensity(SwarmSettings settings) {
		this.settings = settings;
	}

	/**
	 * A process is ready: they can be started.
	 */
	void ready() {
		this.unready = 0;
	}

	/**
	 * A process has died.
	 * @param wasReady whether it has been ready
	 * @return how long its replacement waits, {@code null} when there shall be none
	 */
	@Nullable Duration died(boolean wasReady, long nowNanos) {
		if (!wasReady) {
			this.unready++;
		}
		long windowNanos = this.settings.window().toNanos();
		while (!this.deaths.isEmpty() && nowNanos - this.deaths.getFirst() > windowNanos) {
			this.deaths.removeFirst();
		}
		this.deaths.addLast(nowNanos);
		if (this.unready >= MAX_UNREADY || this.deaths.size() > this.settings.maxDeaths()) {
			return null;
		}
		long doubled = this.settings.delay().toMillis() << Math.min(MAX_DOUBLINGS, this.deaths.size() - 1);
		long maxMs = this.settings.maxDelay().toMillis();
		return Duration.ofMillis((doubled <= 0) ? maxMs : Math.min(maxMs, doubled));
	}

	/**
	 * Why there shall be no replacement.
	 */
	String reason() {
		return (this.unready >= MAX_UNREADY)
				? MAX_UNREADY + " of its processes in a row died before they were ready; see their output"
				: "more than " + this.settings.maxDeaths() + " of its processes died within " + this.settings.window()
						+ "; see their output, or raise zproc.swarm.max-deaths";
	}

}
