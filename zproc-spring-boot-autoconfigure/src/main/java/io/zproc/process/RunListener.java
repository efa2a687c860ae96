package io.zproc.process;

/**
 * Is told what becomes of a run of a worker.
 *
 * @since 0.1.0
 */
public interface RunListener {

	/**
	 * The run has a new record, and goes on.
	 * @param record the record
	 */
	void changed(ProcessRecord record);

	/**
	 * The process of a run has written a line. Called on the thread that reads them.
	 * @param attempt which run it is, 1 for the first one
	 * @param line the line
	 */
	default void wrote(int attempt, String line) {
	}

	/**
	 * The run is over. Called once; runs no code of others.
	 * @param run how it ended
	 */
	void ended(EndedRun run);

	/**
	 * Nobody waits for the end of the run any more. Called once, after
	 * {@link #ended(EndedRun)}; code of others may run, that of who waits for the result.
	 * @param run how it ended
	 */
	void settled(EndedRun run);

}
