package io.zproc.server.swarm;

/**
 * Counts calls.
 */
final class TallyCount {

	long waiting;

	long running;

	long done;

	long failed;

	long setAside;

	long cancelled;

	Tally tally() {
		return new Tally(this.waiting, this.running, this.done, this.failed, this.setAside, this.cancelled);
	}

}
