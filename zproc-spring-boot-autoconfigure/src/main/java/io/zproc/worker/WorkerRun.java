package io.zproc.worker;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.zproc.ProcessExit;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.RemoteFailure;
import io.zproc.process.EventSink;
import io.zproc.process.Reports;
import io.zproc.process.Reports.Kind;
import io.zproc.process.Reports.Report;
import io.zproc.process.ResultSender;
import io.zproc.process.StartPhases;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerBootstrap;
import io.zproc.process.WorkerDefinition;
import io.zproc.process.WorkerDefinitions;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.ValueCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * One run of a worker: sets up the application, calls the method, and takes everything
 * down again, in this order: the method, the context with its {@code @PreDestroy}, and
 * last the connection to the state, which those may still need.
 */
final class WorkerRun implements ParentPipe.Listener {

	private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(5);

	private final WorkerRuntime runtime;

	private final WorkerBootstrap bootstrap;

	private final Reports reports;

	private final StartPhases phases;

	private final LongSupplier connectedAtMillis;

	private final ResultSender sender;

	private final HeartbeatSender heartbeats;

	private final Readiness readiness = new Readiness(this::tellReady);

	private final MethodThread method = new MethodThread();

	/** Held while the parent is told: what is told again is never older than the last. */
	private final Object telling = new Object();

	private @Nullable Report lastTold;

	private volatile @Nullable ConfigurableApplicationContext context;

	private boolean isClosed;

	/**
	 * Creates a run.
	 * @param connectedAtMillis when the engine was connected first; 0 when it is not yet
	 */
	WorkerRun(WorkerRuntime runtime, StartPhases phases, LongSupplier connectedAtMillis) {
		this.runtime = runtime;
		this.bootstrap = runtime.bootstrap();
		this.phases = phases;
		this.connectedAtMillis = connectedAtMillis;
		ValueCodec codec = new ValueCodec(List.of(), WorkerRun.class.getClassLoader());
		this.sender = new ResultSender(this.bootstrap.session());
		this.heartbeats = new HeartbeatSender(new StateClient(runtime.engine(), codec, HeartbeatSender.TIMEOUT),
				runtime.identity(), Duration.ofMillis(this.bootstrap.heartbeatMs()));
		this.reports = new Reports(new StateClient(runtime.engine(), codec, REPORT_TIMEOUT));
	}

	/**
	 * Runs the worker to its end.
	 * @return the exit code of the process
	 */
	int run() {
		try {
			this.heartbeats.start();
			ChildApplication application = new ChildApplication(this.bootstrap.mainClass(), this.bootstrap.sources(),
					this.bootstrap.arguments());
			work(explained(() -> ChildContext.prepare(application, this::loaded)));
			return 0;
		}
		catch (ProcessExit ex) {
			tell(Report.of(Kind.EXITED));
			return ex.code();
		}
		catch (Throwable ex) {
			return this.method.isStopping() ? 0 : failed(this.method.failure(ex));
		}
		finally {
			this.method.endInterrupts();
			close();
		}
	}

	/**
	 * Takes a step before the method is called. What it throws is said in the words that
	 * Spring Boot has for it.
	 */
	private <T> T explained(Supplier<T> step) {
		try {
			return step.get();
		}
		catch (RuntimeException ex) {
			throw StartFailure.explain(ex, this.runtime.identity().label(), this.context);
		}
	}

	private void loaded(ConfigurableApplicationContext context) {
		this.context = context;
		this.phases.reached("context loaded");
	}

	private void work(ConfigurableApplicationContext context) throws Exception {
		this.context = context;
		this.phases.reached("context refreshed");
		StateConnection connection = context.getBean(StateConnection.class);
		WorkerDefinition worker = context.getBean(WorkerDefinitions.class).get(this.bootstrap.worker());
		RunningWorker running = new RunningWorker(this.runtime.identity(), this.readiness, this.heartbeats.progress());
		WorkerBody body = explained(() -> WorkerBody.of(worker, this.runtime.identity(), running,
				context.getBeanFactory(), connection, this.bootstrap.values(), this.bootstrap.trace()));
		ChildContext.start(context, body.beanNames());
		context.getBeanProvider(WorkerCompanion.class)
			.forEach((companion) -> companion.accompany(this.runtime.identity()));
		Object result = run(worker, running, body, context.getBean(EventSink.class));
		this.sender.send(connection.client(),
				connection.client().encode("result of worker " + this.runtime.identity().label(), result));
	}

	private @Nullable Object run(WorkerDefinition worker, RunningWorker running, WorkerBody body, EventSink events)
			throws Exception {
		called();
		try {
			if (!worker.life().reportsReady()) {
				// One round trip early: it says that the method is called.
				this.readiness.ready();
			}
			if (this.method.isEnding()) {
				throw new InterruptedException("The worker was stopped before its method was called");
			}
			return new RetriedRuns(worker.retries(), running, this.method::isEnding, RetriedRuns.Waiter.UNTIL_STOPPED,
					events)
				.run(body);
		}
		finally {
			this.readiness.end();
			this.method.requireNoFailure();
		}
	}

	private void called() {
		long connectedAt = this.connectedAtMillis.getAsLong();
		if (connectedAt != 0) {
			this.phases.reached("connected", connectedAt);
		}
		this.phases.reached("method called");
	}

	private void tellReady() {
		this.phases.reached("ready");
		synchronized (this.telling) {
			this.lastTold = Report.of(this.phases);
			this.reports.tell(this.bootstrap.session(), this.lastTold);
		}
	}

	private int failed(Throwable ex) {
		System.err.println("Worker '" + this.runtime.identity().label() + "' failed");
		ex.printStackTrace();
		tell(Report.of(RemoteFailure.of(ex)));
		return 1;
	}

	private void tell(Report report) {
		synchronized (this.telling) {
			this.lastTold = report;
			try {
				this.reports.tell(this.bootstrap.session(), report);
			}
			catch (ZProcException unreachable) {
				System.err.println("The parent could not be told: " + unreachable.getMessage());
			}
		}
	}

	@Override
	public void taken() {
		this.sender.taken();
	}

	/**
	 * What was told last may be lost, and is told again.
	 */
	@Override
	public void serverReplaced(ServerAddress address) {
		this.runtime.serverReplaced(address);
		Thread thread = new Thread(this::tellAgain, "zproc-report");
		thread.setDaemon(true);
		thread.start();
	}

	private void tellAgain() {
		synchronized (this.telling) {
			if (this.lastTold != null) {
				tell(this.lastTold);
			}
		}
	}

	/**
	 * Ends the method by an interrupt. The exit follows on the worker's own thread.
	 */
	@Override
	public void stop() {
		this.method.stop();
	}

	/**
	 * Ends the method by an interrupt, and this process as failed: its parent decides
	 * what follows. Does not wait.
	 */
	void fail(String why) {
		System.err.println(why);
		if (this.method.fail(why)) {
			Thread thread = new Thread(() -> exitUnlessItEnds(why), "zproc-stop-application");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void exitUnlessItEnds(String why) {
		if (!this.method.awaitEnd()) {
			tell(Report.of(RemoteFailure.of(new ZProcException(why))));
			System.exit(1);
		}
	}

	/**
	 * Takes everything down, once; also called when the JVM was told to end by a signal,
	 * or by {@code System.exit} in the method.
	 */
	void close() {
		if (!this.method.isCurrent()) {
			this.method.stop();
			if (!this.method.awaitEnd()) {
				System.err.println("The method of worker '" + this.bootstrap.worker()
						+ "' has not ended; its application is closed all the same");
			}
		}
		synchronized (this) {
			if (!this.isClosed) {
				this.isClosed = true;
				ConfigurableApplicationContext current = this.context;
				if (current != null) {
					current.close();
				}
				this.heartbeats.close();
				this.runtime.engine().close();
			}
		}
	}

}
