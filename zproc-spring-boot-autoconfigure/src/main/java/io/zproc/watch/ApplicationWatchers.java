package io.zproc.watch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.zproc.SharedState;
import io.zproc.StateUnavailableException;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.client.WatchThread;

/**
 * The watchers that run inside the application, each on a thread of its own.
 *
 * @since 0.1.0
 */
public final class ApplicationWatchers {

	private final Supplier<List<WatcherDefinition>> finder;

	private final Function<String, Object> beans;

	private final boolean stopsOnError;

	private final Map<String, Running> running = new ConcurrentHashMap<>();

	private record Running(StateClient client, String namespace, WatchThread thread) {

		/**
		 * Asks the server what is newest: a change that another process has committed may
		 * still be on its way to this one.
		 */
		boolean isBehind() {
			if (!this.thread.isRunning()) {
				return false;
			}
			StateEngine engine = this.client.engine();
			engine.size(this.namespace).await(this.client.requestTimeout());
			return this.thread.position() < engine.acknowledged(this.namespace);
		}

	}

	/**
	 * Creates the watchers, none of which runs.
	 * @param finder finds them
	 * @param beans finds a bean by its name
	 * @param stopsOnError whether an exception of a method ends its watcher
	 */
	public ApplicationWatchers(Supplier<List<WatcherDefinition>> finder, Function<String, Object> beans,
			boolean stopsOnError) {
		this.finder = finder;
		this.beans = beans;
		this.stopsOnError = stopsOnError;
	}

	/**
	 * Finds the watchers.
	 * @return the watchers
	 * @throws io.zproc.process.InvalidMethodException when a method cannot be a watcher
	 */
	public List<WatcherDefinition> definitions() {
		return this.finder.get();
	}

	/**
	 * Starts all watchers. What is committed after this method has returned is seen by
	 * each.
	 * @param client the state
	 * @param namespace the namespace of the application
	 * @param run the id of the application's run
	 */
	public void start(StateClient client, String namespace, String run) {
		for (WatcherDefinition watcher : definitions()) {
			String own = watcher.annotation().namespace();
			SharedState state = client.state(own.isEmpty() ? namespace : own);
			WatchThread thread = WatcherRun.start(watcher, watcher.name(), run,
					this.beans.apply(watcher.method().beanName()), client, state, watcher.annotation().since(),
					this.stopsOnError, (version) -> {
					});
			this.running.put(watcher.name(), new Running(client, state.namespace(), thread));
		}
	}

	/**
	 * The watchers in numbers.
	 * @return one status for each that was started
	 */
	public List<WatcherStatus> statuses() {
		return this.running.entrySet()
			.stream()
			.map((entry) -> new WatcherStatus(entry.getKey(), entry.getValue().namespace(),
					entry.getValue().thread().position(), entry.getValue().thread().lag()))
			.sorted((one, other) -> one.name().compareTo(other.name()))
			.toList();
	}

	/**
	 * Whether every watcher that runs has handled all that was committed before this
	 * call. Asks the server, and blocks until it answers.
	 * @return whether none lags behind; also when no more can come, because the server is
	 * gone
	 */
	public boolean areUpToDate() {
		try {
			return this.running.values().stream().noneMatch(Running::isBehind);
		}
		catch (StateUnavailableException ex) {
			return true;
		}
	}

	/**
	 * Ends all watchers.
	 */
	public void stop() {
		this.running.values().forEach((watcher) -> watcher.thread().close());
	}

}
