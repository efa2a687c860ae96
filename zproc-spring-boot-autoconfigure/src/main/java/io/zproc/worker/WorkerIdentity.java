package io.zproc.worker;

/**
 * Which run of which worker this is.
 *
 * @param run the id of the application's run
 * @param name the name of the worker
 * @param instance the number of its instance
 * @param attempt how often this instance was started
 * @param namespace the namespace of its state
 * @param since the version of that namespace before any worker was launched
 * @since 0.1.0
 */
public record WorkerIdentity(String run, String name, int instance, int attempt, String namespace, long since) {

	/**
	 * What people call this run.
	 * @return name and instance
	 */
	public String label() {
		return this.name + "-" + this.instance;
	}

}
