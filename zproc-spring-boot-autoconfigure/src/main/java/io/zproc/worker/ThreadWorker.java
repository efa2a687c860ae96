package io.zproc.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.zproc.Origin;
import io.zproc.ProcessExit;
import io.zproc.ProcessState;
import io.zproc.process.EndedRun;
import io.zproc.process.Heartbeat;
import io.zproc.process.EndedRun.End;
import io.zproc.process.EventSink;
import io.zproc.process.ProcessRecord;
import io.zproc.process.RemoteFailure;
import io.zproc.process.RunListener;
import io.zproc.process.RunOrder;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * A run of a worker as a thread of the application, with a session of its own. It can be
 * interrupted, but not killed: one that ignores the interrupt is left behind, and said
 * so.
 */
final class ThreadWorker implements WorkerHandle {

	private static final Logger logger = LoggerFactory.getLogger(ThreadWorker.class);

	private final RunOrder order;

	private final WorkerIdentity identity;

	private final StateConnection connection;

	private final ConfigurableListableBeanFactory beans;

	private final RunListener listener;

	private final Thread thread;

	private final MethodProgress progress = new MethodProgress();

	private final long startedAtNanos = System.nanoTime();

	private volatile byte @Nullable [] result;

	/** Whether its method has returned. */
	private boolean isOver;

	private volatile @Nullable String reason;

	private volatile boolean isStopping;

	private volatile ProcessRecord record;

	ThreadWorker(RunOrder order, StateConnection connection, ConfigurableListableBeanFactory beans,
			RunListener listener) {
		this.order = order;
		this.identity = new WorkerIdentity(order.plan().run(), order.worker().name(), order.instance(), order.attempt(),
				order.namespace(), order.since());
		this.connection = connection;
		this.beans = beans;
		this.listener = listener;
		this.record = ProcessRecord.starting(order, ProcessHandle.current().pid());
		this.thread = new Thread(this::run, "zproc-worker-" + order.label());
		this.thread.setDaemon(true);
	}

	void start() {
		this.listener.changed(this.record);
		this.thread.start();
	}

	private void run() {
		Throwable failure = null;
		try {
			Origin origin = new Origin(this.identity.name(), this.identity.instance(), this.record.pid(),
					this.identity.attempt(), "");
			this.connection.reside(origin, this.identity.namespace(), this::work);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		// An interrupt was meant for the method.
		Thread.interrupted();
		EndedRun run;
		synchronized (this) {
			run = ended(failure);
			this.record = run.record();
		}
		this.listener.ended(run);
		this.listener.settled(run);
	}

	private void work() throws Exception {
		Readiness readiness = new Readiness(() -> change((now) -> now.with(ProcessState.RUNNING)));
		RunningWorker running = new RunningWorker(this.identity, readiness, this.progress);
		WorkerBody body = WorkerBody.of(this.order.worker(), this.identity, running, this.beans, this.connection,
				this.order.arguments(), this.order.trace());
		try {
			if (!this.order.worker().life().reportsReady()) {
				readiness.ready();
			}
			if (!this.isStopping) {
				Object value = new RetriedRuns(this.order.worker().retries(), running, () -> this.isStopping,
						RetriedRuns.Waiter.UNTIL_STOPPED, this.beans.getBean(EventSink.class))
					.run(body);
				synchronized (this) {
					this.isOver = true;
				}
				Thread.interrupted();
				this.result = this.connection.client().encode("result of worker " + this.order.label(), value);
			}
		}
		finally {
			// A thread of the method's that says it later comes too late.
			readiness.end();
		}
	}

	private EndedRun ended(@Nullable Throwable failure) {
		String forced = this.reason;
		if (forced != null) {
			this.result = null;
			return ended(End.FORCED, 1, "Worker '" + this.order.label() + "' was ended, because " + forced, null);
		}
		if (this.result != null) {
			return ended(End.RETURNED, 0, null, null);
		}
		if (failure == null || this.isStopping) {
			return ended(End.STOPPED, 0, null, null);
		}
		if (failure instanceof ProcessExit exit) {
			return ended(End.EXITED, exit.code(),
					(exit.code() != 0) ? "Worker '" + this.order.label() + "': " + exit.getMessage() : null, null);
		}
		logger.error("Worker '{}' failed", this.order.label(), failure);
		return ended(End.THREW, 1, failure.toString(), RemoteFailure.of(failure));
	}

	private EndedRun ended(End end, int exitCode, @Nullable String description, @Nullable RemoteFailure failure) {
		ProcessState state = (description != null) ? ProcessState.FAILED : ProcessState.EXITED;
		return new EndedRun(this.record.ended(state, exitCode, description), end, this.result, failure,
				Duration.ofNanos(System.nanoTime() - this.startedAtNanos), false, List.of(), this.reason);
	}

	/**
	 * Changes its record, unless it is over.
	 */
	private boolean change(UnaryOperator<ProcessRecord> change) {
		ProcessRecord changed;
		synchronized (this) {
			if (this.record.state().isTerminal()) {
				return false;
			}
			changed = change.apply(this.record);
			this.record = changed;
		}
		this.listener.changed(changed);
		return true;
	}

	@Override
	public ProcessRecord record() {
		return this.record;
	}

	@Override
	public synchronized boolean askUnlessOver() {
		if (this.isOver || this.isStopping || this.reason != null || this.record.state().isTerminal()) {
			return false;
		}
		askToStop();
		return true;
	}

	@Override
	public void askToStop() {
		this.isStopping = true;
		this.thread.interrupt();
	}

	/**
	 * Interrupts it: more cannot be done to a thread.
	 */
	@Override
	public void fail(String reason, Duration grace) {
		if (this.result == null && !this.isStopping && this.reason == null && !this.record.state().isTerminal()) {
			this.reason = reason;
			logger.warn("Worker '{}' is interrupted: {}", this.order.label(), reason);
			askToStop();
		}
	}

	/**
	 * Only its method can say that it gets on: the JVM is that of who would miss it.
	 */
	@Override
	public @Nullable Heartbeat heartbeat() {
		long count = this.progress.count();
		return (count != 0) ? new Heartbeat(this.identity.attempt(), count, count, 0, 0) : null;
	}

	@Override
	public boolean hung(@Nullable Instant since) {
		return !this.isStopping && change((now) -> now.hung(since));
	}

	@Override
	public boolean dumpThreads() {
		StackTraceElement[] stack = this.thread.getStackTrace();
		logger.warn("Worker '{}' is at{}", this.order.label(),
				Arrays.stream(stack).map((frame) -> "\n\tat " + frame).collect(Collectors.joining()));
		return true;
	}

	@Override
	public void kill() {
		askToStop();
	}

	@Override
	public void end(Duration grace) {
		try {
			this.thread.join(Math.max(1, grace.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.thread.isAlive()) {
			logger.warn("Worker '{}' ignores its interrupt; as a thread it cannot be killed and is left behind",
					this.order.label());
		}
	}

}
