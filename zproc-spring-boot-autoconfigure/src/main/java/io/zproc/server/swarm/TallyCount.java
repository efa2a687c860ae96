package io.zproc.server.swarm;

import io.zproc.protocol.SwarmMessage.Outcome;

/**
 * Counts the calls that have ended, by how they did.
 */
final class TallyCount {

	long done;

	long failed;

	long setAside;

	long cancelled;

	/**
	 * Counts the calls of a chunk that a dead process had not ended.
	 */
	void ended(Outcome outcome, long calls) {
		if (outcome == Outcome.SET_ASIDE) {
			this.setAside += calls;
		}
		else {
			this.failed += calls;
		}
	}

	/**
	 * All there is to say of the calls.
	 * @param waiting those that no process was given yet
	 * @param running those that processes were given
	 */
	Tally tally(long waiting, long running) {
		return new Tally(waiting, running, this.done, this.failed, this.setAside, this.cancelled);
	}

}
