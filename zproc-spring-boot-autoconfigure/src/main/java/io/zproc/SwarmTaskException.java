package io.zproc;

/**
 * A task of a {@link Swarm} that has no result, and not because its method threw: that
 * would be a {@link RemoteException}. The message names the task, and the chunk.
 *
 * @since 0.1.0
 */
public class SwarmTaskException extends ZProcException {

	private final String task;

	private final Reason reason;

	/**
	 * Creates an exception.
	 * @param message what happened
	 * @param task the id of the task
	 * @param reason why it has no result
	 */
	public SwarmTaskException(String message, String task, Reason reason) {
		super(message);
		this.task = task;
		this.reason = reason;
	}

	/**
	 * The task.
	 * @return its id
	 */
	public String task() {
		return this.task;
	}

	/**
	 * Why it has no result.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why a task has no result.
	 */
	public enum Reason {

		/** It was cancelled. */
		CANCELLED,

		/** One of its chunks has killed too many processes in a row. */
		SET_ASIDE,

		/** Its process died, and it is acknowledged early: it must not run twice. */
		LOST,

		/** No such task is known, or its result was taken, or was kept for too long. */
		UNKNOWN,

		/** The swarm was stopped, has failed, or its owner is gone. */
		CLOSED

	}

}
