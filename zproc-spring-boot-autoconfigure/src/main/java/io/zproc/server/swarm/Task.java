package io.zproc.server.swarm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Result;
import io.zproc.protocol.SwarmMessage.Submit;
import org.jspecify.annotations.Nullable;

/**
 * A task: its chunks, what came of them, and who wants that.
 */
final class Task {

	final String id;

	final String method;

	final boolean isEarly;

	final List<Chunk> chunks = new ArrayList<>();

	/** Who cannot do without the result; without this caller the task is pointless. */
	final @Nullable Object submitter;

	/** Who gets the result when it is there. */
	@Nullable Object taker;

	private final Map<Integer, byte[]> results = new HashMap<>();

	private int missing;

	private int next;

	private @Nullable Result failure;

	private long endedAtNanos;

	Task(Submit submit, Object caller, long firstKey) {
		this.id = submit.task();
		this.method = submit.method();
		this.isEarly = submit.isEarly();
		this.submitter = submit.isWanted() ? caller : null;
		this.taker = this.submitter;
		for (int i = 0; i < submit.chunks().size(); i++) {
			this.chunks.add(new Chunk(firstKey + i, this, i, submit.chunks().get(i)));
		}
		this.missing = this.chunks.size();
	}

	@Nullable Chunk peek() {
		return (!isOver() && this.next < this.chunks.size()) ? this.chunks.get(this.next) : null;
	}

	/**
	 * Passes on what {@link #peek} shows.
	 */
	Chunk advance() {
		return this.chunks.get(this.next++);
	}

	/**
	 * The chunks that no process was given yet.
	 */
	List<Chunk> rest() {
		return this.chunks.subList(this.next, this.chunks.size());
	}

	boolean isOver() {
		return this.missing == 0 || this.failure != null;
	}

	void finished(Chunk chunk, byte[] result, long nowNanos) {
		if (this.results.putIfAbsent(chunk.index, result) == null) {
			this.missing--;
			this.endedAtNanos = nowNanos;
		}
	}

	void fail(int chunk, Outcome outcome, byte[] why, long nowNanos) {
		this.failure = new Result(this.id, chunk, this.chunks.size(), outcome, why);
		this.endedAtNanos = nowNanos;
	}

	long endedAtNanos() {
		return this.endedAtNanos;
	}

	/**
	 * What goes to the taker, when the task is over.
	 */
	List<Result> outcome() {
		Result failed = this.failure;
		if (failed != null) {
			return List.of(failed);
		}
		List<Result> outcome = new ArrayList<>(this.chunks.size());
		for (int i = 0; i < this.chunks.size(); i++) {
			byte[] result = this.results.get(i);
			if (result == null) {
				throw new IllegalStateException("Task '" + this.id + "' has no result for its chunk " + i);
			}
			outcome.add(new Result(this.id, i, this.chunks.size(), Outcome.OK, result));
		}
		return outcome;
	}

	long bytes() {
		Result failed = this.failure;
		long bytes = (failed != null) ? failed.results().length : 0;
		for (byte[] result : this.results.values()) {
			bytes += result.length;
		}
		return bytes;
	}

}
