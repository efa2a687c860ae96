package io.zproc.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.zproc.process.EventSink;
import io.zproc.process.JvmOptions;
import io.zproc.process.LaunchPlan;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerDefinition;
import io.zproc.process.WorkerDefinitions;
import io.zproc.process.WorkerSupervisor;
import io.zproc.process.swarm.Swarms;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.worker.ChildApplication;
import io.zproc.worker.ChildMark;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.ClassUtils;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts watchers and workers when the application is ready, and stops them before
 * anything else of it stops. In a worker's process it does nothing.
 *
 * @since 0.1.0
 */
public final class ZProcLifecycle
		implements SmartLifecycle, SmartInitializingSingleton, ApplicationListener<SpringApplicationEvent> {

	private static final Logger logger = LoggerFactory.getLogger(ZProcLifecycle.class);

	private static final String WEB_SERVER_CONTEXT = "org.springframework.boot.web.server.context.WebServerApplicationContext";

	private final StateConnection connection;

	private final WorkerDefinitions workers;

	private final WorkerSupervisor supervisor;

	private final Swarms swarms;

	private final ApplicationWatchers watchers;

	private final EventSink events;

	private final ZProcProperties properties;

	private final KeepAlive keepAlive;

	private final ApplicationContext context;

	private volatile boolean isRunning;

	private volatile @Nullable LaunchPlan plan;

	ZProcLifecycle(StateConnection connection, WorkerDefinitions workers, WorkerSupervisor supervisor, Swarms swarms,
			ApplicationWatchers watchers, EventSink events, ZProcProperties properties, ApplicationContext context) {
		this.connection = connection;
		this.workers = workers;
		this.supervisor = supervisor;
		this.swarms = swarms;
		this.watchers = watchers;
		this.events = events;
		this.properties = properties;
		this.context = context;
		this.keepAlive = new KeepAlive(supervisor, watchers, properties.exitWhenDone());
	}

	/**
	 * Refuses methods that cannot be what their annotations say, before anything starts.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.workers.all();
		// Not in a child, where beans may be missing for good reason.
		if (!ChildMark.isSet()) {
			this.workers.checkAfter();
		}
		this.watchers.definitions();
	}

	@Override
	public void start() {
		this.isRunning = true;
	}

	/**
	 * Runners come between the two events, and may start processes.
	 */
	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationStartedEvent started && isOwn(started.getApplicationContext())) {
			ConfigurableEnvironment environment = started.getApplicationContext().getEnvironment();
			LaunchPlan made = plan(started.getSpringApplication(), environment, started.getArgs());
			this.plan = made;
			this.supervisor.prepare(made);
		}
		else if (event instanceof ApplicationReadyEvent ready && isOwn(ready.getApplicationContext())) {
			startWork(ready.getApplicationContext());
		}
	}

	/**
	 * Those of a context below this one come here, too.
	 */
	private boolean isOwn(ApplicationContext started) {
		return !ChildMark.isSet() && this.isRunning && started == this.context;
	}

	private void startWork(ConfigurableApplicationContext application) {
		List<WorkerDefinition> started = this.workers.all().stream().filter(WorkerDefinition::autoStart).toList();
		LaunchPlan prepared = this.plan;
		boolean hasWatchers = !this.watchers.definitions().isEmpty();
		boolean needsThread = !hasWebServer(application) && !TestSupport.isTest(application.getEnvironment());
		boolean isIdle = started.isEmpty() && this.supervisor.isIdle();
		if (isIdle) {
			sayThatNothingIsStarted(needsThread && (hasWatchers || this.workers.isAny()));
		}
		if (prepared == null || (isIdle && !hasWatchers)) {
			return;
		}
		// Watchers first: they see all that the workers will do.
		if (hasWatchers || !started.isEmpty()) {
			this.watchers.start(this.connection.client(), this.properties.namespace(), prepared.run());
			this.supervisor.start(started);
		}
		if (needsThread && (!started.isEmpty() || !this.supervisor.isIdle())) {
			this.keepAlive.start();
		}
	}

	/**
	 * An application whose workers all wait for somebody would look broken: it starts,
	 * and nothing happens.
	 */
	private void sayThatNothingIsStarted(boolean isEnd) {
		List<String> waiting = this.workers.waiting();
		if (!waiting.isEmpty()) {
			logger.info("No worker is started with the application; those whose methods have parameters that who"
					+ " starts them must give wait for ProcessManager.spawn: {}", waiting);
		}
		if (isEnd) {
			logger.info("No worker runs and there is no web server, so the application ends, unless another thread"
					+ " keeps it up");
		}
	}

	/**
	 * The type of the application would not tell: it is that of a web application, too,
	 * when the classes of one are there without a server of Spring Boot. The interface of
	 * contexts that have one is in a module that need not be there.
	 */
	private static boolean hasWebServer(ApplicationContext context) {
		ClassLoader loader = context.getClassLoader();
		return ClassUtils.isPresent(WEB_SERVER_CONTEXT, loader)
				&& ClassUtils.resolveClassName(WEB_SERVER_CONTEXT, loader).isInstance(context);
	}

	private static LaunchPlan plan(SpringApplication application, ConfigurableEnvironment environment,
			String[] arguments) {
		// A main that is on the stack of a test has started the test.
		String main = TestSupport.isTest(environment) ? null : mainClass(application);
		return new LaunchPlan(UUID.randomUUID().toString().substring(0, 8), main,
				ChildApplication.sourceNames(application), TestSupport.properties(environment), List.of(arguments),
				JvmOptions.ofThisJvm().systemProperties());
	}

	/**
	 * The class whose main runs the application. Without one on the stack of this thread
	 * (the user's event multicaster may have another), it is the one that Boot has found.
	 */
	private static @Nullable String mainClass(SpringApplication application) {
		String calling = ChildApplication.callingMain();
		Class<?> found = application.getMainApplicationClass();
		return (calling != null || found == null || !ChildApplication.hasMain(found)) ? calling : found.getName();
	}

	@Override
	public void stop() {
		this.isRunning = false;
		// The processes of swarms are workers that end only with them.
		this.swarms.close();
		awaitWorkers();
		this.supervisor.close();
		this.watchers.stop();
		// Listeners hear of the last end while their application is still there.
		this.events.close();
		this.keepAlive.stop();
	}

	/**
	 * A worker's process ends when it is asked to, and never waits for others.
	 */
	private void awaitWorkers() {
		Duration bound = this.properties.processes().awaitAtEnd();
		if (bound.isZero() || ChildMark.isSet()) {
			return;
		}
		try {
			if (!this.supervisor.awaitEnd(bound)) {
				logger.warn("Not all workers have ended within {} (zproc.processes.await-at-end); they are stopped",
						bound);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.isRunning;
	}

	/**
	 * A cached test context must not be paused: its workers would go on without it.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Last to start, first to stop: workers may use whatever the application serves.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
