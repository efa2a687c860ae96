package io.zproc.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.zproc.SharedState;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerBootstrap;
import io.zproc.process.WorkerDefinition;
import io.zproc.process.WorkerDefinitions;
import io.zproc.process.WorkerSupervisor;
import io.zproc.protocol.ValueCodec;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.watch.ProcessWatcherTask;
import io.zproc.watch.WatcherDefinition;
import io.zproc.worker.WorkerMain;
import io.zproc.worker.WorkerRuntime;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the shared state, the workers and the watchers.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnProperty(name = "zproc.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ZProcProperties.class)
public final class ZProcAutoConfiguration {

	/**
	 * Static, and without dependencies: Boot makes it before all other beans.
	 */
	@Bean
	static LazyInitializationExcludeFilter zprocLazyInitializationExcludeFilter() {
		return new AnnotatedBeansAreEager();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	StateConnection zprocStateConnection(ZProcProperties properties, ConfigurableListableBeanFactory beans) {
		List<String> packages = new ArrayList<>(properties.state().allowedPackages());
		if (AutoConfigurationPackages.has(beans)) {
			packages.addAll(AutoConfigurationPackages.get(beans));
		}
		ClassLoader loader = beans.getBeanClassLoader();
		ValueCodec codec = new ValueCodec(packages,
				(loader != null) ? loader : ZProcAutoConfiguration.class.getClassLoader());
		Duration timeout = properties.state().requestTimeout();
		Function<StateEngine, StateClient> clients = (engine) -> new StateClient(engine, codec, timeout);
		WorkerRuntime worker = WorkerRuntime.current();
		return (worker != null) ? StateConnection.over(worker.engine(), clients)
				: StateConnection.forking(properties.serverSettings(), clients);
	}

	@Bean
	@ConditionalOnMissingBean
	SharedState sharedState(StateConnection connection, ZProcProperties properties) {
		WorkerRuntime worker = WorkerRuntime.current();
		String namespace = (worker != null) ? worker.bootstrap().namespace() : properties.namespace();
		return StateClient.deferred(connection::client, connection::isConnected, namespace);
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerDefinitions zprocWorkerDefinitions(ConfigurableListableBeanFactory beans, ZProcProperties properties) {
		return new WorkerDefinitions(() -> WorkerDefinition.find(beans, properties.workerSettings()));
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerSupervisor zprocWorkerSupervisor(StateConnection connection) {
		return new WorkerSupervisor(connection, WorkerMain.class);
	}

	@Bean
	@ConditionalOnMissingBean
	ApplicationWatchers zprocWatchers(ConfigurableListableBeanFactory beans, ZProcProperties properties) {
		return new ApplicationWatchers(() -> WatcherDefinition.find(beans), beans::getBean,
				properties.watch().stopOnError());
	}

	@Bean
	@ConditionalOnMissingBean
	ProcessWatcherTask zprocProcessWatcherTask(StateConnection connection, ZProcProperties properties) {
		return new ProcessWatcherTask(connection, properties.watch().stopOnError());
	}

	@Bean
	@ConditionalOnMissingBean
	ZProcLifecycle zprocLifecycle(StateConnection connection, WorkerDefinitions workers, WorkerSupervisor supervisor,
			ApplicationWatchers watchers, ZProcProperties properties) {
		return new ZProcLifecycle(connection, workers, supervisor, watchers, properties);
	}

}
