package io.zproc.server.swarm;

import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.server.swarm.PoolWorker.Death;
import org.jspecify.annotations.Nullable;

/**
 * Who is to blame for the death of a process, and what becomes of the chunks that it had
 * not ended. They are given to another one, so that they may run twice. The first of them
 * is the suspect: it runs alone from then on, and when it has killed enough processes in
 * a row it is set aside. A task that is acknowledged early fails instead, and never runs
 * twice.
 * <p>
 * For one death, on the dispatcher's thread.
 */
final class Blame {

	private final int process;

	private final Death death;

	private final int maxKills;

	private boolean isSuspectFound;

	/**
	 * Looks for a suspect, unless somebody has asked for the death.
	 * @param process the number of the process
	 * @param maxKills after how many deaths in a row a suspect is set aside
	 */
	Blame(int process, Death death, int maxKills) {
		this.process = process;
		this.death = death;
		this.maxKills = maxKills;
		this.isSuspectFound = !death.isItsOwn();
	}

	/**
	 * Why a chunk is not given to another process.
	 *
	 * @param outcome what becomes of its task
	 * @param why in a sentence
	 */
	record Verdict(Outcome outcome, String why) {

	}

	/**
	 * Says what becomes of the next chunk, in the order in which they were given, of a
	 * task that is not over.
	 * @return the verdict, {@code null} when it is given to another process
	 */
	@Nullable Verdict on(Chunk chunk) {
		boolean isSuspect = !this.isSuspectFound;
		this.isSuspectFound = true;
		if (chunk.task.isEarly) {
			return new Verdict(Outcome.LOST, "It was given to process " + this.process + ", which died: "
					+ this.death.description() + ". It is acknowledged early, and so is not given to another one.");
		}
		if (isSuspect && ++chunk.kills >= this.maxKills) {
			return new Verdict(Outcome.SET_ASIDE,
					"It has killed " + chunk.kills + " processes in a row. The last one: " + this.death.description());
		}
		return null;
	}

}
