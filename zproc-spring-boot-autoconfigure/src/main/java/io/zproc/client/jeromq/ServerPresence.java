package io.zproc.client.jeromq;

import java.time.Instant;

import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the server is, and, when it is not there, what is known of it: it is <i>away</i>
 * while its successor is awaited, and <i>lost</i> for good. Changed by the owner's
 * thread, read by any.
 */
final class ServerPresence {

	/** Whether a dead server has a successor. */
	private final boolean isReplaceable;

	private volatile ServerAddress address;

	private ServerLiveness liveness;

	private volatile @Nullable String lost;

	/** What happened to the server while nobody knows of its successor. */
	private volatile @Nullable String away;

	private volatile Instant lastHeard = Instant.now();

	ServerPresence(ServerAddress address, boolean isReplaceable) {
		this.address = address;
		this.liveness = new ServerLiveness(address.pid());
		this.isReplaceable = isReplaceable;
	}

	ServerAddress address() {
		return this.address;
	}

	boolean isReplaceable() {
		return this.isReplaceable;
	}

	boolean isLost() {
		return this.lost != null;
	}

	boolean isAway() {
		return this.away != null;
	}

	/**
	 * Whether it may be talked to, as far as is known.
	 */
	boolean isExpected() {
		return this.lost == null && this.away == null;
	}

	/**
	 * Whether its process lives, if that can be told. Looks at the system's processes.
	 */
	boolean isConfirmed() {
		return this.liveness.isConfirmed();
	}

	void heard() {
		this.lastHeard = Instant.now();
	}

	void isGone(String what) {
		this.away = what + ", noticed at " + Instant.now();
	}

	void isLost(String what) {
		this.lost = what + ", noticed at " + Instant.now();
	}

	void movedTo(ServerAddress successor) {
		this.address = successor;
		this.liveness = new ServerLiveness(successor.pid());
		this.away = null;
	}

	StateUnavailableException unavailable(Outcome outcome) {
		return new StateUnavailableException(absence(), outcome);
	}

	/**
	 * Why there is no answer, in a sentence.
	 */
	String absence() {
		String what = this.lost;
		String gone = this.away;
		return "The state server at " + this.address + ((what != null) ? " is lost: " + what : (gone != null)
				? " is gone: " + gone + "; its successor is awaited" : " has not answered since " + this.lastHeard);
	}

}
