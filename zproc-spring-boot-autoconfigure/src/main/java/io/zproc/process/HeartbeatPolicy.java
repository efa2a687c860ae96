package io.zproc.process;

import java.time.Duration;

import io.zproc.OnHung;
import org.jspecify.annotations.Nullable;

/**
 * When a worker's process counts as hung, and what is done about it.
 *
 * @param timeout how long it may have no heartbeat; zero for ever
 * @param onHung what is done then; never {@link OnHung#DEFAULT}
 * @since 0.1.0
 */
public record HeartbeatPolicy(Duration timeout, OnHung onHung) {

	/**
	 * Long enough for a collection of a large heap that swaps, and for a machine that is
	 * overloaded.
	 */
	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	/** The shortest time-out: a heartbeat may be late. */
	public static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);

	/** Also what tells the heap of a worker that nobody watches. */
	private static final Duration MAX_INTERVAL = Duration.ofSeconds(5);

	/** A single one may be lost, or late. */
	private static final int HEARTBEATS_IN_TIMEOUT = 6;

	/** How long the JVM may take to its first heartbeat on a slow machine. */
	private static final Duration MIN_START = Duration.ofSeconds(30);

	/**
	 * Checks the values.
	 */
	public HeartbeatPolicy {
		if (!timeout.isZero() && timeout.compareTo(MIN_TIMEOUT) < 0) {
			throw new IllegalArgumentException(
					"heartbeat-timeout: " + timeout + " (expected: at least PT1S, or 0 for no watch)");
		}
	}

	/**
	 * The policy that options make, with the defaults for what they do not say.
	 */
	static HeartbeatPolicy of(@Nullable Duration timeout, @Nullable OnHung onHung, boolean isDebugged) {
		HeartbeatPolicy chosen = new HeartbeatPolicy((timeout != null) ? timeout : DEFAULT_TIMEOUT,
				(onHung != null) ? onHung : OnHung.REPORT);
		return isDebugged ? new HeartbeatPolicy(Duration.ZERO, chosen.onHung()) : chosen;
	}

	/**
	 * The time between two heartbeats.
	 */
	Duration interval() {
		Duration part = this.timeout.dividedBy(HEARTBEATS_IN_TIMEOUT);
		return (part.isZero() || part.compareTo(MAX_INTERVAL) > 0) ? MAX_INTERVAL : part;
	}

	/**
	 * Whether a process that was silent for a time is hung.
	 * @param isStarted whether it ever had a heartbeat
	 */
	boolean isHungAfter(Duration silence, boolean isStarted) {
		Duration limit = (isStarted || this.timeout.compareTo(MIN_START) > 0) ? this.timeout : MIN_START;
		return !this.timeout.isZero() && silence.compareTo(limit) >= 0;
	}

}
