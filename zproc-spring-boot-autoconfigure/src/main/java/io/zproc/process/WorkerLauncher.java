package io.zproc.process;

/**
 * Launches workers, as processes or as threads.
 *
 * @since 0.1.0
 */
public interface WorkerLauncher extends AutoCloseable {

	/**
	 * Launches one run of a worker. Does not wait until it runs.
	 * @param order which run
	 * @param listener is told what becomes of it
	 * @return the launched run
	 * @throws LaunchException when it cannot be started; the listener is told nothing
	 * then
	 */
	WorkerHandle launch(RunOrder order, RunListener listener);

	/**
	 * Ends what the launcher needed beside the workers.
	 */
	@Override
	void close();

}
