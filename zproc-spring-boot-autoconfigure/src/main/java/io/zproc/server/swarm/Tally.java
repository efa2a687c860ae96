package io.zproc.server.swarm;

import java.util.List;

/**
 * How far a swarm is, in calls.
 *
 * @param waiting calls that no process was given yet
 * @param running calls that processes were given
 * @param done calls that have returned
 * @param failed calls that have thrown, or were lost with their process
 * @param setAside calls of chunks that have killed too many processes
 * @param cancelled calls that nobody wanted any more
 * @since 0.1.0
 */
public record Tally(long waiting, long running, long done, long failed, long setAside, long cancelled) {

	/**
	 * As a message carries it.
	 */
	List<Long> toList() {
		return List.of(this.waiting, this.running, this.done, this.failed, this.setAside, this.cancelled);
	}

	/**
	 * Reads what a message carried.
	 * @param counts the numbers
	 * @return the tally
	 */
	public static Tally of(List<Long> counts) {
		return new Tally(counts.get(0), counts.get(1), counts.get(2), counts.get(3), counts.get(4), counts.get(5));
	}

}
