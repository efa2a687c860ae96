package io.zproc.autoconfigure;

import java.time.Duration;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.zproc.actuate.metrics.MeterReader;
import io.zproc.actuate.metrics.MetricsSettings;
import io.zproc.actuate.metrics.SeenRegistries;
import io.zproc.actuate.metrics.UseHistory;
import io.zproc.actuate.metrics.ZProcMetrics;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerSupervisor;
import io.zproc.process.swarm.Swarms;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.watch.ProcessWatcherTask;
import io.zproc.watch.TelemetryReporter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of the meters of all processes.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZProcAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(StateConnection.class)
@ConditionalOnProperty(name = "zproc.metrics.enabled", matchIfMissing = true)
public final class ZProcMetricsAutoConfiguration {

	private static final Duration LINGER = Duration.ofMinutes(1);

	@Bean
	@ConditionalOnMissingBean
	UseHistory zprocUseHistory() {
		return new UseHistory();
	}

	/**
	 * Bound to the registries of the application; in a worker's process to none.
	 */
	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	ZProcMetrics zprocMetrics(StateConnection connection, WorkerSupervisor supervisor, ApplicationWatchers watchers,
			ProcessWatcherTask workers, Swarms swarms, ZProcProperties properties, UseHistory history) {
		ZProcProperties.Metrics metrics = properties.metrics();
		return new ZProcMetrics(connection, supervisor, watchers, workers, swarms,
				new MetricsSettings(metrics.interval(), metrics.maxProcesses(), metrics.maxNamespaces(), LINGER),
				history);
	}

	/**
	 * Made in the processes of workers only, which ask for it.
	 */
	@Lazy
	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	TelemetryReporter zprocTelemetryReporter(StateConnection connection, ProcessWatcherTask watchers,
			SeenRegistries registries, ZProcProperties properties) {
		ZProcProperties.Metrics metrics = properties.metrics();
		return new TelemetryReporter(connection, watchers, metrics.interval(),
				new MeterReader(registries, metrics.forward(), metrics.forwardLimit()));
	}

	@Bean
	@ConditionalOnMissingBean
	static SeenRegistries zprocSeenRegistries() {
		return new SeenRegistries();
	}

}
