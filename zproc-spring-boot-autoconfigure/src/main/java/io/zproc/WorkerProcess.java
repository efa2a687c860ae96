package io.zproc;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A process of a worker, through all its restarts. May be used by many threads. Where
 * {@code zproc.mode} is {@code in-process} it is a thread, which has the process id of
 * the application and cannot be killed.
 *
 * @param <T> the type of the method's result
 * @since 0.1.0
 */
public interface WorkerProcess<T> {

	/**
	 * The name of the worker.
	 * @return the name
	 */
	String name();

	/**
	 * The number of this instance, unique among the processes of the worker in this run
	 * of the application.
	 * @return a number from 1
	 */
	int instance();

	/**
	 * The process id of its last run.
	 * @return the process id, -1 before the first run
	 */
	long pid();

	/**
	 * Where it is in its life.
	 * @return the state
	 */
	ProcessState state();

	/**
	 * How often it has been started.
	 * @return a number, 0 before the first run
	 */
	int attempt();

	/**
	 * The exit code of its last run: 128 and the signal's number when a signal ended it.
	 * @return the exit code, {@code null} while it runs
	 */
	@Nullable Integer exitCode();

	/**
	 * The signal that ended its last run.
	 * @return the name, such as {@code SIGKILL}; {@code null} when no signal ended it
	 */
	@Nullable String signal();

	/**
	 * How long its process has used processors.
	 * @return the time, {@code null} when it does not run, is a thread, or that is not
	 * known
	 */
	@Nullable Duration cpuTime();

	/**
	 * How much memory its process has resident. Known on Linux only.
	 * @return the size in bytes, {@code null} when it does not run, is a thread, or that
	 * is not known
	 */
	@Nullable Long residentBytes();

	/**
	 * How much of its heap was used at its last heartbeat.
	 * @return the size in bytes, {@code null} when it does not run, is a thread, or that
	 * is not known yet
	 */
	@Nullable Long heapBytes();

	/**
	 * Whether a process of it runs now.
	 * @return whether it does
	 */
	boolean isAlive();

	/**
	 * Starts it, if it was made to be started later. Otherwise nothing happens, also when
	 * it waits for others to be ready ({@link ZProcWorker#after}). Does not wait until it
	 * runs.
	 * @throws ZProcException when it cannot be started
	 */
	void start();

	/**
	 * Ends it: interrupts its method, closes its context, and after the grace period
	 * sends SIGTERM, after 2 more seconds SIGKILL. Waits until it is over. It is not
	 * restarted.
	 * @param grace how long it may take by itself
	 */
	void stop(Duration grace);

	/**
	 * Kills it with SIGKILL, with all it has started. Waits until it is over, 5 seconds
	 * at the most. It is not restarted. A thread can only be interrupted.
	 */
	void kill();

	/**
	 * Waits for the result of its method.
	 * @param timeout how long to wait; it runs on when the time is over
	 * @return the result, {@code null} when the method returns nothing
	 * @throws RemoteException when the method, or what led to it, threw an exception
	 * @throws WorkerFailedException when the process ended otherwise; also when it has
	 * failed for good, after too many restarts, or was stopped between two runs
	 * @throws ProcessTimeoutException when it has not ended in time
	 * @throws ZProcException when the thread is interrupted, whose flag is set then
	 */
	T await(Duration timeout);

	/**
	 * The result of its method. Stages without an executor run on a thread of ZProc,
	 * which waits for them. Cancelling or completing the future does not end the process.
	 * @return a new future, which fails as {@link #await} does
	 */
	CompletableFuture<T> result();

}
