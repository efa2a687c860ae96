package io.zproc.worker;

/**
 * A bean that works beside the worker in each of its processes, from before the first
 * call of its method until its context is closed.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WorkerCompanion {

	/**
	 * Begins. Does not block.
	 * @param identity which run of which worker this is
	 */
	void accompany(WorkerIdentity identity);

}
