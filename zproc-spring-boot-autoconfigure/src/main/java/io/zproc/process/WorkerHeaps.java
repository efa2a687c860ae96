package io.zproc.process;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The largest heaps of workers, and whether there is memory for them.
 *
 * @since 0.1.0
 */
public final class WorkerHeaps {

	private static final Logger logger = LoggerFactory.getLogger(WorkerHeaps.class);

	private final @Nullable MemoryShares shares;

	private final Supplier<String> heap;

	private final AtomicBoolean isWarned = new AtomicBoolean();

	private WorkerHeaps(@Nullable MemoryShares shares, Supplier<String> heap) {
		this.shares = shares;
		this.heap = heap;
	}

	/**
	 * The heaps of an application's workers.
	 * @param shares what there is for them
	 * @param workers all workers, found when the first one is started
	 * @return the heaps
	 */
	public static WorkerHeaps of(MemoryShares shares, Supplier<Collection<WorkerDefinition>> workers) {
		return new WorkerHeaps(shares, () -> shares.heapOfWorkers(workers.get()));
	}

	/**
	 * The heaps of workers that a worker starts. Whether there is memory for them the
	 * application alone could tell.
	 * @param heap the largest heap of those that have none of their own
	 * @return the heaps
	 */
	public static WorkerHeaps of(String heap) {
		return new WorkerHeaps(null, () -> heap);
	}

	/**
	 * The largest heap of workers that have none of their own.
	 */
	String byDefault() {
		return this.heap.get();
	}

	String of(WorkerDefinition worker) {
		return worker.maxHeap().isEmpty() ? byDefault() : worker.maxHeap();
	}

	/**
	 * Warns, once, when there is not enough memory.
	 * @param running the workers that run
	 */
	void check(Collection<WorkerDefinition> running) {
		String excess = (this.shares != null) ? this.shares.excess(running.stream().map(this::of).toList()) : null;
		if (excess != null && this.isWarned.compareAndSet(false, true)) {
			logger.warn("{}", excess);
		}
	}

}
