package io.zproc.actuate.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerSupervisor;
import io.zproc.process.swarm.Swarms;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.watch.ProcessWatcherTask;
import io.zproc.worker.WorkerRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters of the state, the watchers, the swarms and all processes of the application.
 * They are brought up to date on a thread of their own: reading them asks nobody.
 *
 * @since 0.1.0
 */
public class ZProcMetrics implements MeterBinder, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ZProcMetrics.class);

	private final StateConnection connection;

	private final MetricsCollector collector;

	private final MetricsSettings settings;

	private final UseHistory history;

	private final List<RegistryMeters> registries = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "zproc-metrics");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Creates the meters of no registry.
	 * @param connection the state
	 * @param supervisor the processes
	 * @param watchers the watchers
	 * @param workers the watchers that are workers, where those are threads
	 * @param swarms the swarms
	 * @param settings how meters are kept
	 * @param history is told what processes take of the machine
	 */
	public ZProcMetrics(StateConnection connection, WorkerSupervisor supervisor, ApplicationWatchers watchers,
			ProcessWatcherTask workers, Swarms swarms, MetricsSettings settings, UseHistory history) {
		this.connection = connection;
		this.collector = new MetricsCollector(connection, supervisor, watchers, workers, swarms);
		this.settings = settings;
		this.history = history;
	}

	/**
	 * Does nothing in a worker's process: it is the application that shows its meters.
	 */
	@Override
	public void bindTo(MeterRegistry registry) {
		if (WorkerRuntime.current() != null) {
			return;
		}
		boolean isFirst = this.registries.isEmpty();
		this.registries.add(new RegistryMeters(registry, this.settings));
		if (isFirst) {
			this.connection.measurements().want();
			long intervalNanos = this.settings.interval().toNanos();
			var unused = this.executor.scheduleWithFixedDelay(this::refresh, intervalNanos, intervalNanos,
					TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Brings all meters up to date.
	 */
	synchronized void refresh() {
		try {
			MetricsSnapshot snapshot = this.collector.look();
			this.registries.forEach((registry) -> registry.update(snapshot, System.nanoTime()));
			this.history.add(snapshot, System.nanoTime());
		}
		catch (RuntimeException ex) {
			// The next time is another try.
			logger.warn("The meters could not be brought up to date", ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		try {
			if (!this.executor.awaitTermination(5, TimeUnit.SECONDS)) {
				logger.warn("The meters are still being brought up to date; their thread is left behind");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
