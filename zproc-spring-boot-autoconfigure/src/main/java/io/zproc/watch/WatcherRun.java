package io.zproc.watch;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.Watch;
import io.zproc.client.StateClient;
import io.zproc.client.WatchThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watcher at work: gives each change to the method, under a name that its writes carry,
 * so that it does not hear of what it did itself.
 *
 * @since 0.1.0
 */
public final class WatcherRun {

	private static final Logger logger = LoggerFactory.getLogger(WatcherRun.class);

	private final String name;

	private final String invocationPrefix;

	private final StateClient client;

	private final WatcherCall call;

	private final boolean stopsOnError;

	private final LongConsumer onHandled;

	private final AtomicLong invocations = new AtomicLong();

	private WatcherRun(String name, String run, StateClient client, WatcherCall call, boolean stopsOnError,
			LongConsumer onHandled) {
		this.name = name;
		this.invocationPrefix = run + "/" + name + "#";
		this.client = client;
		this.call = call;
		this.stopsOnError = stopsOnError;
		this.onHandled = onHandled;
	}

	/**
	 * Starts a watcher.
	 * @param watcher what to call for which changes
	 * @param name the name of this watcher, unique in the application
	 * @param run the id of the application's run
	 * @param bean the bean
	 * @param client the state
	 * @param state the namespace to watch
	 * @param since the version after which to begin, -1 for now
	 * @param stopsOnError whether an exception of the method ends it
	 * @param onHandled is told the version of each change that was handled
	 * @return the watcher, to be closed after use
	 */
	static WatchThread start(WatcherDefinition watcher, String name, String run, Object bean, StateClient client,
			SharedState state, long since, boolean stopsOnError, LongConsumer onHandled) {
		WatcherRun started = new WatcherRun(name, run, client, new WatcherCall(watcher, bean, state), stopsOnError,
				onHandled);
		Watch watch = watcher.watch(state);
		if (since >= 0) {
			watch = watch.since(since);
		}
		return client.watch(watch, (origin) -> origin.invocation().startsWith(started.invocationPrefix),
				"zproc-watch-" + name, started::handle);
	}

	private void handle(StateChange change) {
		this.client.invocations().run(this.invocationPrefix + this.invocations.incrementAndGet(), () -> call(change));
		// A call that was cut short is not done: the next run of the watcher makes it
		// again.
		if (!Thread.currentThread().isInterrupted()) {
			this.onHandled.accept(change.version());
		}
	}

	private void call(StateChange change) {
		try {
			this.call.handle(change);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			if (this.stopsOnError) {
				throw new WatcherFailedException(
						"Watcher '" + this.name + "' failed at " + change + " and stops (zproc.watch.stop-on-error)",
						ex);
			}
			logger.error("Watcher '{}' failed at {}; it goes on with the next change", this.name, change, ex);
		}
	}

}
