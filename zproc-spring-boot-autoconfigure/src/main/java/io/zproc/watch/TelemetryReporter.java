package io.zproc.watch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.zproc.ZProcException;
import io.zproc.client.LatencyHistogram.Step;
import io.zproc.client.RequestStatistics;
import io.zproc.client.RequestStatistics.Kind;
import io.zproc.client.StateClient;
import io.zproc.process.Measurements;
import io.zproc.process.RunEntries;
import io.zproc.process.StateConnection;
import io.zproc.worker.WorkerCompanion;
import io.zproc.worker.WorkerIdentity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In a worker's process: leaves what it has measured on the state server, again and
 * again, for the application to read. Numbers grow from the start of the process, so that
 * a report that is lost is made good by the next one.
 *
 * @since 0.1.0
 */
public final class TelemetryReporter implements WorkerCompanion, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TelemetryReporter.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private final StateConnection connection;

	private final ProcessWatcherTask watchers;

	private final Duration interval;

	private final Supplier<List<MeterReading>> meters;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "zproc-telemetry");
		thread.setDaemon(true);
		return thread;
	});

	private volatile @Nullable WorkerIdentity identity;

	private @Nullable TelemetryReport last;

	/**
	 * Creates a reporter that does nothing yet.
	 * @param connection the state
	 * @param watchers the watchers that are workers
	 * @param interval the time between two reports
	 * @param meters reads the meters that are forwarded; asked by one thread at a time
	 */
	public TelemetryReporter(StateConnection connection, ProcessWatcherTask watchers, Duration interval,
			Supplier<List<MeterReading>> meters) {
		this.connection = connection;
		this.watchers = watchers;
		this.interval = interval;
		this.meters = meters;
	}

	@Override
	public void accompany(WorkerIdentity identity) {
		this.connection.measurements().want();
		this.identity = identity;
		var unused = this.executor.scheduleWithFixedDelay(() -> report(identity), this.interval.toNanos(),
				this.interval.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void report(WorkerIdentity identity) {
		try {
			Map<Kind, List<Step>> requests = new LinkedHashMap<>();
			for (Measurements.Session session : this.connection.measurements().sessions()) {
				session.requests().forEach((kind, histogram) -> {
					// Our own reports would make us report.
					if (!kind.namespace().equals(RequestStatistics.OWN)) {
						requests.put(kind, histogram.steps());
					}
				});
			}
			TelemetryReport report = TelemetryReport.of(identity, requests,
					List.copyOf(this.watchers.telemetry().values()), this.meters.get());
			if (!report.equals(this.last)) {
				StateClient client = this.connection.client();
				client.reserved(RunEntries.TELEMETRY)
					.put(RunEntries.key(identity.run(), identity.label()), report.toMap());
				this.last = report;
			}
		}
		catch (ZProcException ex) {
			logger.debug("The state server could not be given what was measured", ex);
		}
		catch (RuntimeException ex) {
			logger.warn("What worker '{}' has measured could not be reported", identity.label(), ex);
		}
	}

	/**
	 * Reports for the last time.
	 */
	@Override
	public void close() {
		WorkerIdentity own = this.identity;
		if (own != null) {
			this.executor.execute(() -> report(own));
		}
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				this.executor.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

}
