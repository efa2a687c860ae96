package io.zproc.server.swarm;

import io.zproc.protocol.SwarmMessage.Calls;

/**
 * Some calls of a task, which one process gets at once.
 */
final class Chunk {

	final long key;

	final Task task;

	final int index;

	final Calls calls;

	/** How many processes died of it, one after the other. */
	int kills;

	Chunk(long key, Task task, int index, Calls calls) {
		this.key = key;
		this.task = task;
		this.index = index;
		this.calls = calls;
	}

	int bytes() {
		return this.calls.arguments().length;
	}

	boolean isSuspect() {
		return this.kills > 0;
	}

	/**
	 * For people.
	 */
	@Override
	public String toString() {
		String which = (this.task.chunks.size() > 1) ? "chunk " + (this.index + 1) + " of " + this.task.chunks.size()
				+ " (" + this.calls.count() + " calls) of " : "";
		return which + "task '" + this.task.id + "' (" + this.task.method + ")";
	}

}
