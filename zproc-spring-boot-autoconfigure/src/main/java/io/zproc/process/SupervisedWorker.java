package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.zproc.ProcessState;
import io.zproc.WorkerProcess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's process through all its runs: launches one, waits for its end, and asks the
 * policy whether there shall be another.
 *
 * @param <T> the type of its result
 */
final class SupervisedWorker<T> implements WorkerProcess<T>, RunListener {

	private static final Logger logger = LoggerFactory.getLogger(SupervisedWorker.class);

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

	/** What the runs of a worker need of their surroundings. */
	record Surroundings(WorkerLauncher launcher, ScheduledExecutorService timer, LongSupplier nanoTime,
			Consumer<ProcessRecord> records, Outcomes outcomes, WorkerEvents events, OutputTail.Limits output,
			HungWatch hungWatch, GivingUp givingUp) {

	}

	private final RunOrder order;

	private final Surroundings surroundings;

	private final Promise<T> result;

	private final StartGate gate;

	private final NextRun nextRun;

	private final TimeLimit timeLimit;

	private final ToldRecord told;

	private final OutputTail output;

	/** Held while a run is launched: a stop comes before that, or after. */
	private final Object launching = new Object();

	private volatile @Nullable WorkerHandle current;

	private volatile boolean isKept;

	SupervisedWorker(RunOrder order, Surroundings surroundings) {
		this.order = order;
		this.surroundings = surroundings;
		this.result = new Promise<>(order.label());
		this.gate = new StartGate(order.label());
		this.nextRun = new NextRun(new RestartPolicy(order.worker()));
		this.timeLimit = new TimeLimit(order.worker(), surroundings.timer());
		this.told = new ToldRecord(surroundings.records(), surroundings.events());
		var unused = this.result.copy().whenComplete((value, failure) -> this.gate.ended(failure));
		this.output = new OutputTail(surroundings.output());
	}

	@Override
	public void start() {
		try {
			synchronized (this.launching) {
				if (attempt() == 0 && !this.nextRun.isStopping() && !this.gate.isHeld()) {
					launch();
				}
			}
		}
		catch (RuntimeException ex) {
			this.result.fail(ex);
			throw ex;
		}
	}

	/**
	 * Whether another one must be ready before it is started.
	 */
	boolean isAfter(SupervisedWorker<?> other) {
		return this.order.worker().life().after().contains(other.name());
	}

	/**
	 * Whether nobody needs to wait until it is ready.
	 */
	boolean wasReady() {
		return this.gate.wasReady();
	}

	boolean isSameInstance(SupervisedWorker<?> other) {
		return this.order.label().equals(other.order.label());
	}

	boolean isCalled(String label) {
		return this.order.label().equals(label);
	}

	/**
	 * Says that the application is to have it: it was not spawned.
	 */
	void keep() {
		this.isKept = true;
	}

	/**
	 * Whether the application is to have it, until it is dismissed.
	 */
	boolean isKept() {
		return this.isKept;
	}

	/**
	 * Lets nobody wait until it is ready, and the application no longer have it.
	 */
	void dismiss() {
		this.isKept = false;
		this.gate.ready();
	}

	/**
	 * Has it started when others are ready. If one of them ends for good before, it is
	 * not started. Does not wait.
	 */
	void startAfter(List<SupervisedWorker<?>> others) {
		this.gate.hold();
		this.told.changed(ProcessRecord.waiting(this.order));
		List<StartGate> gates = new ArrayList<>();
		others.forEach((other) -> gates.add(other.gate));
		this.gate.openAfter(gates, this.surroundings.timer(), new StartGate.Start() {

			@Override
			public void release() {
				SupervisedWorker.this.release();
			}

			@Override
			public void refuse(String reason, Throwable failure) {
				refuseStart(reason, failure);
			}

		});
	}

	private void release() {
		synchronized (this.launching) {
			if (this.result.isKept()) {
				return;
			}
			try {
				launch();
				this.gate.passed();
			}
			catch (RuntimeException ex) {
				refuseStart("", ex);
			}
		}
	}

	private void refuseStart(String reason, Throwable failure) {
		synchronized (this.launching) {
			if (this.result.isKept() || record() == null) {
				return;
			}
			String said = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
			String message = "Worker '" + this.order.label() + "' was not started: " + reason + said;
			this.told.unstarted(ProcessState.FAILED, message);
			logger.error("{}", message);
			this.result.fail(Outcomes.neverStarted(message));
		}
	}

	private void launch() {
		RunOrder run = this.order.again(this.nextRun.begin());
		WorkerHandle launched = this.surroundings.launcher().launch(run, this);
		this.current = launched;
		this.timeLimit.begin(launched);
		this.surroundings.hungWatch().watch(launched, run);
	}

	@Override
	public void changed(ProcessRecord changed) {
		synchronized (this.told) {
			if (this.told.isTooLate(changed)) {
				return;
			}
			boolean isReady = changed.state() == ProcessState.RUNNING;
			if (isReady) {
				this.nextRun.ready(now());
			}
			this.told.changed(changed);
			if (isReady) {
				this.gate.ready();
			}
		}
	}

	private long now() {
		return this.surroundings.nanoTime().getAsLong();
	}

	@Override
	public void wrote(int attempt, String line) {
		this.output.add(attempt, line);
	}

	/**
	 * What its processes have written last.
	 */
	OutputTail output() {
		return this.output;
	}

	/**
	 * Tells its record again, to who may have lost it.
	 */
	void tellAgain() {
		this.told.tellAgain();
	}

	@Override
	public void ended(EndedRun run) {
		this.timeLimit.forget();
		Decision next;
		synchronized (this.told) {
			next = this.nextRun.ended(run, now());
			this.told.ended(run, next);
		}
		// Last, so that whoever reads the log finds the record.
		if (run.record().state() == ProcessState.FAILED || next.isGivenUp()) {
			logger.error("{}", RunEnding.report(run, next));
		}
		else {
			logger.info("{}", RunEnding.note(run, next));
		}
	}

	@Override
	public void settled(EndedRun run) {
		Decision next = this.nextRun.decision();
		Duration delay = (next != null) ? next.delay() : null;
		if (delay != null) {
			// A stop comes before this, or finds it waiting.
			if (this.nextRun.waitsAfter(run)) {
				var unused = this.surroundings.timer()
					.schedule(() -> restart(run), delay.toNanos(), TimeUnit.NANOSECONDS);
			}
			return;
		}
		if (next == null || !next.isGivenUp()) {
			this.result.keep(() -> this.surroundings.outcomes().of(run));
			return;
		}
		String why = RunEnding.givenUp(run.record(), next);
		// First, so that an application that is to stop does not end by itself before.
		this.surroundings.givingUp().failedForGood(this.order.worker(), why, run);
		this.result.keep(() -> this.surroundings.outcomes().givenUp(run, why));
	}

	private void restart(EndedRun before) {
		try {
			synchronized (this.launching) {
				if (this.nextRun.waitsAfter(before)) {
					launch();
				}
			}
		}
		catch (RuntimeException | Error ex) {
			notRestarted(before, ex);
		}
	}

	private void notRestarted(EndedRun before, Throwable why) {
		String message = "Worker '" + this.order.label() + "' could not be started again, for attempt " + attempt()
				+ ": " + why.getMessage();
		logger.error(message, why);
		this.told.notStartedAgain(before, message);
		this.surroundings.givingUp().failedForGood(this.order.worker(), message, before);
		this.result.fail(Outcomes.failed(message, before, why));
	}

	/**
	 * Lets no other run follow.
	 * @return the run that is to be ended
	 */
	private @Nullable WorkerHandle stopping() {
		EndedRun before;
		synchronized (this.launching) {
			before = stopWaiting();
		}
		if (before != null) {
			this.result.keep(() -> this.surroundings.outcomes().stopped(before));
		}
		if (attempt() == 0) {
			this.told.unstarted(ProcessState.EXITED, null);
			this.result
				.fail(Outcomes.neverStarted("Worker '" + this.order.label() + "' was stopped before it was started"));
		}
		return this.current;
	}

	private @Nullable EndedRun stopWaiting() {
		synchronized (this.told) {
			EndedRun before = this.nextRun.stop();
			if (before != null) {
				this.told.stopped(before);
				logger.info("Worker '{}' was stopped while it waited for its next run", this.order.label());
			}
			return before;
		}
	}

	/**
	 * Lets no other run follow. Does not wait.
	 * @return whether there is one that is not over
	 */
	boolean letNoRunFollow() {
		return stopping() != null && !this.result.isKept();
	}

	/**
	 * How long it may take to stop when its application does.
	 */
	Duration stopGrace() {
		return this.order.worker().life().stopGrace();
	}

	/**
	 * Asks its run to stop, and lets no other follow. Does not wait.
	 */
	void askToStop() {
		WorkerHandle running = stopping();
		if (running != null) {
			running.askToStop();
		}
	}

	/**
	 * Makes it end within the grace period, by force if it must be.
	 */
	void end(Duration grace) {
		WorkerHandle running = this.current;
		if (running != null) {
			running.end(grace);
		}
	}

	@Override
	public void stop(Duration grace) {
		askToStop();
		end(grace);
	}

	@Override
	public void kill() {
		WorkerHandle running = stopping();
		if (running != null) {
			running.kill();
			running.end(KILL_TIMEOUT);
		}
	}

	/**
	 * Whether it was started, or will be when others are ready, and is not over: one that
	 * waits for its next run is not.
	 */
	boolean isRunning() {
		return (attempt() > 0 || this.gate.isHeld()) && !this.result.isKept();
	}

	/**
	 * Whether no run of it follows.
	 */
	boolean isOver() {
		return this.result.isKept();
	}

	String run() {
		return this.order.plan().run();
	}

	boolean awaitEnd(long timeoutNanos) throws InterruptedException {
		return this.result.awaitEnd(timeoutNanos);
	}

	@Override
	public T await(Duration timeout) {
		return this.result.await(timeout, () -> "pid " + pid() + ", " + state());
	}

	@Override
	public CompletableFuture<T> result() {
		return this.result.copy();
	}

	@Override
	public String name() {
		return this.order.worker().name();
	}

	@Override
	public int instance() {
		return this.order.instance();
	}

	@Override
	public long pid() {
		ProcessRecord now = record();
		return (now != null) ? now.pid() : -1;
	}

	@Override
	public ProcessState state() {
		ProcessRecord now = record();
		if (now != null) {
			return now.state();
		}
		return this.result.isKept() ? ProcessState.FAILED : ProcessState.NEW;
	}

	@Override
	public int attempt() {
		return this.nextRun.attempt();
	}

	@Override
	public @Nullable Integer exitCode() {
		ProcessRecord now = record();
		return (now != null) ? now.exitCode() : null;
	}

	@Override
	public @Nullable String signal() {
		Integer exitCode = exitCode();
		return (exitCode != null) ? ExitCodes.signal(exitCode) : null;
	}

	@Override
	public @Nullable Duration cpuTime() {
		return this.told.usage().cpuTime();
	}

	@Override
	public @Nullable Long residentBytes() {
		return this.told.usage().residentBytes();
	}

	@Override
	public @Nullable Long heapBytes() {
		Heartbeat last = this.surroundings.hungWatch().last(this.current);
		return (last != null) ? last.heapBytes() : null;
	}

	@Override
	public boolean isAlive() {
		ProcessRecord now = record();
		return now != null && now.state() != ProcessState.NEW && !now.hasEnded();
	}

	@Nullable ProcessRecord record() {
		return this.told.now();
	}

	@Override
	public String toString() {
		return "WorkerProcess[" + this.order.label() + ", pid " + pid() + ", " + state() + "]";
	}

}
