package io.zproc.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The workers that are remembered: all that may still run, and the last ones that have
 * ended.
 *
 * @param <W> the type of a worker
 */
final class Roster<W> {

	private final Retention retention;

	private final LongSupplier nanoTime;

	private final Set<W> workers = new LinkedHashSet<>();

	/** Of those, the ones that have ended, the oldest first. */
	private final Deque<Ended<W>> ended = new ArrayDeque<>();

	private record Ended<W>(W worker, long atNanos) {

	}

	Roster(Retention retention, LongSupplier nanoTime) {
		this.retention = retention;
		this.nanoTime = nanoTime;
	}

	synchronized void add(W worker) {
		this.workers.add(worker);
	}

	/**
	 * The workers, in the order in which they came.
	 */
	synchronized List<W> all() {
		return List.copyOf(this.workers);
	}

	/**
	 * Says that a worker has ended.
	 * @return those that are forgotten now
	 */
	synchronized List<W> ended(W worker) {
		this.ended.addLast(new Ended<>(worker, this.nanoTime.getAsLong()));
		return forget();
	}

	/**
	 * Forgets some, whether they have ended or not.
	 */
	synchronized void forget(Predicate<W> some) {
		this.workers.removeIf(some);
		this.ended.removeIf((one) -> some.test(one.worker()));
	}

	/**
	 * Forgets those whose time is over, and those that are too many.
	 * @return those that are forgotten now
	 */
	synchronized List<W> forget() {
		List<W> forgotten = new ArrayList<>();
		long now = this.nanoTime.getAsLong();
		for (Ended<W> oldest = this.ended.peekFirst(); oldest != null
				&& isOver(oldest, now); oldest = this.ended.peekFirst()) {
			this.ended.removeFirst();
			this.workers.remove(oldest.worker());
			forgotten.add(oldest.worker());
		}
		return forgotten;
	}

	private boolean isOver(Ended<W> oldest, long now) {
		return this.workers.size() > this.retention.keep()
				|| now - oldest.atNanos() >= this.retention.resultTtl().toNanos();
	}

}
