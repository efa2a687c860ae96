package io.zproc;

/**
 * After which ends of its process a worker is started again, in a new process. A stop by
 * {@link WorkerProcess} or by the end of the application is always the last end.
 *
 * @since 0.1.0
 */
public enum Restart {

	/**
	 * As {@code zproc.worker.restart.policy} says; and without it {@link #ON_FAILURE} for
	 * a method that is annotated {@link OnStateChange} as well, which resumes where it
	 * was, and for members of a {@linkplain ZProcWorker#group() group}, and
	 * {@link #NEVER} for any other: a job that was half done is not repeated unless
	 * somebody asks for it.
	 */
	DEFAULT,

	/**
	 * Each end is the last, also that of a member of a group that is stopped with the
	 * others.
	 */
	NEVER,

	/**
	 * When its process died, or its method threw an exception and is not retried. Not
	 * after a {@link ProcessExit} with 0, and not when somebody has sent the process
	 * SIGTERM or SIGINT.
	 */
	ON_FAILURE,

	/**
	 * After each end.
	 */
	ALWAYS

}
