package io.zproc.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.client.Tracing;
import io.zproc.process.ApplicationProcesses;
import io.zproc.process.ApplicationStop;
import io.zproc.process.EventSink;
import io.zproc.process.ForkedServerSource;
import io.zproc.process.GivenServerSource;
import io.zproc.process.InProcessSource;
import io.zproc.process.OutputTail;
import io.zproc.process.ProcessLauncher;
import io.zproc.process.Retention;
import io.zproc.process.StateConnection;
import io.zproc.process.StateSource;
import io.zproc.process.WorkerDefinition;
import io.zproc.process.WorkerDefinitions;
import io.zproc.process.WorkerHeaps;
import io.zproc.process.WorkerLauncher;
import io.zproc.process.WorkerSupervisor;
import io.zproc.process.event.EventDispatcher;
import io.zproc.process.event.EventRelay;
import io.zproc.process.swarm.Swarms;
import io.zproc.protocol.ValueCodec;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.watch.ProcessWatcherTask;
import io.zproc.watch.WatcherDefinition;
import io.zproc.worker.SwarmMember;
import io.zproc.worker.ThreadLauncher;
import io.zproc.worker.WorkerMain;
import io.zproc.worker.WorkerRuntime;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;

/**
 * Auto-configuration of the shared state, the workers and the watchers.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnProperty(name = "zproc.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ZProcProperties.class)
public final class ZProcAutoConfiguration {

	/** How long listeners may take to hear of what happens at the end. */
	private static final Duration EVENTS_GRACE = Duration.ofSeconds(5);

	/**
	 * Static, and without dependencies: Boot makes it before all other beans.
	 */
	@Bean
	static LazyInitializationExcludeFilter zprocLazyInitializationExcludeFilter() {
		return new AnnotatedBeansAreEager();
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ApplicationStop zprocApplicationStop(ConfigurableApplicationContext context) {
		WorkerRuntime worker = WorkerRuntime.current();
		return (worker != null) ? worker::fail : new ContextStop(context);
	}

	/**
	 * Does not use the connection before something happens: the connection uses it.
	 */
	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	EventSink zprocEvents(ApplicationEventPublisher listeners, ObjectProvider<StateConnection> connection) {
		WorkerRuntime worker = WorkerRuntime.current();
		return (worker != null) ? new EventRelay(() -> connection.getObject().client(), worker.bootstrap().run())
				: new EventDispatcher(listeners::publishEvent, EVENTS_GRACE);
	}

	@Bean
	@ConditionalOnMissingBean
	ValueCodec zprocValueCodec(ZProcProperties properties, ConfigurableListableBeanFactory beans) {
		List<String> packages = new ArrayList<>(properties.state().allowedPackages());
		if (AutoConfigurationPackages.has(beans)) {
			packages.addAll(AutoConfigurationPackages.get(beans));
		}
		ClassLoader loader = beans.getBeanClassLoader();
		return new ValueCodec(packages, (loader != null) ? loader : ZProcAutoConfiguration.class.getClassLoader());
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	StateConnection zprocStateConnection(ZProcProperties properties, ValueCodec codec, ApplicationStop stop,
			EventSink events, ObjectProvider<Tracing> tracing) {
		Duration timeout = properties.state().requestTimeout();
		Tracing traces = tracing.getIfAvailable(() -> Tracing.NONE);
		Function<StateEngine, StateClient> clients = (engine) -> new StateClient(engine, codec, timeout, traces);
		WorkerRuntime worker = WorkerRuntime.current();
		return new StateConnection(source(properties, stop, events), clients,
				(worker != null) ? worker.bootstrap().namespace() : properties.namespace());
	}

	private static StateSource source(ZProcProperties properties, ApplicationStop stop, EventSink events) {
		WorkerRuntime worker = WorkerRuntime.current();
		if (worker != null) {
			return worker;
		}
		return switch (properties.mode()) {
			case PROCESSES -> isTrainingRun() ? new InProcessSource(properties.serverSettings().limits())
					: GivenServer.isNamedBy(properties.server())
							? new GivenServerSource(GivenServer.address(properties.server()))
							: new ForkedServerSource(properties.serverSettings(), stop, events,
									properties.serverRestarts(), properties.outputLimits());
			case IN_PROCESS -> new InProcessSource(properties.serverSettings().limits());
		};
	}

	/**
	 * A run that ends at its refresh starts no worker, but its beans may use the state.
	 */
	private static boolean isTrainingRun() {
		return DefaultLifecycleProcessor.ON_REFRESH_VALUE
			.equalsIgnoreCase(SpringProperties.getProperty(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME));
	}

	@Bean
	@ConditionalOnMissingBean
	SharedState sharedState(StateConnection connection) {
		// In a worker's process there is a state already, and nothing to start.
		boolean isWorker = WorkerRuntime.current() != null;
		return StateClient.deferred(connection::client, () -> isWorker || connection.isConnected(),
				connection::namespace);
	}

	@Bean
	@ConditionalOnMissingBean
	static AtomicBeanPostProcessor zprocAtomicBeanPostProcessor(ObjectProvider<SharedState> state) {
		return new AtomicBeanPostProcessor(state::getObject);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	WorkerDefinitions zprocWorkerDefinitions(ConfigurableListableBeanFactory beans, ZProcProperties properties,
			ValueCodec codec) {
		return new WorkerDefinitions(
				() -> WorkerDefinition.find(beans, properties.workerSettings(), codec::canBeValue));
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	WorkerLauncher zprocWorkerLauncher(StateConnection connection, ConfigurableListableBeanFactory beans,
			ZProcProperties properties, EventSink events, WorkerDefinitions workers) {
		return switch (properties.mode()) {
			case PROCESSES -> new ProcessLauncher(connection, WorkerMain.class, events, heaps(properties, workers));
			case IN_PROCESS -> new ThreadLauncher(connection, beans);
		};
	}

	private static WorkerHeaps heaps(ZProcProperties properties, WorkerDefinitions workers) {
		WorkerRuntime worker = WorkerRuntime.current();
		String own = properties.worker().maxHeap();
		return (worker != null) ? WorkerHeaps.of((own != null) ? own : worker.bootstrap().workerHeap())
				: WorkerHeaps.of(properties.memoryShares(), workers::all);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	WorkerSupervisor zprocWorkerSupervisor(StateConnection connection, WorkerLauncher launcher,
			ZProcProperties properties, EventSink events, ApplicationStop stop) {
		WorkerRuntime runtime = WorkerRuntime.current();
		// A worker shows nobody what its own processes write: it is part of its output.
		OutputTail.Limits output = (runtime != null) ? OutputTail.Limits.NOTHING : properties.outputLimits();
		WorkerSupervisor supervisor = new WorkerSupervisor(connection, launcher,
				new Retention(properties.processes().keep(), properties.processes().resultTtl(), output), events, stop);
		if (runtime != null) {
			supervisor.prepareWorker(runtime.plan());
		}
		return supervisor;
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ProcessManager zprocProcesses(WorkerDefinitions workers, WorkerSupervisor supervisor, Swarms swarms) {
		return new ApplicationProcesses(workers, supervisor, swarms);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	Swarms zprocSwarms(StateConnection connection, WorkerDefinitions workers, WorkerSupervisor supervisor,
			ObjectProvider<ProcessManager> processes, ZProcProperties properties) {
		return new Swarms(connection, workers, supervisor, processes::getObject, properties.swarmSettings(),
				properties.mode() == ZProcProperties.Mode.IN_PROCESS);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	SwarmMember zprocSwarmMember(ConfigurableApplicationContext context, StateConnection connection,
			WorkerDefinitions workers, Swarms swarms) {
		return new SwarmMember(context, connection, workers, swarms);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ApplicationWatchers zprocWatchers(ConfigurableListableBeanFactory beans, ZProcProperties properties,
			EventSink events) {
		return new ApplicationWatchers(() -> WatcherDefinition.find(beans), beans::getBean,
				properties.watch().stopOnError(), events);
	}

	@Bean
	@ConditionalOnMissingBean
	ProcessWatcherTask zprocProcessWatcherTask(StateConnection connection, ZProcProperties properties,
			EventSink events) {
		return new ProcessWatcherTask(connection, properties.watch().stopOnError(), events);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ZProcLifecycle zprocLifecycle(StateConnection connection, WorkerDefinitions workers, WorkerSupervisor supervisor,
			Swarms swarms, ApplicationWatchers watchers, EventSink events, ZProcProperties properties,
			ApplicationContext context) {
		return new ZProcLifecycle(connection, workers, supervisor, swarms, watchers, events, properties, context);
	}

}
