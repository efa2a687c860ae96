package io.zproc.worker;

import io.zproc.process.RunListener;
import io.zproc.process.RunOrder;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerHandle;
import io.zproc.process.WorkerLauncher;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Launches workers as threads of this process, on the beans of this application.
 *
 * @since 0.1.0
 */
public final class ThreadLauncher implements WorkerLauncher {

	private final StateConnection connection;

	private final ConfigurableListableBeanFactory beans;

	/**
	 * Creates a launcher.
	 * @param connection the state
	 * @param beans the beans of the application
	 */
	public ThreadLauncher(StateConnection connection, ConfigurableListableBeanFactory beans) {
		this.connection = connection;
		this.beans = beans;
	}

	@Override
	public WorkerHandle launch(RunOrder order, RunListener listener) {
		ThreadWorker launched = new ThreadWorker(order, this.connection, this.beans, listener);
		launched.start();
		return launched;
	}

	@Override
	public void close() {
		// A thread needs nothing beside itself.
	}

}
