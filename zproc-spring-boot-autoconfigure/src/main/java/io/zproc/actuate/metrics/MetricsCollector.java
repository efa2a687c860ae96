package io.zproc.actuate.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.zproc.Origin;
import io.zproc.ServerInfo;
import io.zproc.ZProcException;
import io.zproc.actuate.metrics.MetricsSnapshot.MeterSample;
import io.zproc.actuate.metrics.MetricsSnapshot.ProcessSample;
import io.zproc.actuate.metrics.MetricsSnapshot.RequestSample;
import io.zproc.actuate.metrics.MetricsSnapshot.WatcherSample;
import io.zproc.client.StateClient;
import io.zproc.process.Heartbeat;
import io.zproc.process.LaunchException;
import io.zproc.process.Measurements;
import io.zproc.process.RunEntries;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerSupervisor;
import io.zproc.process.swarm.Swarms;
import io.zproc.protocol.Reply.ServerStatistics;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.watch.ProcessWatcherTask;
import io.zproc.watch.TelemetryReport;
import io.zproc.watch.WatcherTelemetry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at everything. Only one thread may do so.
 */
final class MetricsCollector {

	private static final Logger logger = LoggerFactory.getLogger(MetricsCollector.class);

	/** What a process is that goes on, but hangs. */
	static final String HUNG = "HUNG";

	private final StateConnection connection;

	private final WorkerSupervisor supervisor;

	private final ApplicationWatchers watchers;

	private final ProcessWatcherTask workers;

	private final Swarms swarms;

	private final ProcessUse use = new ProcessUse();

	MetricsCollector(StateConnection connection, WorkerSupervisor supervisor, ApplicationWatchers watchers,
			ProcessWatcherTask workers, Swarms swarms) {
		this.connection = connection;
		this.supervisor = supervisor;
		this.watchers = watchers;
		this.workers = workers;
		this.swarms = swarms;
	}

	/**
	 * Looks. Starts nothing, and waits for the state server as long as any call does.
	 */
	MetricsSnapshot look() {
		List<ProcessSample> processes = new ArrayList<>();
		List<RequestSample> requests = new ArrayList<>();
		List<WatcherSample> seen = new ArrayList<>();
		List<MeterSample> meters = new ArrayList<>();
		Owner application = Owner.of(Origin.ofApplication(0));
		for (WatcherTelemetry watcher : this.watchers.telemetry()) {
			seen.add(new WatcherSample("", application, watcher));
		}
		this.workers.telemetry()
			.forEach((identity, watcher) -> seen.add(new WatcherSample(identity.label() + "/" + identity.attempt(),
					new Owner(identity.name(), String.valueOf(identity.instance())), watcher)));
		for (Measurements.Session session : this.connection.measurements().sessions()) {
			session.requests()
				.forEach((kind, histogram) -> requests
					.add(new RequestSample(session.id(), Owner.of(session.origin()), kind, histogram.steps())));
		}
		ServerStatistics statistics = this.connection.isConnected() ? lookAtServer(processes, requests, seen, meters)
				: null;
		this.use.looked();
		return new MetricsSnapshot(statistics, processes, requests, seen, meters, this.swarms.progress());
	}

	private @Nullable ServerStatistics lookAtServer(List<ProcessSample> processes, List<RequestSample> requests,
			List<WatcherSample> seen, List<MeterSample> meters) {
		StateClient client = this.connection.client();
		try {
			ServerInfo server = client.engine().ping().await(client.requestTimeout());
			add(processes, Owner.SERVER, "RUNNING", 1, server.pid(), Instant.now().minus(server.uptime()), null);
			// First, so that who has reported is among the processes if it lives.
			List<Map<?, ?>> reports = RunEntries.read(client, RunEntries.TELEMETRY, this.supervisor.run());
			lookAtReports(client, reports, lookAtProcesses(processes), requests, seen, meters);
			return client.engine().statistics().await(client.requestTimeout());
		}
		catch (LaunchException ex) {
			logger.trace("Nothing has been started yet", ex);
			return null;
		}
		catch (ZProcException ex) {
			logger.debug("The state server did not answer", ex);
			return null;
		}
	}

	private Map<Owner, Long> lookAtProcesses(List<ProcessSample> processes) {
		Map<Owner, Long> alive = new HashMap<>();
		Map<String, Heartbeat> heartbeats = this.supervisor.heartbeats();
		for (Map<?, ?> record : this.supervisor.tree()) {
			Owner owner = new Owner(String.valueOf(record.get("name")), String.valueOf(record.get("instance")));
			boolean isOver = record.get("endedAt") != null;
			if (!isOver) {
				alive.put(owner, number(record, "pid"));
			}
			String state = (record.get("hungSince") != null) ? HUNG : String.valueOf(record.get("state"));
			add(processes, owner, state, (int) number(record, "attempt"), isOver ? -1 : number(record, "pid"),
					Instant.parse(String.valueOf(record.get("startedAt"))),
					heartbeats.get(owner.worker() + "-" + owner.instance()));
		}
		return alive;
	}

	/**
	 * A worker that is a thread of this process has no use of its own.
	 */
	private void add(List<ProcessSample> processes, Owner owner, String state, int attempt, long pid, Instant startedAt,
			@Nullable Heartbeat heartbeat) {
		boolean hasOwn = pid > 0 && pid != ProcessHandle.current().pid();
		Use taken = hasOwn ? this.use.of(pid, startedAt) : null;
		if (taken != null && heartbeat != null && heartbeat.attempt() == attempt) {
			taken = taken.withHeap(heartbeat.heapBytes());
		}
		processes.add(new ProcessSample(owner, state, attempt, taken));
	}

	private void lookAtReports(StateClient client, List<Map<?, ?>> reports, Map<Owner, Long> alive,
			List<RequestSample> requests, List<WatcherSample> seen, List<MeterSample> meters) {
		for (Map<?, ?> entry : reports) {
			TelemetryReport report = TelemetryReport.of(entry);
			Owner owner = new Owner(report.worker(), String.valueOf(report.instance()));
			String source = report.worker() + "-" + report.instance() + "/" + report.pid();
			report.requests().forEach((kind, steps) -> requests.add(new RequestSample(source, owner, kind, steps)));
			report.watchers().forEach((watcher) -> seen.add(new WatcherSample(source, owner, watcher)));
			boolean isPresent = Long.valueOf(report.pid()).equals(alive.get(owner));
			report.meters().forEach((meter) -> meters.add(new MeterSample(source, owner, isPresent, meter)));
			if (!alive.containsKey(owner)) {
				// Its last one, which nobody else reads.
				client.reserved(RunEntries.TELEMETRY)
					.remove(RunEntries.key(this.supervisor.run(), report.worker() + "-" + report.instance()));
			}
		}
	}

	private static long number(Map<?, ?> record, String name) {
		return (record.get(name) instanceof Number number) ? number.longValue() : 0;
	}

}
