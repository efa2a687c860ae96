package io.zproc.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A request that is under way.
 *
 * @param <T> the type of its result
 * @since 0.1.0
 */
public interface Pending<T> {

	/**
	 * Waits for the result, whatever interrupts come; the thread's interrupt flag is as
	 * before afterwards. When the time is over the request is withdrawn, which takes
	 * another moment: what comes out is certain unless the exception says that it is
	 * unknown.
	 * @param timeout how long to wait
	 * @return the result
	 * @throws io.zproc.StateTimeoutException when it took too long; nothing was applied
	 * @throws io.zproc.StateUnavailableException when the engine cannot say more
	 * @throws io.zproc.ZProcException when the request was refused
	 */
	T await(Duration timeout);

	/**
	 * As {@link #await}, but an interrupt withdraws the request.
	 * @param timeout how long to wait
	 * @return the result
	 * @throws InterruptedException when the thread was interrupted; nothing was applied
	 */
	T awaitInterruptibly(Duration timeout) throws InterruptedException;

	/**
	 * The result for who does not wait. It is completed on the engine's thread, which
	 * must not be blocked.
	 * @return the future
	 */
	CompletableFuture<T> future();

}
