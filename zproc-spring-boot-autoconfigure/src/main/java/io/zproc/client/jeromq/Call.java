package io.zproc.client.jeromq;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.ZProcException;
import io.zproc.client.Pending;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way: encoded on the caller's thread, sent by the owner of the sockets,
 * who alone touches the fields without a guard.
 *
 * @param <T> the type of the result
 */
final class Call<T> implements Pending<T> {

	/** How long a withdrawal may take before the outcome counts as unknown. */
	private static final Duration WITHDRAWAL_TIMEOUT = Duration.ofSeconds(2);

	final Request request;

	/** Its number in the session, given by the owner when it comes in. */
	long sequence;

	final byte[] message;

	/** When it was last sent; 0 while it has not been. Written by the owner only. */
	long sentAtNanos;

	/**
	 * Whether the sender does not want the result any more. Written by the owner only.
	 */
	boolean isWithdrawn;

	private final Function<Reply, T> result;

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private final ClientLoop loop;

	private volatile boolean wasSent;

	Call(ClientLoop loop, Request request, Function<Reply, T> result) {
		this.loop = loop;
		this.request = request;
		this.message = RequestCodec.encode(request);
		this.result = result;
	}

	void sent(long nowNanos) {
		this.sentAtNanos = (nowNanos != 0) ? nowNanos : 1;
		this.wasSent = true;
	}

	/**
	 * What is known of the request's effect while there is no answer.
	 */
	Outcome outcome() {
		return (this.wasSent && this.request.hasEffect()) ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
	}

	void complete(Reply reply) {
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
	 * Has somebody told on the owner's thread.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // what the listener throws ends nothing
	void onEnd(BiConsumer<@Nullable T, @Nullable Throwable> listener) {
		this.future.whenComplete(listener);
	}

	void fail(ZProcException reason) {
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
			this.loop.withdraw(this);
			throw ex;
		}
	}

	private T awaitInterruptibly(long deadlineNanos) throws InterruptedException {
		try {
			return this.future.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			this.loop.withdraw(this);
			return awaitWithdrawal();
		}
		catch (ExecutionException ex) {
			throw rethrown(ex);
		}
	}

	private T awaitWithdrawal() throws InterruptedException {
		try {
			return this.future.get(WITHDRAWAL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			StateUnavailableException unavailable = this.loop.unavailable(outcome());
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
