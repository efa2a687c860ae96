package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.zproc.ProcessManager;
import io.zproc.ProcessState;
import io.zproc.Swarm;
import io.zproc.WorkerProcess;
import io.zproc.ZProcEvent;
import io.zproc.client.StateClient;
import io.zproc.process.EndedRun.End;
import io.zproc.protocol.ValueCodec;
import io.zproc.server.ServerLimits;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * A real supervisor of runs that do what a test says.
 */
final class ScriptedWorkers implements WorkerLauncher, AutoCloseable {

	static final Duration BOUND = Duration.ofSeconds(90);

	static final LaunchPlan PLAN = new LaunchPlan("run", null, List.of(), Map.of(), List.of(), Map.of());

	/** What has happened to the runs, in its order. */
	private final List<String> events = new CopyOnWriteArrayList<>();

	/** What listeners of the application hear. */
	private final List<ZProcEvent> told = new CopyOnWriteArrayList<>();

	/** Why the application was to be stopped. */
	private final List<String> stops = new CopyOnWriteArrayList<>();

	private final List<ScriptedRun> runs = new CopyOnWriteArrayList<>();

	private final StateConnection connection = new StateConnection(new InProcessSource(ServerLimits.defaults()),
			(engine) -> new StateClient(engine, new ValueCodec(List.of(), getClass().getClassLoader()), BOUND),
			"default");

	private final Map<String, WorkerDefinition> definitions;

	private final WorkerSupervisor supervisor;

	private volatile String refused = "";

	ScriptedWorkers(Class<?> bean, Map<String, WorkerSettings.Single> settings) {
		this(bean, settings, RestartOptions.NOTHING, System::nanoTime, ManualTimer::automatic);
	}

	/**
	 * Workers whose time the test makes.
	 */
	ScriptedWorkers(Class<?> bean, Map<String, WorkerSettings.Single> settings, RestartOptions restart,
			LongSupplier nanoTime, Supplier<ScheduledExecutorService> timers) {
		this(bean, settings, Map.of(), restart, nanoTime, timers);
	}

	/**
	 * Workers in groups, whose time the test makes.
	 */
	ScriptedWorkers(Class<?> bean, Map<String, WorkerSettings.Single> settings, Map<String, GroupSettings> groups,
			RestartOptions restart, LongSupplier nanoTime, Supplier<ScheduledExecutorService> timers) {
		this.definitions = definitions(bean, new WorkerSettings("default", List.of(), LifeOptions.NOTHING,
				RetryOptions.NOTHING, restart, groups, settings));
		this.supervisor = new WorkerSupervisor(this.connection, this, Retention.DEFAULT, this.told::add,
				(what, action) -> this.stops.add(what + "\n" + action), nanoTime, timers);
		this.supervisor.prepare(PLAN);
	}

	private static Map<String, WorkerDefinition> definitions(Class<?> bean, WorkerSettings settings) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerBeanDefinition("bean", new RootBeanDefinition(bean));
		return WorkerDefinition.find(beans, settings, (type) -> true);
	}

	/**
	 * A worker with nothing but its annotation.
	 */
	static WorkerDefinition worker(Class<?> bean, String name) {
		return definitions(bean, new WorkerSettings("default", List.of(), LifeOptions.NOTHING, RetryOptions.NOTHING,
				RestartOptions.NOTHING, Map.of(), Map.of()))
			.get(name);
	}

	/**
	 * Starts all workers, as the application does.
	 */
	void start() {
		this.supervisor.start(this.definitions.values().stream().filter(WorkerDefinition::autoStart).toList());
	}

	/**
	 * What the application starts processes with; it has no swarms.
	 */
	ProcessManager processes() {
		return new ApplicationProcesses(new WorkerDefinitions(() -> this.definitions), this.supervisor,
				new SwarmFactory() {

					@Override
					public Swarm create(String name, int size) {
						throw new IllegalStateException("No swarms here");
					}

					@Override
					public Swarm find(String name) {
						throw new IllegalStateException("No swarms here");
					}

				});
	}

	/**
	 * Lets no run of a process be launched.
	 */
	void refuse(String label) {
		this.refused = label;
	}

	WorkerSupervisor supervisor() {
		return this.supervisor;
	}

	WorkerDefinition definition(String name) {
		return this.definitions.get(name);
	}

	/**
	 * What has happened, such as {@code launch a-1}, {@code stop a-1}, {@code end a-1}.
	 */
	List<String> events() {
		return List.copyOf(this.events);
	}

	/**
	 * What listeners of the application hear.
	 */
	List<ZProcEvent> told() {
		return List.copyOf(this.told);
	}

	/**
	 * Why the application was to be stopped, and what to do about it.
	 */
	List<String> stops() {
		return List.copyOf(this.stops);
	}

	void awaitEvents(String... expected) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.atMost(BOUND)
			.until(() -> events().containsAll(List.of(expected)));
	}

	/**
	 * The last run of a process.
	 */
	ScriptedRun run(String label) {
		awaitEvents("launch " + label);
		return this.runs.stream()
			.filter((run) -> run.order.label().equals(label))
			.reduce((first, second) -> second)
			.orElseThrow();
	}

	WorkerProcess<?> process(String label) {
		return this.supervisor.processes()
			.stream()
			.filter((process) -> (process.name() + "-" + process.instance()).equals(label))
			.reduce((first, second) -> second)
			.orElseThrow();
	}

	/**
	 * What the log and the endpoint show of a process, as the state server has it.
	 */
	@Nullable Object shared(String label, String field) {
		Object record = this.connection.client().reserved(RunEntries.PROCESSES).get("run/" + label);
		return (record instanceof Map<?, ?> map) ? map.get(field) : null;
	}

	StateClient client() {
		return this.connection.client();
	}

	@Override
	public WorkerHandle launch(RunOrder order, RunListener listener) {
		if (order.label().equals(this.refused)) {
			throw new LaunchException("No process for " + this.refused, "Let it be launched.", null);
		}
		ScriptedRun run = new ScriptedRun(order, listener);
		this.runs.add(run);
		this.events.add("launch " + order.label());
		listener.changed(run.record());
		return run;
	}

	@Override
	public void close() {
		if (this.events.contains("closed")) {
			return;
		}
		this.events.add("closed");
		this.supervisor.close();
		this.connection.close();
	}

	/**
	 * One run.
	 */
	final class ScriptedRun implements WorkerHandle {

		private final RunOrder order;

		private final RunListener listener;

		private final CountDownLatch ended = new CountDownLatch(1);

		private volatile ProcessRecord record;

		/** Whether it ends when it is asked to. */
		private volatile boolean isPolite = true;

		private volatile boolean isOver;

		/** Whether who ends it must wait for the test. */
		private volatile boolean isSlow;

		private ScriptedRun(RunOrder order, RunListener listener) {
			this.order = order;
			this.listener = listener;
			this.record = ProcessRecord.starting(order, 1);
		}

		void beReady() {
			this.record = this.record.with(ProcessState.RUNNING);
			this.listener.changed(this.record);
		}

		void write(String line) {
			this.listener.wrote(this.order.attempt(), line);
		}

		void returnNothing() {
			end(End.EXITED, 0, null);
		}

		void die() {
			end(End.DIED, 137, "It was killed\nwith last lines");
		}

		void beStubborn() {
			this.isPolite = false;
		}

		/**
		 * Does not end when it is asked to, but when the test says so.
		 */
		void beSlow() {
			this.isPolite = false;
			this.isSlow = true;
		}

		/**
		 * Its method is over, but it has not ended.
		 */
		void beOver() {
			this.isOver = true;
		}

		void crash(String... lines) {
			end(End.DIED, 1, "It crashed", null, null, List.of(lines));
		}

		void exit(int code) {
			end(End.EXITED, code, (code != 0) ? "It ended itself" : null);
		}

		void beTerminated() {
			end(End.STOPPED, 143, null);
		}

		void throwException(RuntimeException exception) {
			end(End.THREW, 1, exception.toString(), null, RemoteFailure.of(exception), List.of());
		}

		void returnValue(Object value) {
			end(End.RETURNED, 0, null, client().encode("result", value), null, List.of());
		}

		int attempt() {
			return this.order.attempt();
		}

		private void end(End end, int exitCode, @Nullable String failure) {
			end(end, exitCode, failure, null, null, List.of());
		}

		private synchronized void end(End end, int exitCode, @Nullable String why, byte @Nullable [] result,
				@Nullable RemoteFailure failure, List<String> lines) {
			if (this.ended.getCount() == 0) {
				return;
			}
			ProcessState state = (why != null) ? ProcessState.FAILED : ProcessState.EXITED;
			this.record = this.record.ended(state, exitCode, why);
			ScriptedWorkers.this.events.add("end " + this.order.label());
			EndedRun run = new EndedRun(this.record, end, result, failure, Duration.ofSeconds(1), false, lines);
			this.listener.ended(run);
			this.ended.countDown();
			this.listener.settled(run);
		}

		/**
		 * Ends because it was asked to.
		 */
		void stopped(int exitCode) {
			end(End.STOPPED, exitCode, null);
		}

		@Override
		public ProcessRecord record() {
			return this.record;
		}

		@Override
		public void fail(String reason, Duration grace) {
			ScriptedWorkers.this.events
				.add("fail " + this.order.label() + " within " + grace.toSeconds() + " s: " + reason);
			end(End.FORCED, 137, "It was ended");
		}

		@Override
		public boolean hung(@Nullable Instant since) {
			if (this.record.state().isTerminal()) {
				return false;
			}
			this.record = this.record.hung(since);
			this.listener.changed(this.record);
			return true;
		}

		@Override
		public boolean dumpThreads() {
			ScriptedWorkers.this.events.add("dump " + this.order.label());
			return true;
		}

		@Override
		public boolean askUnlessOver() {
			if (this.isOver || this.record.state().isTerminal()) {
				return false;
			}
			askToStop();
			return true;
		}

		@Override
		public void askToStop() {
			ScriptedWorkers.this.events.add("stop " + this.order.label());
			if (this.isPolite) {
				stopped(0);
			}
		}

		@Override
		public void end(Duration grace) {
			try {
				if (this.isSlow) {
					assert this.ended.await(BOUND.toSeconds(), TimeUnit.SECONDS);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (this.ended.getCount() > 0) {
				ScriptedWorkers.this.events.add("force " + this.order.label() + " after " + grace.toSeconds() + " s");
				stopped(137);
			}
		}

		@Override
		public void kill() {
			askToStop();
		}

	}

}
