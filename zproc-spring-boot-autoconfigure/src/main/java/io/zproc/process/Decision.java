package io.zproc.process;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What follows the end of a run.
 *
 * @param delay after which time the next run follows, {@code null} when none does
 * @param reason why none follows, or which restart it is
 * @param isGivenUp whether none follows although one is wanted: there were too many
 * @param isPause whether it has ended only to be started again
 */
record Decision(@Nullable Duration delay, String reason, boolean isGivenUp, boolean isPause) {

	static final Decision STOPPED = last("it was stopped");

	static Decision again(Duration delay, String which) {
		return new Decision(delay, which, false, false);
	}

	static Decision pause(Duration delay, String why) {
		return new Decision(delay, why, false, true);
	}

	static Decision last(String reason) {
		return new Decision(null, reason, false, false);
	}

	static Decision giveUp(String reason) {
		return new Decision(null, reason, true, false);
	}

	String describe() {
		return (this.delay != null) ? "the next run follows in " + this.delay.toMillis() + " ms (" + this.reason + ")"
				: "no other run follows: " + this.reason;
	}

}
