package io.zproc.server.swarm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.protocol.SwarmMessage.Recall;
import io.zproc.protocol.SwarmMessage.Withdraw;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a swarm, those that have died included until their last words are in.
 */
final class Pool {

	private final Map<Integer, PoolWorker> workers = new LinkedHashMap<>();

	private final DispatcherOutbox outbox;

	Pool(DispatcherOutbox outbox) {
		this.outbox = outbox;
	}

	void add(int number) {
		this.workers.put(number, new PoolWorker(number));
	}

	/**
	 * A process is connected.
	 * @return whether it is one of ours, and not connected yet
	 */
	boolean ready(int number, Object peer) {
		PoolWorker worker = find(number);
		if (worker == null || worker.isGone || worker.death != null
				|| (worker.peer != null && !worker.peer.equals(peer))) {
			return false;
		}
		worker.peer = peer;
		if (worker.isRetired) {
			this.outbox.send(peer, new Recall(true));
		}
		return true;
	}

	/**
	 * A process shall leave after what it has begun.
	 */
	void retire(int number) {
		PoolWorker worker = find(number);
		if (worker != null && !worker.isRetired) {
			worker.isRetired = true;
			if (worker.peer != null && !worker.isGone) {
				this.outbox.send(worker.peer, new Recall(true));
			}
		}
	}

	@Nullable PoolWorker find(int number) {
		return this.workers.get(number);
	}

	void remove(PoolWorker worker) {
		this.workers.remove(worker.number);
	}

	/**
	 * Those that have died, and may have left words on their way.
	 */
	List<PoolWorker> dead() {
		return this.workers.values().stream().filter((worker) -> worker.death != null).toList();
	}

	boolean isAtRest() {
		return this.workers.values().stream().allMatch(PoolWorker::isIdle);
	}

	int ready() {
		return (int) this.workers.values().stream().filter(PoolWorker::isAtWork).count();
	}

	/**
	 * How many calls the processes were given, and have not ended.
	 */
	long calls() {
		return this.workers.values().stream().mapToLong(PoolWorker::calls).sum();
	}

	/**
	 * The process that a chunk is given to.
	 * @return the process, or {@code null} when it has to wait
	 */
	@Nullable PoolWorker leastLoaded(Chunk chunk) {
		PoolWorker best = null;
		for (PoolWorker worker : this.workers.values()) {
			if ((best == null || worker.load() < best.load()) && worker.hasRoomFor(chunk)) {
				best = worker;
			}
		}
		return best;
	}

	/**
	 * Whether one has nothing to do while something may wait behind a long call at
	 * another.
	 */
	boolean isUneven() {
		return this.workers.values().stream().anyMatch((worker) -> worker.isAtWork() && worker.isIdle())
				&& this.workers.values().stream().anyMatch((worker) -> worker.load() > 1);
	}

	/**
	 * Asks those that hold others up to give back what they have not begun.
	 */
	void recall(long nowNanos) {
		for (PoolWorker worker : this.workers.values()) {
			Object peer = worker.peer;
			if (peer != null && worker.isAtWork() && !worker.isRecalled && worker.isHoldingUp(nowNanos)) {
				worker.isRecalled = true;
				this.outbox.send(peer, new Recall(false));
			}
		}
	}

	/**
	 * Tells the processes that have chunks of a task to pass them over.
	 * @return how many calls that were
	 */
	long withdraw(Task task) {
		long calls = 0;
		for (PoolWorker worker : this.workers.values()) {
			for (Chunk chunk : worker.unfinished(task)) {
				calls += chunk.calls.count();
				if (worker.peer != null && !worker.isGone) {
					this.outbox.send(worker.peer, new Withdraw(chunk.key));
				}
			}
		}
		return calls;
	}

}
