package io.zproc.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.zproc.ProcessExit;
import io.zproc.WorkerRetryEvent;
import io.zproc.process.EventSink;
import io.zproc.process.Retries;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The runs of a worker's method in one process: it is called again when it throws, as
 * Spring's policy says, but not after a {@link ProcessExit}, which wants the end.
 * Spring's {@code RetryTemplate} would do, but keeps each exception: retries without end
 * would fill the heap.
 */
final class RetriedRuns {

	private static final Logger logger = LoggerFactory.getLogger(RetriedRuns.class);

	private final Retries retries;

	private final RunningWorker worker;

	private final BooleanSupplier isStopping;

	private final Waiter waiter;

	private final EventSink events;

	RetriedRuns(Retries retries, RunningWorker worker, BooleanSupplier isStopping, Waiter waiter, EventSink events) {
		this.retries = retries;
		this.worker = worker;
		this.isStopping = isStopping;
		this.waiter = waiter;
		this.events = events;
	}

	/**
	 * What waits between the runs.
	 */
	interface Waiter {

		/**
		 * Waits until the worker is stopped, which interrupts it, or the time is over.
		 */
		Waiter UNTIL_STOPPED = (time) -> {
			var unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
		};

		void await(Duration time) throws InterruptedException;

	}

	/**
	 * Calls the method until it returns, or throws what is not retried, or its worker is
	 * stopped.
	 * @return what it returned
	 * @throws Exception the exception of the last run
	 */
	@Nullable Object run(WorkerBody body) throws Exception {
		RetryPolicy policy = this.retries.policy();
		BackOffExecution delays = policy.getBackOff().start();
		while (true) {
			try {
				return this.worker.call(body::run);
			}
			catch (Exception | Error ex) {
				long delayMs = (this.isStopping.getAsBoolean() || ex instanceof ProcessExit || !policy.shouldRetry(ex))
						? BackOffExecution.STOP : delays.nextBackOff();
				if (delayMs == BackOffExecution.STOP) {
					throw ex;
				}
				logger.warn("Worker '{}' ({}, attempt {}) failed in run {}{}; the next run follows in {} ms",
						this.worker.label(), place(), this.worker.attempt(), this.worker.retry() + 1, ofAll(), delayMs,
						ex);
				this.events.publish(new WorkerRetryEvent(Instant.now(), this.worker.name(), this.worker.instance(),
						ProcessHandle.current().pid(), this.worker.attempt(), this.worker.retry() + 1,
						Duration.ofMillis(delayMs), ex.toString()));
				this.waiter.await(Duration.ofMillis(delayMs));
				this.worker.retries();
			}
		}
	}

	/** A thread has no process id of its own. */
	private static String place() {
		return ChildMark.isSet() ? "pid " + ProcessHandle.current().pid() : "a thread";
	}

	private String ofAll() {
		return (this.retries.maxRetries() == Retries.FOR_EVER) ? "" : " of " + (this.retries.maxRetries() + 1);
	}

}
