package io.zproc;

/**
 * Where a process is in its life.
 *
 * @since 0.1.0
 */
public enum ProcessState {

	/**
	 * Not started yet: made to be started later, or when others are ready.
	 */
	NEW,

	/**
	 * Forked, but its worker is not ready yet.
	 */
	STARTING,

	/**
	 * Its worker runs, and is ready.
	 */
	RUNNING,

	/**
	 * It was asked to end.
	 */
	STOPPING,

	/**
	 * Its last run has ended, and it waits for the next one.
	 */
	BACKING_OFF,

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
