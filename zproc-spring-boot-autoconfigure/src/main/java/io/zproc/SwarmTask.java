package io.zproc;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A call that was submitted to a {@link Swarm}. Safe for use by many threads.
 *
 * @param <T> the type of its result
 * @since 0.1.0
 */
public interface SwarmTask<T> {

	/**
	 * Which task it is.
	 * @return its id, unique in the swarm
	 */
	String id();

	/**
	 * Waits for the result.
	 * @param timeout how long to wait
	 * @return the result
	 * @throws RemoteException when the method threw
	 * @throws SwarmTaskException when it has no result for another reason
	 * @throws ProcessTimeoutException when it is not there in time; the task goes on
	 * @throws ZProcException when the thread is interrupted; its flag is set again, and
	 * the task goes on
	 */
	T await(Duration timeout);

	/**
	 * The result, when it is there. What depends on it runs on a thread of the common
	 * pool.
	 * @return a future that fails as {@link #await} does; to cancel it cancels nothing
	 * else
	 */
	CompletableFuture<T> result();

	/**
	 * Cancels the task: if it waits, it is not begun; if it runs, its thread is
	 * interrupted. Does not wait. Nothing happens when it is over.
	 */
	void cancel();

}
