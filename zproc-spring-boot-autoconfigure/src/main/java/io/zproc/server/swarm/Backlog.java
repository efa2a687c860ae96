package io.zproc.server.swarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What waits for a process: first the chunks that come back from one, then one chunk of
 * each task in turn, so that a small task does not wait for the end of a big one.
 */
final class Backlog {

	private final Deque<Chunk> again = new ArrayDeque<>();

	/** In turn: who was served goes to the end. */
	private final Set<Task> tasks = new LinkedHashSet<>();

	private long calls;

	void add(Task task) {
		this.tasks.add(task);
		task.chunks.forEach((chunk) -> this.calls += chunk.calls.count());
	}

	void addFirst(List<Chunk> chunks) {
		for (int i = chunks.size() - 1; i >= 0; i--) {
			this.calls += chunks.get(i).calls.count();
			this.again.addFirst(chunks.get(i));
		}
	}

	@Nullable Chunk peek() {
		Chunk first = this.again.peekFirst();
		if (first != null) {
			return first;
		}
		return this.tasks.isEmpty() ? null : this.tasks.iterator().next().peek();
	}

	/**
	 * Takes what {@link #peek} has shown.
	 */
	void take() {
		Chunk first = this.again.pollFirst();
		if (first != null) {
			this.calls -= first.calls.count();
			return;
		}
		Iterator<Task> inTurn = this.tasks.iterator();
		Task task = inTurn.next();
		inTurn.remove();
		this.calls -= task.advance().calls.count();
		if (task.peek() != null) {
			this.tasks.add(task);
		}
	}

	/**
	 * The next chunk of a task that waits.
	 */
	@Nullable Chunk firstOf(Task task) {
		for (Chunk chunk : this.again) {
			if (chunk.task == task) {
				return chunk;
			}
		}
		return task.peek();
	}

	/**
	 * Drops a task.
	 * @return its chunks that waited
	 */
	List<Chunk> remove(Task task) {
		List<Chunk> removed = new ArrayList<>();
		this.again.removeIf((chunk) -> chunk.task == task && removed.add(chunk));
		if (task.peek() != null) {
			removed.addAll(task.rest());
			this.tasks.remove(task);
		}
		removed.forEach((chunk) -> this.calls -= chunk.calls.count());
		return removed;
	}

	/**
	 * How many calls wait.
	 */
	long calls() {
		return this.calls;
	}

	boolean isEmpty() {
		return this.again.isEmpty() && this.tasks.isEmpty();
	}

}
