package io.zproc.process;

import java.util.function.Consumer;

/**
 * Launches workers, as processes or as threads.
 *
 * @since 0.1.0
 */
public interface WorkerLauncher extends AutoCloseable {

	/**
	 * Launches one instance of a worker. Does not wait until it runs.
	 * @param worker the worker
	 * @param instance the number of the instance
	 * @param plan what it must know of the application
	 * @param since the version of its namespace before any worker was launched
	 * @param listener is told each new record of it
	 * @return the launched worker
	 * @throws LaunchException when it cannot be started
	 */
	WorkerHandle launch(WorkerDefinition worker, int instance, LaunchPlan plan, long since,
			Consumer<ProcessRecord> listener);

	/**
	 * Ends what the launcher needed beside the workers.
	 */
	@Override
	void close();

}
