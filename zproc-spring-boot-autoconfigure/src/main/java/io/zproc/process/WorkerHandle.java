package io.zproc.process;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A run of a worker that was launched.
 *
 * @since 0.1.0
 */
public interface WorkerHandle {

	/**
	 * What is known of it.
	 * @return the record as it is now
	 */
	ProcessRecord record();

	/**
	 * Asks it to stop. Does not wait.
	 */
	void askToStop();

	/**
	 * Asks it to stop, unless its method is over or it is about to end anyway. Does not
	 * wait.
	 * @return whether it was asked; otherwise it ends as it would have
	 */
	boolean askUnlessOver();

	/**
	 * Makes it end, by force if it must be, and waits until it has.
	 * @param grace how long it may take by itself
	 */
	void end(Duration grace);

	/**
	 * Ends it as a failure, by force if it must be; another run may follow. One that is
	 * being stopped is left to that; what a method has returned before counts, if it
	 * arrives in the grace period. Does not wait.
	 * @param reason why, as a part of a sentence
	 * @param grace how long it may take by itself; zero kills it at once
	 */
	void fail(String reason, Duration grace);

	/**
	 * Says in its record that it is hung, or is not any more.
	 * @param since when its last heartbeat was, {@code null} when it is not hung
	 * @return whether that is said; not of one that is over, or about to end
	 */
	boolean hung(@Nullable Instant since);

	/**
	 * Has the stacks of its threads written to the log. Does not wait for them.
	 * @return whether they will come
	 */
	boolean dumpThreads();

	/**
	 * Its last heartbeat, when it is a thread of this process; a process leaves its own
	 * on the state server.
	 * @return the heartbeat, {@code null} when there is none here
	 */
	default @Nullable Heartbeat heartbeat() {
		return null;
	}

	/**
	 * Kills it. Does not wait.
	 */
	void kill();

}
