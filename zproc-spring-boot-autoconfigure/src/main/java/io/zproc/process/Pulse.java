package io.zproc.process;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a run of a worker has been silent, as far as this is certain. For one thread
 * at a time.
 */
final class Pulse {

	private final HeartbeatPolicy policy;

	private @Nullable Heartbeat news;

	/** Others may ask for it. */
	private volatile @Nullable Heartbeat last;

	private Duration silence = Duration.ZERO;

	private boolean isHung;

	Pulse(HeartbeatPolicy policy) {
		this.policy = policy;
	}

	/**
	 * What has changed.
	 */
	enum Finding {

		/** Nothing. */
		NOTHING,

		/** It is hung now. */
		HUNG,

		/** It is not hung any more. */
		RECOVERED

	}

	/**
	 * Takes what was found when the heartbeats could be read.
	 * @param found its last heartbeat, {@code null} when there is none
	 * @param passed the time since the look before, as far as it counts
	 */
	Finding look(@Nullable Heartbeat found, Duration passed) {
		this.last = found;
		if (found != null && (this.news == null || found.isNewsAfter(this.news))) {
			this.news = found;
			this.silence = Duration.ZERO;
			boolean wasHung = this.isHung;
			this.isHung = false;
			return wasHung ? Finding.RECOVERED : Finding.NOTHING;
		}
		this.silence = this.silence.plus(passed);
		if (!this.isHung && this.policy.isHungAfter(this.silence, this.news != null)) {
			this.isHung = true;
			return Finding.HUNG;
		}
		return Finding.NOTHING;
	}

	/**
	 * Takes the last heartbeat of a run that is not waited for now.
	 */
	void rest(@Nullable Heartbeat found) {
		this.last = found;
		this.silence = Duration.ZERO;
	}

	Duration silence() {
		return this.silence;
	}

	boolean isStarted() {
		return this.news != null;
	}

	@Nullable Heartbeat last() {
		return this.last;
	}

	/**
	 * Whether its JVM goes on, and only its method does not.
	 */
	boolean isOfMethod() {
		Heartbeat now = this.last;
		return this.news != null && now != null && now.ofMethod() != 0 && now.count() > this.news.count() + 1;
	}

}
