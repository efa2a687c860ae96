package io.zproc;

/**
 * Something that happened to a process of a worker.
 *
 * @since 0.1.0
 */
public interface WorkerEvent extends ZProcEvent {

	/**
	 * The name of the worker.
	 * @return the name
	 */
	String worker();

	/**
	 * The number of the instance.
	 * @return a number from 1
	 */
	int instance();

	/**
	 * The process id.
	 * @return the process id, -1 when the process could not be started
	 */
	long pid();

	/**
	 * How often this instance has been started.
	 * @return a number from 1; 0 when its first start was refused
	 */
	int attempt();

}
