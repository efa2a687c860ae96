package io.zproc.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * The deaths of state servers, one after the other: how long the next one waits, and when
 * there shall be none.
 */
final class ServerDeaths {

	private static final long DELAY_MS = 100;

	private static final int MAX_DOUBLINGS = 6;

	private final RestartLimit limit;

	private final Deque<Long> deaths = new ArrayDeque<>();

	ServerDeaths(RestartLimit limit) {
		this.limit = limit;
	}

	/**
	 * A server has died, or could not be started.
	 * @return how long the next one waits: the first one not at all, as everybody waits
	 * for it; {@code null} when there shall be none
	 */
	@Nullable Duration next(long nowNanos) {
		while (!this.deaths.isEmpty() && nowNanos - this.deaths.getFirst() > this.limit.window().toNanos()) {
			this.deaths.removeFirst();
		}
		int before = this.deaths.size();
		this.deaths.addLast(nowNanos);
		if (before >= this.limit.max()) {
			return null;
		}
		return (before == 0) ? Duration.ZERO : Duration.ofMillis(DELAY_MS << Math.min(MAX_DOUBLINGS, before - 1));
	}

	/**
	 * Why there shall be no other.
	 */
	String reason() {
		return "it was replaced " + this.limit.max() + " times within " + this.limit.window()
				+ " (zproc.server.max-restarts, zproc.server.restart-window)";
	}

}
