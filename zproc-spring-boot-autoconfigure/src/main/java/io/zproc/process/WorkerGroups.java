package io.zproc.process;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups of the workers that were started here.
 */
final class WorkerGroups implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WorkerGroups.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final LongSupplier nanoTime;

	private final GivingUp givingUp;

	private final Supplier<List<SupervisedWorker<?>>> workers;

	private final Map<String, WorkerGroup> groups = new HashMap<>();

	/** Each waits for the ends of members. */
	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "zproc-group");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Creates no group yet.
	 * @param workers gives all workers
	 */
	WorkerGroups(LongSupplier nanoTime, GivingUp givingUp, Supplier<List<SupervisedWorker<?>>> workers) {
		this.nanoTime = nanoTime;
		this.givingUp = givingUp;
		this.workers = workers;
	}

	/**
	 * The group that a worker belongs to.
	 * @return the group, {@code null} when it is in none
	 */
	synchronized @Nullable WorkerGroup of(WorkerDefinition worker, ScheduledExecutorService timer) {
		GroupMember place = worker.group();
		return (place == null) ? null : this.groups
			.computeIfAbsent(place.group(), (name) -> new WorkerGroup(place, worker,
					new WorkerGroup.Surroundings(this::execute, timer, this.nanoTime, this.givingUp, this.workers)));
	}

	private void execute(Runnable task) {
		try {
			this.threads.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A group is left to the stop of its application", ex);
		}
	}

	/**
	 * Waits for what is under way: the members are over.
	 */
	@Override
	public void close() {
		this.threads.shutdown();
		try {
			if (!this.threads.awaitTermination(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("The members of a group have not ended within {}", CLOSE_TIMEOUT);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
