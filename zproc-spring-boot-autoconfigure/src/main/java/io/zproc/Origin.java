package io.zproc;

/**
 * Who made a change.
 *
 * @param worker the name of the worker, empty for the application itself
 * @param instance the number of the worker's instance, from 1; 0 for the application
 * itself
 * @param pid the process id
 * @param attempt how often this instance has been started, from 1; 0 for the application
 * itself
 * @param invocation the call of a watcher method that made the change, empty when it was
 * not made by one
 * @param incarnation a number that the process has by chance: it tells processes apart
 * that have the same process id, such as the first ones of two containers; 0 when it is
 * not known
 * @since 0.1.0
 */
public record Origin(String worker, int instance, long pid, int attempt, String invocation, int incarnation) {

	/**
	 * Creates an origin of which the incarnation is not known.
	 * @param worker the name of the worker, empty for the application itself
	 * @param instance the number of the worker's instance, from 1; 0 for the application
	 * itself
	 * @param pid the process id
	 * @param attempt how often this instance has been started, from 1; 0 for the
	 * application itself
	 * @param invocation the call of a watcher method, or an empty text
	 */
	public Origin(String worker, int instance, long pid, int attempt, String invocation) {
		this(worker, instance, pid, attempt, invocation, 0);
	}

	/**
	 * Creates the origin of changes that the application's own process makes.
	 * @param pid the process id
	 * @return the origin
	 */
	public static Origin ofApplication(long pid) {
		return new Origin("", 0, pid, 0, "");
	}

	/**
	 * Returns this origin with another invocation.
	 * @param invocation the call of a watcher method, or an empty text
	 * @return the origin
	 */
	public Origin withInvocation(String invocation) {
		return invocation.equals(this.invocation) ? this
				: new Origin(this.worker, this.instance, this.pid, this.attempt, invocation, this.incarnation);
	}

	/**
	 * Returns this origin with another incarnation.
	 * @param incarnation what tells it apart from processes with the same process id
	 * @return the origin
	 */
	public Origin withIncarnation(int incarnation) {
		return new Origin(this.worker, this.instance, this.pid, this.attempt, this.invocation, incarnation);
	}

}
