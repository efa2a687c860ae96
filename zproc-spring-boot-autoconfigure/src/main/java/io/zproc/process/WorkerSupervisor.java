package io.zproc.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.zproc.WorkerProcess;
import io.zproc.client.StateClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches the workers, keeps their records, and stops them.
 *
 * @since 0.1.0
 */
public final class WorkerSupervisor implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WorkerSupervisor.class);

	private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

	/** An orphan is gone after 2 seconds. */
	static final Duration ORPHANS_GONE = Duration.ofSeconds(3);

	private final StateConnection connection;

	private final WorkerLauncher launcher;

	private final LongSupplier nanoTime;

	private final Supplier<ScheduledExecutorService> timers;

	private final Retention retention;

	private final Outcomes outcomes;

	private final EventSink events;

	private final HungWatch hungWatch;

	private final GivingUp givingUp;

	private final WorkerGroups groups;

	private final StartedWorkers workers;

	private final Scaling scaling = new Scaling(new Scaling.Maker() {

		@Override
		public int reserve(WorkerDefinition worker) {
			return WorkerSupervisor.this.reserve(worker);
		}

		@Override
		public SupervisedWorker<?> make(WorkerDefinition worker, int instance) {
			return add(worker, instance, worker.namespace(), List.of(), "");
		}

	});

	private @Nullable ScheduledExecutorService timer;

	private @Nullable LaunchPlan plan;

	private boolean isWorker;

	private boolean isStopped;

	/**
	 * Creates a supervisor that has not launched anything.
	 * @param connection the state that the workers share
	 * @param launcher launches them
	 * @param retention what is remembered of those that have ended
	 * @param events is told what becomes of them
	 * @param stop ends the application when it is to end with a worker that is given up
	 */
	public WorkerSupervisor(StateConnection connection, WorkerLauncher launcher, Retention retention, EventSink events,
			ApplicationStop stop) {
		this(connection, launcher, retention, events, stop, System::nanoTime, WorkerTimer::ofRestarts);
	}

	WorkerSupervisor(StateConnection connection, WorkerLauncher launcher, Retention retention, EventSink events,
			ApplicationStop stop, LongSupplier nanoTime, Supplier<ScheduledExecutorService> timers) {
		this.connection = connection;
		this.launcher = launcher;
		this.retention = retention;
		this.events = events;
		this.givingUp = new GivingUp(stop);
		this.nanoTime = nanoTime;
		this.timers = timers;
		this.workers = new StartedWorkers(connection::client, retention, nanoTime);
		this.groups = new WorkerGroups(nanoTime, this.givingUp, this.workers::all);
		this.outcomes = new Outcomes(connection::client);
		this.hungWatch = new HungWatch(connection::client, nanoTime, WorkerTimer::ofHungWatch);
		connection.onServerReplaced((address) -> tellAgain());
	}

	/**
	 * The new server may have missed the last records, or have older ones.
	 */
	private void tellAgain() {
		Thread thread = new Thread(this.workers::tellAgain, "zproc-records");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Says what workers must know of the application. Without it none can be started.
	 * @param plan what they must know
	 */
	public synchronized void prepare(LaunchPlan plan) {
		this.plan = plan;
	}

	/**
	 * Says what workers must know of the application, in a process of one: the workers
	 * that the application keeps are not its affair.
	 * @param plan what they must know
	 */
	public synchronized void prepareWorker(LaunchPlan plan) {
		this.plan = plan;
		this.isWorker = true;
	}

	/**
	 * Launches the instances of workers. Does not wait for them to run.
	 * @param started the workers
	 * @throws LaunchException when one cannot be started; those before it run on
	 */
	public void start(Collection<WorkerDefinition> started) {
		this.scaling.start(started);
	}

	/**
	 * Starts or stops processes of a worker until there are as many as are wanted. Waits
	 * for the ends of those that it stops.
	 * @param worker the worker
	 * @param instances how many are wanted
	 */
	void scale(WorkerDefinition worker, int instances) {
		plan();
		if (isWorker()) {
			throw new IllegalStateException("Worker '" + worker.name() + "' cannot be scaled in a worker's process"
					+ " (expected: in the application, which keeps its processes); start processes with spawn");
		}
		this.scaling.scale(worker, instances);
	}

	/**
	 * Starts processes again that the application keeps and that have ended.
	 * @return whether there is one that is meant
	 */
	boolean startAgain(WorkerDefinition worker, @Nullable Integer instance) {
		plan();
		return this.scaling.startAgain(worker, instance);
	}

	/**
	 * Stops some processes, each in its own time, and waits until that is known.
	 */
	void stop(Predicate<SupervisedWorker<?>> stopped) {
		List<SupervisedWorker<?>> all = this.workers.all().stream().filter(stopped).toList();
		new OrderlyStop(SupervisedWorker::stopGrace).stop(all);
		try {
			for (SupervisedWorker<?> worker : all) {
				if (worker.isRunning() && !worker.awaitEnd(END_TIMEOUT.toNanos())) {
					logger.warn("{} has not ended {} after its grace period", worker, END_TIMEOUT);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The records of some processes.
	 */
	List<ProcessRecord> records(Predicate<SupervisedWorker<?>> wanted) {
		return this.workers.records(wanted);
	}

	/**
	 * Adds a further process of a worker, to be started.
	 * @param worker the worker
	 * @param namespace the namespace of its state
	 * @param arguments the encoded arguments of its method
	 * @param trace the trace that its start belongs to, empty for none
	 */
	<T> SupervisedWorker<T> add(WorkerDefinition worker, String namespace, List<byte[]> arguments, String trace) {
		return add(worker, reserve(worker), namespace, arguments, trace);
	}

	private int reserve(WorkerDefinition worker) {
		int automatic = worker.autoStart() ? worker.instances() : 0;
		long number = client().reserved(RunEntries.INSTANCES).increment(RunEntries.key(plan().run(), worker.name()), 1);
		return Math.toIntExact(automatic + number);
	}

	private <T> SupervisedWorker<T> add(WorkerDefinition worker, int instance, String namespace, List<byte[]> arguments,
			String trace) {
		StateClient client = client();
		client.engine().size(namespace).await(client.requestTimeout());
		LaunchPlan application = plan();
		RunOrder order = new RunOrder(worker, instance, 1, namespace, client.engine().acknowledged(namespace),
				arguments, trace, application);
		synchronized (this) {
			if (this.isStopped) {
				throw new LaunchException(
						"Worker '" + order.label() + "' cannot be started: its application is stopping",
						"Start processes before the application's context is closed.", null);
			}
			WorkerGroup group = this.groups.of(worker, timer());
			GroupMember place = worker.group();
			WorkerEvents told = new WorkerEvents(this.events, (place != null) ? place.group() : null);
			SupervisedWorker<T> added = new SupervisedWorker<>(order,
					new WorkerRuns.Surroundings(this.launcher, timer(), this.nanoTime,
							(record) -> keep(application.run(), record), this.outcomes, told, this.retention.output(),
							this.hungWatch, this.givingUp),
					group);
			this.workers.add(added);
			if (group != null) {
				group.join(added);
			}
			var unused = added.result().whenComplete((result, failure) -> ended(added, group));
			return added;
		}
	}

	private ScheduledExecutorService timer() {
		ScheduledExecutorService present = this.timer;
		if (present == null) {
			present = this.timers.get();
			this.timer = present;
		}
		return present;
	}

	/**
	 * The id of this run of the application.
	 * @return the id
	 * @throws LaunchException when the application has not started
	 */
	public String run() {
		return plan().run();
	}

	StateClient client() {
		return this.connection.client();
	}

	private synchronized LaunchPlan plan() {
		if (this.plan == null) {
			throw new LaunchException("No process can be started yet: the application has not started",
					"Start processes from a runner, a listener of ApplicationReadyEvent, or later; not while beans are"
							+ " made. The application must be run by SpringApplication.",
					null);
		}
		return this.plan;
	}

	private synchronized boolean isWorker() {
		return this.isWorker;
	}

	private void keep(String run, ProcessRecord record) {
		this.workers.share(run, record);
		if (record.state().isTerminal() && !isWorker()) {
			// When orphans are gone, too, which write records as long as they live; and
			// not on the thread that tells of an end: others wait for that.
			later(() -> this.workers.tidy(run, record), ORPHANS_GONE.toMillis());
		}
	}

	/**
	 * Does something later, unless the application stops before.
	 */
	private synchronized void later(Runnable task, long delayMs) {
		if (!this.isStopped) {
			var unused = timer().schedule(task, delayMs, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * The records of all workers that were started and are not forgotten.
	 * @return the records, in the order of their start
	 */
	public List<ProcessRecord> records() {
		return records((worker) -> true);
	}

	/**
	 * What the processes of a worker that was started here, and is not forgotten, have
	 * written last. A worker that is a thread writes nothing that can be told from the
	 * output of others.
	 * @param process its name, a dash, and the number of its instance
	 * @return the lines, {@code null} when there is no such worker
	 */
	public @Nullable OutputTail output(String process) {
		return this.workers.output(process);
	}

	/**
	 * The records of all processes of this run of the application, at any depth, as
	 * {@linkplain ProcessRecord#toMap() plain values}. Asks the state server.
	 * @return the records, in no order
	 * @throws LaunchException when the application has not started
	 */
	public List<Map<?, ?>> tree() {
		return RunEntries.read(client(), RunEntries.PROCESSES, run());
	}

	/**
	 * The records of workers that the application is to have, which were not spawned, and
	 * that have failed for good: none of their runs follows.
	 * @return the records, in the order of their start
	 */
	public List<ProcessRecord> failed() {
		return this.workers.failed();
	}

	/**
	 * The records of workers that are hung, spawned ones too: nobody else would notice.
	 * @return the records, in the order of their start
	 */
	public List<ProcessRecord> hung() {
		return records().stream().filter((record) -> record.hungSince() != null).toList();
	}

	/**
	 * The last heartbeats of the processes of this run of the application, at any depth.
	 * Asks the state server.
	 * @return the heartbeats by the processes' workers and instances, such as
	 * {@code mailer-1}
	 * @throws LaunchException when the application has not started
	 */
	public Map<String, Heartbeat> heartbeats() {
		return new Heartbeats(client(), run()).read();
	}

	/**
	 * The processes that were started here, or are to be, and are not forgotten.
	 */
	List<WorkerProcess<?>> processes() {
		return List.copyOf(this.workers.all());
	}

	/**
	 * Stops what there is, each before those that it was started after.
	 * @param grace how long each may take by itself
	 */
	void stopAll(Duration grace) {
		new OrderlyStop((worker) -> grace).stop(this.workers.all());
	}

	/**
	 * Sees that it is forgotten in time. What waits for that does not hold its result.
	 */
	private void ended(SupervisedWorker<?> worker, @Nullable WorkerGroup group) {
		if (group != null) {
			group.leave(worker);
		}
		this.workers.ended(worker);
		later(this.workers::forget, this.retention.resultTtl().toMillis() + 1);
	}

	/**
	 * Whether no worker is remembered.
	 * @return whether there is none
	 */
	public boolean isIdle() {
		return this.workers.all().isEmpty();
	}

	/**
	 * Waits until every worker that was started has ended, with those that are started
	 * meanwhile.
	 * @throws InterruptedException when the thread is interrupted
	 */
	public void awaitEnd() throws InterruptedException {
		var unused = awaitEnd(Duration.ofNanos(Long.MAX_VALUE));
	}

	/**
	 * Waits until every worker that was started has ended, with those that are started
	 * meanwhile.
	 * @param timeout how long to wait for all of them
	 * @return whether all have ended
	 * @throws InterruptedException when the thread is interrupted
	 */
	public boolean awaitEnd(Duration timeout) throws InterruptedException {
		return this.workers.awaitEnd(timeout);
	}

	/**
	 * Stops all workers, each before those that it was started after; those that do not
	 * need each other at the same time. Each is asked, then waited for, then forced.
	 * Returns when all are over: what bounds it is, along the longest chain of workers
	 * that need each other, the sum of their grace periods and of the few seconds that
	 * force may take.
	 */
	@Override
	public void close() {
		LaunchPlan started;
		ScheduledExecutorService restarts;
		synchronized (this) {
			this.isStopped = true;
			started = this.plan;
			this.plan = null;
			restarts = this.timer;
			this.timer = null;
		}
		this.hungWatch.close();
		new OrderlyStop(SupervisedWorker::stopGrace).stop(this.workers.all());
		this.groups.close();
		if (restarts != null) {
			restarts.shutdownNow();
		}
		this.launcher.close();
		if (started != null && this.connection.isShared()) {
			RunEntries.removeAll(this.connection.client(), started.run());
		}
	}

}
