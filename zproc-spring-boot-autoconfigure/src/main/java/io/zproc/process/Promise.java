package io.zproc.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.zproc.ProcessTimeoutException;
import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The result that a worker will have. What is kept first stays.
 *
 * @param <T> its type
 */
final class Promise<T> {

	private static final Logger logger = LoggerFactory.getLogger(Promise.class);

	private final String label;

	private final CompletableFuture<T> future = new CompletableFuture<>();

	Promise(String label) {
		this.label = label;
	}

	/**
	 * Keeps it. The code of those that wait may run on this thread.
	 * @param outcome gives the result, or throws why there is none
	 */
	// The result has the type that the method has.
	@SuppressWarnings("unchecked")
	void keep(Supplier<@Nullable Object> outcome) {
		try {
			this.future.complete((T) outcome.get());
		}
		catch (RuntimeException | LinkageError ex) {
			this.future.completeExceptionally(ex);
		}
	}

	void fail(Throwable failure) {
		this.future.completeExceptionally(failure);
	}

	boolean isKept() {
		return this.future.isDone();
	}

	/**
	 * Waits until it is kept, in whichever way.
	 * @return whether it is
	 */
	boolean awaitEnd(long timeoutNanos) throws InterruptedException {
		try {
			this.future.get(timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			logger.debug("Worker '{}' has ended without a result", this.label, ex);
		}
		return true;
	}

	/**
	 * Waits for the result.
	 * @param now says what there is now, when the time is over
	 */
	T await(Duration timeout, Supplier<String> now) {
		try {
			return this.future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new ProcessTimeoutException("Worker '" + this.label + "' (" + now.get() + ") has not ended within "
					+ timeout + "; it runs on: await it again, stop or kill it");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ZProcException("The thread was interrupted while it waited for worker '" + this.label + "'", ex);
		}
		catch (ExecutionException ex) {
			throw Outcomes.here(ex.getCause());
		}
	}

	/**
	 * A future of the result that is its holder's own.
	 */
	CompletableFuture<T> copy() {
		CompletableFuture<T> own = new CompletableFuture<>();
		var unused = this.future.whenComplete((value, failure) -> {
			if (failure != null) {
				own.completeExceptionally(failure);
			}
			else {
				own.complete(value);
			}
		});
		return own;
	}

}
