package io.zproc.server.swarm;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Result;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a swarm until somebody has their results: who takes one first has it, and
 * nobody else.
 */
final class TaskTable {

	private final Map<String, Task> tasks = new HashMap<>();

	private final KeptResults kept;

	private final DispatcherOutbox outbox;

	TaskTable(KeptResults kept, DispatcherOutbox outbox) {
		this.kept = kept;
		this.outbox = outbox;
	}

	void add(Task task) {
		this.tasks.put(task.id, task);
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

	void take(Object caller, Task task) {
		if (task.taker != null && !task.taker.equals(caller)) {
			refuse(caller, task.id, Outcome.UNKNOWN, "Somebody else waits for its result");
			return;
		}
		task.taker = caller;
		if (task.isOver()) {
			deliver(task);
		}
	}

	void refuse(Object caller, String task, Outcome outcome, String why) {
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
