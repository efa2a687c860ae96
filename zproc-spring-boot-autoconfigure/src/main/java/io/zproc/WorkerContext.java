package io.zproc;

/**
 * What a worker method may ask about the process that it runs in, as a parameter.
 *
 * @since 0.1.0
 */
public interface WorkerContext {

	/**
	 * The name of the worker.
	 * @return the name
	 */
	String name();

	/**
	 * The number of this instance.
	 * @return a number from 1
	 */
	int instance();

	/**
	 * How often this instance has been started.
	 * @return a number from 1
	 */
	int attempt();

}
