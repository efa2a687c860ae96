package io.zproc.process;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What follows the end of a run.
 *
 * @param delay after which time the next run follows, {@code null} when none does
 * @param reason why none follows, or which restart it is
 * @param isGivenUp whether none follows although one is wanted: there were too many
 */
record Decision(@Nullable Duration delay, String reason, boolean isGivenUp) {

	static final Decision STOPPED = last("it was stopped");

	static Decision again(Duration delay, String which) {
		return new Decision(delay, which, false);
	}

	static Decision last(String reason) {
		return new Decision(null, reason, false);
	}

	static Decision giveUp(String reason) {
		return new Decision(null, reason, true);
	}

	String describe() {
		return (this.delay != null) ? "the next run follows in " + this.delay.toMillis() + " ms (" + this.reason + ")"
				: "no other run follows: " + this.reason;
	}

}
