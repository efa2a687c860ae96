package io.zproc.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a worker until those that it needs are ready, and tells those that need it when
 * it is.
 */
final class StartGate {

	private static final Logger logger = LoggerFactory.getLogger(StartGate.class);

	private final String label;

	/** Completed when it is ready, or not any more. */
	private volatile CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();

	/** Whether it is started when others are ready, and not before. */
	private volatile boolean isHeld;

	StartGate(String label) {
		this.label = label;
	}

	/** What becomes of the worker that is held. */
	interface Start {

		/**
		 * All others are ready.
		 */
		void release();

		/**
		 * One of the others has ended for good before it was ready.
		 * @param reason which one, as the beginning of a sentence
		 * @param failure why it has ended
		 */
		void refuse(String reason, Throwable failure);

	}

	/**
	 * Holds it.
	 */
	void hold() {
		this.isHeld = true;
	}

	/**
	 * Has it started when others are ready. Does not wait.
	 */
	void openAfter(List<StartGate> others, Executor executor, Start start) {
		logger.info("Worker '{}' is started when {} are ready", this.label,
				others.stream().map((other) -> other.label).toList());
		List<CompletableFuture<@Nullable Void>> awaited = new ArrayList<>();
		for (StartGate other : others) {
			CompletableFuture<@Nullable Void> ready = other.ready;
			awaited.add(ready);
			var unused = ready.exceptionallyAsync((failure) -> {
				start.refuse("worker '" + other.label + "', which must be ready before, has ended: ", failure);
				return null;
			}, executor);
		}
		var unused = CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new))
			.thenRunAsync(start::release, executor);
	}

	/**
	 * Says that it was started.
	 */
	void passed() {
		this.isHeld = false;
	}

	boolean isHeld() {
		return this.isHeld;
	}

	/**
	 * Says that it is ready, or that nobody needs to wait for that.
	 */
	void ready() {
		this.ready.complete(null);
	}

	/**
	 * Says that it has ended, if that is before it was ready.
	 * @param failure why, {@code null} when it has not failed
	 */
	void ended(@Nullable Throwable failure) {
		if (failure != null) {
			this.ready.completeExceptionally(failure);
		}
		else {
			this.ready.complete(null);
		}
	}

	/**
	 * Says that it is to be ready again.
	 */
	void again() {
		if (wasReady()) {
			this.ready = new CompletableFuture<>();
		}
	}

	/**
	 * Whether nobody needs to wait until it is ready.
	 */
	boolean wasReady() {
		CompletableFuture<@Nullable Void> present = this.ready;
		return present.isDone() && !present.isCompletedExceptionally();
	}

}
