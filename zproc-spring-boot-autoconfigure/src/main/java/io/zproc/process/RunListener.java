package io.zproc.process;

/**
 * Is told what becomes of a run of a worker.
 *
 * @since 0.1.0
 */
public interface RunListener {

	/**
	 * The run has a new record. The last one comes with its end.
	 * @param record the record
	 */
	void changed(ProcessRecord record);

	/**
	 * The run is over. Called once, after its last record.
	 * @param run how it ended
	 */
	void ended(EndedRun run);

}
