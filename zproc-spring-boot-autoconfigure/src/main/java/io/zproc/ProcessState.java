package io.zproc;

/**
 * Where a process is in its life.
 *
 * @since 0.1.0
 */
public enum ProcessState {

	/**
	 * Not started yet.
	 */
	NEW,

	/**
	 * Forked, but its worker does not run yet.
	 */
	STARTING,

	/**
	 * Its worker runs.
	 */
	RUNNING,

	/**
	 * It was asked to end.
	 */
	STOPPING,

	/**
	 * It ended as it should: its worker returned, or it was stopped.
	 */
	EXITED,

	/**
	 * It could not be started, its worker threw an exception, or it died.
	 */
	FAILED;

	/**
	 * Whether the process is over.
	 * @return whether no transition can follow
	 */
	public boolean isTerminal() {
		return this == EXITED || this == FAILED;
	}

}
