package io.zproc;

/**
 * What is done about a worker's process that is hung: it has had no heartbeat for longer
 * than its {@link ZProcWorker#heartbeatTimeout() time-out}.
 *
 * @since 0.1.0
 */
public enum OnHung {

	/**
	 * As {@code zproc.worker.on-hung} says, and without it {@link #REPORT}.
	 */
	DEFAULT,

	/**
	 * Its record, the health, the log and a {@link WorkerHungEvent} say so, and nothing
	 * else happens: it may recover, and somebody may have stopped it to look at it.
	 */
	REPORT,

	/**
	 * It is reported, and killed; the {@link Restart} policy decides whether another run
	 * follows, as after any failure. A thread is only interrupted.
	 */
	KILL

}
