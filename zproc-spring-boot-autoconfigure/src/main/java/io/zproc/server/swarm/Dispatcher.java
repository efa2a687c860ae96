package io.zproc.server.swarm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import io.zproc.protocol.SwarmMessage.Finished;
import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Submit;
import io.zproc.protocol.SwarmMessage.Work;
import io.zproc.server.swarm.Blame.Verdict;
import io.zproc.server.swarm.PoolWorker.Death;

/**
 * Gives the tasks of a swarm to its processes, and the results to who wants them. No
 * sockets, threads or clocks of its own: it is told what happens, one thing after the
 * other, and says what is to be sent.
 * <p>
 * What waits is in the {@link Backlog}, what was given to a process with that process in
 * the {@link Pool}, and what somebody wants to have in the {@link TaskTable}. A chunk
 * that was given to a process that dies goes back to the backlog, unless the
 * {@link Blame} says otherwise.
 */
final class Dispatcher {

	/** What a selector takes for it. */
	static final long FOR_EVER = 0;

	private final DispatcherLimits limits;

	private final DispatcherOutbox outbox;

	private final LongSupplier nanoClock;

	private final Pool pool;

	private final TaskTable tasks;

	private final Backlog backlog = new Backlog();

	private final TallyCount counts = new TallyCount();

	Dispatcher(DispatcherLimits limits, DispatcherOutbox outbox, LongSupplier nanoClock) {
		this.limits = limits;
		this.outbox = outbox;
		this.nanoClock = nanoClock;
		this.pool = new Pool(outbox);
		this.tasks = new TaskTable(new KeptResults(limits.resultTtlMs() * 1_000_000, limits.maxKeptBytes()), outbox);
	}

	// Processes

	/**
	 * A process was started, and will connect.
	 */
	void started(int number) {
		this.pool.add(number);
	}

	/**
	 * A process is connected.
	 * @return whether it is one of ours, and not connected yet
	 */
	boolean ready(int number, Object peer) {
		if (!this.pool.ready(number, peer)) {
			return false;
		}
		dispatch();
		return true;
	}

	/**
	 * A process shall leave after what it has begun.
	 */
	void retire(int number) {
		this.pool.retire(number);
	}

	/**
	 * The connection of a process is gone. Its work waits for its death, which tells who
	 * is to blame.
	 */
	void disconnected(int number) {
		PoolWorker worker = this.pool.find(number);
		if (worker != null) {
			worker.isGone = true;
			worker.isRetired = true;
			buryIfSilent(worker);
		}
	}

	/**
	 * A process has ended.
	 * @param description what happened to it, for people
	 * @param isItsOwn whether nobody has asked for it, so that it may have died of its
	 * work
	 */
	void died(int number, String description, boolean isItsOwn) {
		PoolWorker worker = this.pool.find(number);
		if (worker != null && worker.death == null) {
			worker.death = new Death(description, isItsOwn, now());
			buryIfSilent(worker);
		}
	}

	/**
	 * Results that a process sent before it died may arrive after its death is known.
	 */
	private void buryIfSilent(PoolWorker worker) {
		Death death = worker.death;
		if (death == null || !worker.isSilent(death, now())) {
			return;
		}
		this.pool.remove(worker);
		Blame blame = new Blame(worker.number, death, this.limits.maxKills());
		List<Chunk> again = new ArrayList<>();
		List<Chunk> wanted = worker.unfinished().stream().filter((chunk) -> !chunk.task.isOver()).toList();
		for (Chunk chunk : wanted) {
			if (chunk.task.isOver()) {
				// Its task has just ended with a chunk before it.
				this.counts.cancelled += chunk.calls.count();
				continue;
			}
			Verdict verdict = blame.on(chunk);
			if (verdict == null) {
				again.add(chunk);
			}
			else {
				this.counts.ended(verdict.outcome(), chunk.calls.count());
				fail(chunk, verdict.outcome(), verdict.why());
			}
		}
		this.backlog.addFirst(again);
		dispatch();
	}

	void finished(int number, Finished finished) {
		PoolWorker worker = this.pool.find(number);
		Chunk chunk = (worker != null) ? worker.finished(finished.chunk(), now()) : null;
		if (chunk == null) {
			// Said twice, or by a process that has nothing to say any more.
			return;
		}
		if (!chunk.task.isOver()) {
			ended(chunk, finished);
		}
		dispatch();
	}

	private void ended(Chunk chunk, Finished finished) {
		this.counts.done += finished.done();
		if (finished.outcome() != Outcome.OK) {
			this.counts.failed++;
			this.counts.cancelled += chunk.calls.count() - finished.done() - 1;
			fail(chunk, finished.outcome(), finished.results());
			return;
		}
		chunk.task.finished(chunk, finished.results(), now());
		if (chunk.task.isOver()) {
			this.tasks.over(chunk.task, now());
		}
	}

	/**
	 * What a process was asked to give back, and had not begun.
	 */
	void returned(int number, List<Long> chunks) {
		PoolWorker worker = this.pool.find(number);
		if (worker == null) {
			return;
		}
		worker.isRecalled = false;
		List<Chunk> again = new ArrayList<>();
		for (long key : chunks) {
			Chunk chunk = worker.takeBack(key);
			if (chunk != null && !chunk.task.isOver()) {
				again.add(chunk);
			}
		}
		this.backlog.addFirst(again);
		dispatch();
	}

	// Callers

	void submit(Object caller, Submit submit) {
		Task task = this.tasks.accept(caller, submit);
		if (task != null) {
			this.backlog.add(task);
			dispatch();
		}
	}

	/**
	 * Who takes a result first has it, and nobody else.
	 */
	void take(Object caller, String id) {
		this.tasks.take(caller, id);
	}

	void cancel(String id) {
		Task task = this.tasks.find(id);
		if (task == null || task.isOver()) {
			return;
		}
		fail(task.chunks.get(0), Outcome.CANCELLED, "It was cancelled");
		dispatch();
	}

	/**
	 * A caller is gone. What only it could have used is cancelled.
	 */
	void callerGone(Object caller) {
		for (Task task : this.tasks.all()) {
			if (caller.equals(task.taker)) {
				task.taker = null;
			}
			if (caller.equals(task.submitter)) {
				cancel(task.id);
				this.tasks.forget(task);
			}
		}
	}

	// Ends of tasks

	private void fail(Chunk chunk, Outcome outcome, String why) {
		fail(chunk, outcome, (chunk + ": " + why).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A task fails as a whole with its first chunk that does.
	 */
	private void fail(Chunk chunk, Outcome outcome, byte[] why) {
		Task task = chunk.task;
		for (Chunk rest : this.backlog.remove(task)) {
			this.counts.cancelled += rest.calls.count();
		}
		this.counts.cancelled += this.pool.withdraw(task);
		task.fail(chunk.index, outcome, why, now());
		this.tasks.over(task, now());
	}

	/**
	 * Refuses all that waits, now and from now on. What processes have begun may end.
	 */
	void close(String why) {
		if (!this.tasks.close(why)) {
			return;
		}
		for (Task task : this.tasks.all()) {
			Chunk next = this.backlog.firstOf(task);
			if (!task.isOver() && next != null) {
				fail(next, Outcome.CLOSED, why);
			}
		}
	}

	/**
	 * Refuses all that is not over.
	 */
	void abandon(String why) {
		close(why);
		for (Task task : this.tasks.all()) {
			if (!task.isOver()) {
				fail(task.chunks.get(0), Outcome.CLOSED, why);
			}
		}
	}

	// Time

	/**
	 * Does what is due.
	 */
	void tick() {
		this.tasks.evict(now());
		this.pool.dead().forEach(this::buryIfSilent);
		if (isRecallPossible()) {
			this.pool.recall(now());
		}
	}

	/**
	 * When a process is idle, nothing waits behind a long call at another.
	 */
	private boolean isRecallPossible() {
		return this.backlog.isEmpty() && this.pool.isUneven();
	}

	/**
	 * How long nothing can become due.
	 */
	long quietMs() {
		if (isRecallPossible()) {
			return 10;
		}
		if (!this.pool.dead().isEmpty()) {
			return 100;
		}
		return this.tasks.isKeepingResults() ? 1_000 : FOR_EVER;
	}

	// Work

	private void dispatch() {
		for (Chunk chunk = this.backlog.peek(); chunk != null; chunk = this.backlog.peek()) {
			PoolWorker worker = this.pool.leastLoaded(chunk);
			Object peer = (worker != null) ? worker.peer : null;
			if (worker == null || peer == null) {
				return;
			}
			this.backlog.take();
			worker.give(chunk, now());
			this.outbox.send(peer, new Work(chunk.key, chunk.task.method, chunk.calls.arguments()));
		}
	}

	// What is known

	boolean isAtRest() {
		return this.pool.isAtRest();
	}

	int ready() {
		return this.pool.ready();
	}

	int remembered() {
		return this.tasks.count();
	}

	Tally tally() {
		return this.counts.tally(this.backlog.calls(), this.pool.calls());
	}

	private long now() {
		return this.nanoClock.getAsLong();
	}

}
