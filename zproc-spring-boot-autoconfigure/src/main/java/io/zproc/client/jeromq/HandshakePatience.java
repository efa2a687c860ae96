package io.zproc.client.jeromq;

import java.time.Duration;

/**
 * How long connections to one address are given to say their first word. One that has not
 * by then may never, for instance because the server was stopped, and is made anew. Where
 * handshakes take longer than that, as on a machine that is busy, this would throw away
 * each of them: so each one that was in vain doubles the time that the next one has. For
 * one thread at a time.
 */
final class HandshakePatience {

	private static final Duration FIRST = Duration.ofMillis(750);

	private static final int MAX_DOUBLINGS = 4;

	private int inVain;

	long nanos() {
		return FIRST.toNanos() << Math.min(this.inVain, MAX_DOUBLINGS);
	}

	/**
	 * Whether a connection has had its time; the next one has more.
	 */
	boolean isOver(long ageNanos) {
		if (ageNanos < nanos()) {
			return false;
		}
		this.inVain++;
		return true;
	}

	void rewarded() {
		this.inVain = 0;
	}

}
