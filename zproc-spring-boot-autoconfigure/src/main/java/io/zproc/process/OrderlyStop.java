package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends workers, each as soon as those that need it are over, and those that do not need
 * each other at the same time.
 */
final class OrderlyStop {

	private static final Logger logger = LoggerFactory.getLogger(OrderlyStop.class);

	/** How workers are ended. */
	interface Ending {

		/**
		 * Prepares it, before any of the workers is ended.
		 * @return whether there is something to end
		 */
		boolean begin(SupervisedWorker<?> worker);

		/**
		 * Whether one must be over before another one is ended.
		 */
		default boolean isFirst(SupervisedWorker<?> one, SupervisedWorker<?> another) {
			return one.isAfter(another);
		}

		/**
		 * Ends it. Returns when it is over.
		 */
		void end(SupervisedWorker<?> worker, Duration grace);

	}

	/** First of all no run follows, so that none is started for others to stop. */
	private static final Ending FOR_GOOD = new Ending() {

		@Override
		public boolean begin(SupervisedWorker<?> worker) {
			return worker.letNoRunFollow();
		}

		@Override
		public void end(SupervisedWorker<?> worker, Duration grace) {
			worker.stop(grace);
		}

	};

	private final Function<SupervisedWorker<?>, Duration> graces;

	private final Ending ending;

	/** Each waits for one worker. */
	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "zproc-stop");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Creates a stop.
	 * @param graces how long each worker may take by itself
	 */
	OrderlyStop(Function<SupervisedWorker<?>, Duration> graces) {
		this(graces, FOR_GOOD);
	}

	OrderlyStop(Function<SupervisedWorker<?>, Duration> graces, Ending ending) {
		this.graces = graces;
		this.ending = ending;
	}

	/**
	 * Ends the workers. Returns when they are over; an interrupt ends all of them at
	 * once, by force, and is kept.
	 */
	void stop(List<SupervisedWorker<?>> workers) {
		List<SupervisedWorker<?>> running = workers.stream().filter(this.ending::begin).toList();
		Map<SupervisedWorker<?>, CompletableFuture<@Nullable Void>> ends = new LinkedHashMap<>();
		running.forEach((worker) -> ends.put(worker, new CompletableFuture<>()));
		for (SupervisedWorker<?> worker : running) {
			List<CompletableFuture<?>> needing = new ArrayList<>();
			running.stream().filter((other) -> this.ending.isFirst(other, worker)).map(ends::get).forEach(needing::add);
			var unused = CompletableFuture.allOf(needing.toArray(CompletableFuture[]::new))
				.thenRunAsync(() -> this.ending.end(worker, this.graces.apply(worker)), this.threads)
				.whenComplete((nothing, failure) -> ended(worker, failure, ends.get(worker)));
		}
		await(running, CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new)));
	}

	private static void ended(SupervisedWorker<?> worker, @Nullable Throwable failure,
			@Nullable CompletableFuture<@Nullable Void> end) {
		if (failure != null) {
			logger.debug("The stop of {} was given up", worker, failure);
		}
		if (end != null) {
			end.complete(null);
		}
	}

	private void await(List<SupervisedWorker<?>> running, CompletableFuture<Void> end) {
		try {
			end.get();
			this.threads.shutdown();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Ends do not fail", ex);
		}
		catch (InterruptedException ex) {
			// Whoever waits for one of them kills it.
			this.threads.shutdownNow();
			Thread.currentThread().interrupt();
			running.forEach((worker) -> this.ending.end(worker, Duration.ZERO));
		}
	}

}
