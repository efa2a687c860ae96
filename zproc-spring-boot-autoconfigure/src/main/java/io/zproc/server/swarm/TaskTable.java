package io.zproc.server.swarm;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Result;
import io.zproc.protocol.SwarmMessage.Submit;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a swarm until somebody has their results: who takes one first has it, and
 * nobody else.
 */
final class TaskTable {

	private final Map<String, Task> tasks = new HashMap<>();

	private final KeptResults kept;

	private final DispatcherOutbox outbox;

	private long nextKey = 1;

	/** Why no task is taken on any more. */
	private @Nullable String closed;

	TaskTable(KeptResults kept, DispatcherOutbox outbox) {
		this.kept = kept;
		this.outbox = outbox;
	}

	/**
	 * Takes a task on, or says to the caller why not.
	 * @return the task, {@code null} when it is refused
	 */
	@Nullable Task accept(Object caller, Submit submit) {
		if (this.closed != null) {
			refuse(caller, submit.task(), Outcome.CLOSED, this.closed);
			return null;
		}
		if (find(submit.task()) != null) {
			refuse(caller, submit.task(), Outcome.UNKNOWN, "There is a task of this id already");
			return null;
		}
		Task task = new Task(submit, caller, this.nextKey);
		this.nextKey += task.chunks.size();
		this.tasks.put(task.id, task);
		return task;
	}

	/**
	 * Refuses further tasks.
	 * @return whether they were not refused before
	 */
	boolean close(String why) {
		if (this.closed != null) {
			return false;
		}
		this.closed = why;
		return true;
	}

	@Nullable Task find(String id) {
		return this.tasks.get(id);
	}

	List<Task> all() {
		return List.copyOf(this.tasks.values());
	}

	int count() {
		return this.tasks.size();
	}

	boolean isKeepingResults() {
		return !this.kept.isEmpty();
	}

	void take(Object caller, String id) {
		Task task = find(id);
		if (task == null) {
			refuse(caller, id, (this.closed != null) ? Outcome.CLOSED : Outcome.UNKNOWN, (this.closed != null)
					? this.closed : "It was taken already, was kept for too long, or was never there");
			return;
		}
		if (task.taker != null && !task.taker.equals(caller)) {
			refuse(caller, task.id, Outcome.UNKNOWN, "Somebody else waits for its result");
			return;
		}
		task.taker = caller;
		if (task.isOver()) {
			deliver(task);
		}
	}

	private void refuse(Object caller, String task, Outcome outcome, String why) {
		this.outbox.send(caller, new Result(task, 0, 1, outcome, why.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Gives the result of a task to who waits for it, or keeps it.
	 */
	void over(Task task, long nowNanos) {
		if (task.taker != null) {
			deliver(task);
		}
		else {
			this.kept.add(task);
			evict(nowNanos);
		}
	}

	private void deliver(Task task) {
		Object taker = task.taker;
		if (taker != null) {
			task.outcome().forEach((result) -> this.outbox.send(taker, result));
		}
		forget(task);
	}

	void forget(Task task) {
		this.kept.remove(task);
		this.tasks.remove(task.id);
	}

	void evict(long nowNanos) {
		this.kept.evict(nowNanos).forEach((task) -> this.tasks.remove(task.id));
	}

}
