package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
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
			Consumer<ProcessRecord> records, Outcomes outcomes, WorkerEvents events) {

	}

	private final RunOrder order;

	private final RestartPolicy policy;

	private final Surroundings surroundings;

	private final Promise<T> result;

	/** Completed when it is ready for the first time, or not any more. */
	private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();

	/** Held while a run is launched: a stop comes before that, or after. */
	private final Object launching = new Object();

	/** Held while a change is told: a stop that comes late is not the last to be told. */
	private final Object telling = new Object();

	private final Object lock = new Object();

	private @Nullable WorkerHandle current;

	private @Nullable ProcessRecord record;

	private @Nullable String lastFailure;

	/** What follows the last run that has ended. */
	private @Nullable Decision decision;

	/** The last run that has ended, while its worker waits for the next one. */
	private @Nullable EndedRun waiting;

	/** Ends the present run when its time is over. */
	private @Nullable Future<?> timeLimit;

	/** When the present run was ready. */
	private @Nullable Long readyAtNanos;

	private int attempt;

	private boolean isStopping;

	private volatile boolean isKept;

	/** Whether it is started when others are ready, and not before. */
	private volatile boolean isHeld;

	SupervisedWorker(RunOrder order, Surroundings surroundings) {
		this.order = order;
		this.policy = new RestartPolicy(order.worker());
		this.surroundings = surroundings;
		this.result = new Promise<>(order.label());
		var unused = this.result.copy().whenComplete((value, failure) -> {
			if (failure != null) {
				this.ready.completeExceptionally(failure);
			}
			else {
				this.ready.complete(null);
			}
		});
	}

	@Override
	public void start() {
		try {
			synchronized (this.launching) {
				if (attempt() == 0 && !isStopping() && !this.isHeld) {
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
		return this.ready.isDone() && !this.ready.isCompletedExceptionally();
	}

	boolean isSameInstance(SupervisedWorker<?> other) {
		return this.order.label().equals(other.order.label());
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
		this.ready.complete(null);
	}

	/**
	 * Has it started when others are ready. If one of them ends for good before, it is
	 * not started. Does not wait.
	 */
	void startAfter(List<SupervisedWorker<?>> others) {
		this.isHeld = true;
		changed(ProcessRecord.waiting(this.order));
		logger.info("Worker '{}' is started when {} are ready", this.order.label(),
				others.stream().map((other) -> other.order.label()).toList());
		List<CompletableFuture<@Nullable Void>> awaited = new ArrayList<>();
		for (SupervisedWorker<?> other : others) {
			awaited.add(other.ready);
			var unused = other.ready.exceptionallyAsync((failure) -> {
				refuseStart("worker '" + other.order.label() + "', which must be ready before, has ended: ", failure);
				return null;
			}, this.surroundings.timer());
		}
		var unused = CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new))
			.thenRunAsync(this::release, this.surroundings.timer());
	}

	private void release() {
		synchronized (this.launching) {
			if (this.result.isKept()) {
				return;
			}
			try {
				launch();
				this.isHeld = false;
			}
			catch (RuntimeException ex) {
				refuseStart("", ex);
			}
		}
	}

	private void refuseStart(String reason, Throwable failure) {
		synchronized (this.launching) {
			ProcessRecord now = record();
			if (this.result.isKept() || now == null) {
				return;
			}
			String said = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
			String message = "Worker '" + this.order.label() + "' was not started: " + reason + said;
			changed(now.unstarted(ProcessState.FAILED, message));
			logger.error("{}", message);
			this.result.fail(Outcomes.neverStarted(message));
		}
	}

	private void launch() {
		int number;
		synchronized (this.lock) {
			this.attempt++;
			this.waiting = null;
			this.readyAtNanos = null;
			number = this.attempt;
		}
		WorkerHandle launched = this.surroundings.launcher().launch(this.order.again(number), this);
		synchronized (this.lock) {
			this.current = launched;
		}
		limit(launched);
	}

	/**
	 * Has a run ended when its time is over.
	 */
	private void limit(WorkerHandle launched) {
		Duration limit = this.order.worker().life().timeLimit();
		if (limit == null) {
			return;
		}
		String reason = "its time limit of " + limit + " was over (zproc.workers." + name() + ".time-limit)";
		Future<?> limited = this.surroundings.timer()
			.schedule(() -> launched.fail(reason, stopGrace()), limit.toNanos(), TimeUnit.NANOSECONDS);
		synchronized (this.lock) {
			this.timeLimit = limited;
		}
		if (launched.record().state().isTerminal()) {
			unlimit();
		}
	}

	/**
	 * Forgets the time limit: it would keep what belongs to an ended run.
	 */
	private void unlimit() {
		synchronized (this.lock) {
			if (this.timeLimit != null) {
				this.timeLimit.cancel(false);
			}
		}
	}

	@Override
	public void changed(ProcessRecord changed) {
		synchronized (this.telling) {
			ProcessRecord before;
			ProcessRecord told;
			synchronized (this.lock) {
				before = this.record;
				if (before != null && before.attempt() == changed.attempt() && before.hasEnded()) {
					return;
				}
				if (changed.state() == ProcessState.RUNNING) {
					this.readyAtNanos = this.surroundings.nanoTime().getAsLong();
				}
				told = changed.after(this.lastFailure);
				this.record = told;
			}
			this.surroundings.records().accept(told);
			this.surroundings.events().changed(before, told);
			if (told.state() == ProcessState.RUNNING) {
				this.ready.complete(null);
			}
		}
	}

	/**
	 * Tells its record again, to who may have lost it.
	 */
	void tellAgain() {
		synchronized (this.telling) {
			ProcessRecord now = record();
			if (now != null) {
				this.surroundings.records().accept(now);
			}
		}
	}

	@Override
	public void ended(EndedRun run) {
		unlimit();
		Decision next;
		synchronized (this.telling) {
			ProcessRecord told;
			synchronized (this.lock) {
				next = this.isStopping ? Decision.STOPPED : decide(run);
				told = told(run.record().after(this.lastFailure), next);
				this.decision = next;
				this.waiting = (next.delay() != null) ? run : null;
				this.record = told;
				this.lastFailure = (told.failure() != null) ? told.failure() : this.lastFailure;
			}
			this.surroundings.records().accept(told);
			this.surroundings.events().ended(next.isGivenUp() ? run.with(told) : run, next.delay());
		}
		// Last, so that whoever reads the log finds the record.
		if (run.record().state() == ProcessState.FAILED || next.isGivenUp()) {
			logger.error("{}", RunEnding.report(run, next));
		}
		else {
			logger.info("{}", RunEnding.note(run, next));
		}
	}

	private Decision decide(EndedRun run) {
		long now = this.surroundings.nanoTime().getAsLong();
		Long since = this.readyAtNanos;
		return this.policy.decide(run, (since != null) ? Duration.ofNanos(now - since) : null, now);
	}

	private static ProcessRecord told(ProcessRecord ended, Decision next) {
		if (next.delay() != null) {
			return ended.backingOff(Instant.now().plus(next.delay()));
		}
		return next.isGivenUp() ? ended.failed(RunEnding.givenUp(ended, next)) : ended;
	}

	@Override
	public void settled(EndedRun run) {
		Decision next;
		synchronized (this.lock) {
			next = this.decision;
			Duration delay = (next != null) ? next.delay() : null;
			if (delay != null) {
				// A stop comes before this, or finds it waiting.
				if (waitsAfter(run)) {
					var unused = this.surroundings.timer()
						.schedule(() -> restart(run), delay.toNanos(), TimeUnit.NANOSECONDS);
				}
				return;
			}
		}
		this.result.keep(() -> (next != null && next.isGivenUp())
				? this.surroundings.outcomes().givenUp(run, RunEnding.givenUp(run.record(), next))
				: this.surroundings.outcomes().of(run));
	}

	private boolean waitsAfter(EndedRun run) {
		synchronized (this.lock) {
			return this.waiting != null && this.waiting.record().attempt() == run.record().attempt();
		}
	}

	private void restart(EndedRun before) {
		try {
			synchronized (this.launching) {
				if (waitsAfter(before)) {
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
		synchronized (this.telling) {
			ProcessRecord told;
			synchronized (this.lock) {
				told = before.record().after(this.lastFailure).failed(message);
				this.record = told;
			}
			this.surroundings.records().accept(told);
			this.surroundings.events().notStarted(name(), instance(), told.attempt(), message);
		}
		this.result.fail(Outcomes.failed(message, before, why));
	}

	private boolean isStopping() {
		synchronized (this.lock) {
			return this.isStopping;
		}
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
			ProcessRecord now = record();
			if (now != null) {
				changed(now.unstarted(ProcessState.EXITED, null));
			}
			this.result
				.fail(Outcomes.neverStarted("Worker '" + this.order.label() + "' was stopped before it was started"));
		}
		return running();
	}

	private @Nullable EndedRun stopWaiting() {
		synchronized (this.telling) {
			EndedRun before;
			ProcessRecord told = null;
			synchronized (this.lock) {
				this.isStopping = true;
				before = this.waiting;
				this.waiting = null;
				if (before != null) {
					told = before.record().after(this.lastFailure).stopped();
					this.record = told;
				}
			}
			if (told != null) {
				this.surroundings.records().accept(told);
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
		WorkerHandle running = running();
		if (running != null) {
			running.end(grace);
		}
	}

	private @Nullable WorkerHandle running() {
		synchronized (this.lock) {
			return this.current;
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
		return (attempt() > 0 || this.isHeld) && !this.result.isKept();
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
		synchronized (this.lock) {
			return this.attempt;
		}
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
		return usage().cpuTime();
	}

	@Override
	public @Nullable Long residentBytes() {
		return usage().residentBytes();
	}

	private ProcessUsage usage() {
		ProcessRecord now = record();
		return (now != null) ? now.usage() : ProcessUsage.UNKNOWN;
	}

	@Override
	public boolean isAlive() {
		ProcessRecord now = record();
		return now != null && now.state() != ProcessState.NEW && !now.hasEnded();
	}

	@Nullable ProcessRecord record() {
		synchronized (this.lock) {
			return this.record;
		}
	}

	@Override
	public String toString() {
		return "WorkerProcess[" + this.order.label() + ", pid " + pid() + ", " + state() + "]";
	}

}
