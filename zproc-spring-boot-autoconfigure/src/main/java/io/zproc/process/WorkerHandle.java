package io.zproc.process;

import java.time.Duration;

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
	 * Makes it end, by force if it must be, and waits until it has.
	 * @param grace how long it may take by itself
	 */
	void end(Duration grace);

	/**
	 * Kills it. Does not wait.
	 */
	void kill();

}
