package io.zproc.watch;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.client.StateClient;
import io.zproc.process.EventSink;
import io.zproc.process.RunEntries;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerDefinition;
import io.zproc.worker.WorkerIdentity;
import io.zproc.worker.WorkerTask;

/**
 * What a worker does whose method is a watcher: watches, from where it was before or else
 * from before the first worker was launched, until it is stopped.
 *
 * @since 0.1.0
 */
public final class ProcessWatcherTask implements WorkerTask {

	private final StateConnection connection;

	private final boolean stopsOnError;

	/** The last run of each, by its label. */
	private final Map<String, Run> runs = new ConcurrentHashMap<>();

	private record Run(WorkerIdentity identity, WatcherRun watcher) {

	}

	private final EventSink events;

	/**
	 * Creates the task.
	 * @param connection the state
	 * @param stopsOnError whether an exception of the method ends the worker
	 * @param events is told of gaps
	 */
	public ProcessWatcherTask(StateConnection connection, boolean stopsOnError, EventSink events) {
		this.connection = connection;
		this.stopsOnError = stopsOnError;
		this.events = events;
	}

	/**
	 * The watchers that are workers of this process, or are threads of it, with the times
	 * of their calls.
	 * @return the last run of each, also when it has ended
	 */
	public Map<WorkerIdentity, WatcherTelemetry> telemetry() {
		Map<WorkerIdentity, WatcherTelemetry> telemetry = new HashMap<>();
		this.runs.values().forEach((run) -> telemetry.put(run.identity(), run.watcher().telemetry()));
		return telemetry;
	}

	@Override
	public boolean supports(WorkerDefinition worker) {
		return worker.method().has(OnStateChange.class);
	}

	@Override
	public void run(Object bean, WorkerDefinition worker, WorkerIdentity identity) throws Exception {
		StateClient client = this.connection.client();
		WatcherDefinition watcher = WatcherDefinition.of(worker.method());
		String own = watcher.annotation().namespace();
		SharedState state = client.state(own.isEmpty() ? identity.namespace() : own);
		String name = identity.label();
		HandledPosition position = new HandledPosition(client, RunEntries.key(identity.run(), name));
		long asked = watcher.annotation().since();
		long since = position.read((asked >= 0) ? asked : identity.since());
		try (WatcherRun started = WatcherRun.start(watcher, name, identity.run(), bean, client, state, since,
				this.stopsOnError, this.events, position::handled)) {
			this.runs.put(identity.label(), new Run(identity, started));
			started.awaitEnd();
		}
	}

}
