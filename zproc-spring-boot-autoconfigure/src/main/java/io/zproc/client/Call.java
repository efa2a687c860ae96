package io.zproc.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.ZProcException;
import io.zproc.client.StateEngine.Commit;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way, and what its sender waits for.
 *
 * @param <T> the type of the result
 * @since 0.1.0
 */
public final class Call<T> implements Pending<T> {

	/** How long a withdrawal may take before the outcome counts as unknown. */
	private static final Duration WITHDRAWAL_TIMEOUT = Duration.ofSeconds(2);

	private final Request request;

	private final Function<Reply, T> result;

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private final Carrier carrier;

	private final int era;

	private volatile long sequence;

	private @Nullable LatencyHistogram latency;

	private long measuredSinceNanos;

	private volatile boolean wasSent;

	private volatile boolean isAbandoned;

	private final AtomicBoolean isWithdrawn = new AtomicBoolean();

	Call(Carrier carrier, Request request, Function<Reply, T> result) {
		this(carrier, request, result, Commit.ANY_ERA);
	}

	Call(Carrier carrier, Request request, Function<Reply, T> result, int era) {
		this.carrier = carrier;
		this.era = era;
		this.request = request;
		this.result = result;
	}

	/**
	 * A call that nobody waits for.
	 * @param carrier who carries it
	 * @param request what is asked
	 * @return the call, not yet submitted
	 */
	public static Call<Reply> of(Carrier carrier, Request request) {
		return new Call<>(carrier, request, Function.identity());
	}

	/**
	 * Who carries calls to the server.
	 */
	public interface Carrier {

		/**
		 * Carries a request. Does not wait.
		 * @param call the request
		 */
		void submit(Call<?> call);

		/**
		 * Withdraws a request whose sender does not wait any more. Does not wait.
		 * @param call the request
		 */
		void withdraw(Call<?> call);

		/**
		 * Why there is no answer.
		 * @param outcome what is known of the request's effect
		 * @return the exception
		 */
		StateUnavailableException unavailable(Outcome outcome);

	}

	/**
	 * Has it counted how long the answer takes from now on. To be called before it is
	 * submitted.
	 */
	void measure(LatencyHistogram histogram) {
		this.latency = histogram;
		this.measuredSinceNanos = System.nanoTime();
	}

	private void measured() {
		LatencyHistogram histogram = this.latency;
		if (histogram != null && !this.future.isDone()) {
			histogram.record(System.nanoTime() - this.measuredSinceNanos);
		}
	}

	/**
	 * What is asked.
	 * @return the request
	 */
	public Request request() {
		return this.request;
	}

	/**
	 * Whether it means something else to the server of an era than its sender meant, and
	 * must not be sent to it.
	 * @param current the {@linkplain StateEngine#era() era} of the server
	 * @return whether it is of another era
	 */
	public boolean isStale(int current) {
		return this.era != Commit.ANY_ERA && this.era != current;
	}

	/**
	 * Its number in the session.
	 * @return the number, 0 before the carrier has given one
	 */
	public long sequence() {
		return this.sequence;
	}

	/**
	 * Gives it a number.
	 * @param sequence the number
	 */
	public void number(long sequence) {
		this.sequence = sequence;
	}

	/**
	 * Says that the server may have it from now on.
	 */
	public void sent() {
		this.wasSent = true;
	}

	/**
	 * What is known of the request's effect while there is no answer.
	 * @return the outcome
	 */
	public Outcome outcome() {
		return (this.wasSent && this.request.mayChangeState()) ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
	}

	/**
	 * Whether nobody will take the answer: what it grants must be given back.
	 * @return whether the sender was interrupted
	 */
	public boolean isAbandoned() {
		return this.isAbandoned;
	}

	/**
	 * Gives the sender the answer.
	 * @param reply the answer
	 */
	public void complete(Reply reply) {
		measured();
		try {
			if (reply instanceof Reply.Failure failure) {
				this.future.completeExceptionally(Failures.exception(failure));
			}
			else {
				this.future.complete(this.result.apply(reply));
			}
		}
		catch (ClassCastException ex) {
			this.future.completeExceptionally(new ZProcException("The server answered "
					+ this.request.getClass().getSimpleName() + " with " + reply.getClass().getSimpleName(), ex));
		}
	}

	/**
	 * Has somebody told, on the thread that completes the call.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // what the listener throws ends nothing
	public void onEnd(BiConsumer<@Nullable T, @Nullable Throwable> listener) {
		this.future.whenComplete(listener);
	}

	/**
	 * Tells the sender that there will be no answer.
	 * @param reason why
	 */
	public void fail(ZProcException reason) {
		measured();
		this.future.completeExceptionally(reason);
	}

	@Override
	public CompletableFuture<T> future() {
		return this.future;
	}

	@Override
	public T await(Duration timeout) {
		boolean isInterrupted = false;
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (true) {
				try {
					return awaitInterruptibly(deadline);
				}
				catch (InterruptedException ex) {
					isInterrupted = true;
				}
			}
		}
		finally {
			if (isInterrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public T awaitInterruptibly(Duration timeout) throws InterruptedException {
		try {
			return awaitInterruptibly(System.nanoTime() + timeout.toNanos());
		}
		catch (InterruptedException ex) {
			this.isAbandoned = true;
			this.carrier.withdraw(this);
			throw ex;
		}
	}

	private T awaitInterruptibly(long deadlineNanos) throws InterruptedException {
		try {
			return this.future.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			if (this.isWithdrawn.compareAndSet(false, true)) {
				this.carrier.withdraw(this);
			}
			return awaitWithdrawal(deadlineNanos + WITHDRAWAL_TIMEOUT.toNanos());
		}
		catch (ExecutionException ex) {
			throw rethrown(ex);
		}
	}

	private T awaitWithdrawal(long deadlineNanos) throws InterruptedException {
		try {
			return this.future.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			StateUnavailableException unavailable = this.carrier.unavailable(outcome());
			this.future.completeExceptionally(unavailable);
			throw unavailable;
		}
		catch (ExecutionException ex) {
			throw rethrown(ex);
		}
	}

	private static RuntimeException rethrown(ExecutionException ex) {
		if (ex.getCause() instanceof ZProcException known) {
			// Made by the owner's thread; what helps is where the caller stands.
			known.fillInStackTrace();
			return known;
		}
		return new CompletionException(ex.getCause());
	}

}
