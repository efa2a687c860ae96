package io.zproc.process;

/**
 * What happens when a worker has failed for good, because more restarts were needed than
 * there may be.
 *
 * @since 0.1.0
 */
public enum OnGiveUp {

	/**
	 * The application goes on without it.
	 */
	KEEP_RUNNING,

	/**
	 * The application stops, with an exit code that is not 0. In a process of a worker
	 * that has started the one that failed, that process ends as failed: its own policy
	 * decides what follows.
	 */
	STOP_APPLICATION

}
