package io.zproc.server.swarm;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A process of the swarm, as the dispatcher sees it: what it was given, in order, and how
 * much more it may be given.
 */
final class PoolWorker {

	/**
	 * How much work a process has ahead: enough to be busy while a message is on its way,
	 * too little for others to be idle meanwhile.
	 */
	private static final long AHEAD_NANOS = 5_000_000;

	private static final int MAX_WINDOW = 256;

	/** Several big chunks at a process would only take its memory. */
	private static final int MAX_BYTES = 4 << 20;

	/** The weight of the past in the mean time of a chunk: 7 of 8. */
	private static final int MEMORY = 8;

	/** How long the last words of a dead process may take to arrive. */
	private static final long LAST_WORDS_NANOS = 1_000_000_000L;

	final int number;

	private final Map<Long, Chunk> given = new LinkedHashMap<>();

	@Nullable Object peer;

	boolean isRetired;

	boolean isRecalled;

	/** It was connected, and is not any more. */
	boolean isGone;

	/** How its process ended, as far as it is known. */
	@Nullable Death death;

	private long bytes;

	private long calls;

	private long meanNanos = AHEAD_NANOS;

	private long headSinceNanos;

	/**
	 * The end of a process.
	 *
	 * @param description what happened, for people
	 * @param isItsOwn whether nobody has asked for it
	 * @param atNanos when it was noticed
	 */
	record Death(String description, boolean isItsOwn, long atNanos) {

	}

	PoolWorker(int number) {
		this.number = number;
	}

	boolean isIdle() {
		return this.given.isEmpty();
	}

	int load() {
		return this.given.size();
	}

	/**
	 * How many calls it was given, and has not ended.
	 */
	long calls() {
		return this.calls;
	}

	boolean isAtWork() {
		return this.peer != null && !this.isRetired && this.death == null;
	}

	/**
	 * Whether it may be given a chunk of this size. A process that may be running what
	 * killed another one gets nothing beside it: who waited there would be blamed too.
	 */
	boolean hasRoomFor(Chunk chunk) {
		if (!isAtWork()) {
			return false;
		}
		if (isIdle()) {
			return true;
		}
		return !chunk.isSuspect() && !chunk.task.isEarly && !this.isRecalled && !head().isSuspect()
				&& this.given.size() < window() && this.bytes + chunk.bytes() <= MAX_BYTES;
	}

	private long window() {
		return Math.max(1, Math.min(MAX_WINDOW, AHEAD_NANOS / Math.max(1, this.meanNanos)));
	}

	void give(Chunk chunk, long nowNanos) {
		if (this.given.isEmpty()) {
			this.headSinceNanos = nowNanos;
		}
		this.given.put(chunk.key, chunk);
		this.bytes += chunk.bytes();
		this.calls += chunk.calls.count();
	}

	@Nullable Chunk takeBack(long key) {
		Chunk chunk = this.given.remove(key);
		if (chunk != null) {
			this.bytes -= chunk.bytes();
			this.calls -= chunk.calls.count();
		}
		return chunk;
	}

	@Nullable Chunk finished(long key, long nowNanos) {
		Chunk chunk = takeBack(key);
		if (chunk != null) {
			this.meanNanos += (nowNanos - this.headSinceNanos - this.meanNanos) / MEMORY;
			this.headSinceNanos = nowNanos;
		}
		return chunk;
	}

	/**
	 * Whether nothing can arrive any more of what it has sent before its death.
	 */
	boolean isSilent(Death death, long nowNanos) {
		return this.peer == null || this.isGone || nowNanos - death.atNanos() >= LAST_WORDS_NANOS;
	}

	private Chunk head() {
		Iterator<Chunk> chunks = this.given.values().iterator();
		return chunks.next();
	}

	/**
	 * What it has not ended, in the order in which it was given: the first one is what it
	 * was at.
	 */
	List<Chunk> unfinished() {
		return new ArrayList<>(this.given.values());
	}

	/**
	 * Those of one task.
	 */
	List<Chunk> unfinished(Task task) {
		return this.given.values().stream().filter((chunk) -> chunk.task == task).toList();
	}

	/**
	 * Whether others wait behind a chunk that takes long.
	 */
	boolean isHoldingUp(long nowNanos) {
		return this.given.size() > 1 && nowNanos - this.headSinceNanos > 2 * AHEAD_NANOS;
	}

}
