package io.zproc.watch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.zproc.SharedState;
import io.zproc.StateUnavailableException;
import io.zproc.client.StateClient;
import io.zproc.process.EventSink;
import org.jspecify.annotations.Nullable;

/**
 * The watchers that run inside the application, each on a thread of its own.
 *
 * @since 0.1.0
 */
public final class ApplicationWatchers {

	private final Supplier<List<WatcherDefinition>> finder;

	private final Function<String, Object> beans;

	private final boolean stopsOnError;

	private final EventSink events;

	private final Map<String, WatcherRun> running = new ConcurrentHashMap<>();

	/**
	 * Creates the watchers, none of which runs.
	 * @param finder finds them
	 * @param beans finds a bean by its name
	 * @param stopsOnError whether an exception of a method ends its watcher
	 * @param events is told of gaps
	 */
	public ApplicationWatchers(Supplier<List<WatcherDefinition>> finder, Function<String, Object> beans,
			boolean stopsOnError, EventSink events) {
		this.finder = finder;
		this.beans = beans;
		this.stopsOnError = stopsOnError;
		this.events = events;
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
			this.running.put(watcher.name(),
					WatcherRun.start(watcher, watcher.name(), run, this.beans.apply(watcher.method().beanName()),
							client, state, watcher.annotation().since(), this.stopsOnError, this.events, (version) -> {
							}));
		}
	}

	/**
	 * The watchers in numbers.
	 * @return one status for each that was started, by name
	 */
	public List<WatcherStatus> statuses() {
		return this.running.values()
			.stream()
			.map(WatcherRun::status)
			.sorted((one, other) -> one.name().compareTo(other.name()))
			.toList();
	}

	/**
	 * The watchers with the times of their calls.
	 * @return one for each that was started
	 */
	public List<WatcherTelemetry> telemetry() {
		return this.running.values().stream().map(WatcherRun::telemetry).toList();
	}

	/**
	 * Lets a watcher skip its backlog: the next change that it gets is one after those
	 * that are known now. Does not block.
	 * @param name the name of the watcher
	 * @return its status before, {@code null} when there is no such watcher
	 */
	public @Nullable WatcherStatus goLive(String name) {
		WatcherRun watcher = this.running.get(name);
		if (watcher == null) {
			return null;
		}
		WatcherStatus before = watcher.status();
		watcher.goLive();
		return before;
	}

	/**
	 * Whether every watcher that runs has handled all that was committed before this
	 * call. Asks the server, and blocks until it answers.
	 * @return whether none lags behind; also when no more can come, because the server is
	 * gone
	 */
	public boolean areUpToDate() {
		try {
			return this.running.values().stream().noneMatch(WatcherRun::isBehind);
		}
		catch (StateUnavailableException ex) {
			return true;
		}
	}

	/**
	 * Ends all watchers.
	 */
	public void stop() {
		this.running.values().forEach(WatcherRun::close);
	}

}
