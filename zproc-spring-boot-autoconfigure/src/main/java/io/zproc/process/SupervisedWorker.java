package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.zproc.ProcessState;
import io.zproc.ProcessTimeoutException;
import io.zproc.WorkerFailedException;
import io.zproc.WorkerProcess;
import io.zproc.ZProcException;
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
	record Surroundings(WorkerLauncher launcher, RestartPolicy policy, ScheduledExecutorService timer,
			Consumer<ProcessRecord> records, Outcomes outcomes, WorkerEvents events) {

	}

	private final RunOrder order;

	private final Surroundings surroundings;

	/** Completed at the end of the last run. */
	private final CompletableFuture<T> result = new CompletableFuture<>();

	/** Completed when it is ready for the first time, or not any more. */
	private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();

	/** Held while a run is launched: a stop comes before that, or after. */
	private final Object launching = new Object();

	/** Held while a change is told: a stop that comes late is not the last to be told. */
	private final Object telling = new Object();

	private final Object lock = new Object();

	private @Nullable WorkerHandle current;

	private @Nullable ProcessRecord record;

	/** The last run that has ended, while its worker waits for the next one. */
	private @Nullable EndedRun waiting;

	/** Ends the present run when its time is over. */
	private @Nullable Future<?> timeLimit;

	private int attempt;

	private boolean isStopping;

	private volatile boolean isKept;

	/** Whether it is started when others are ready, and not before. */
	private volatile boolean isHeld;

	SupervisedWorker(RunOrder order, Surroundings surroundings) {
		this.order = order;
		this.surroundings = surroundings;
		var unused = this.result.whenComplete((value, failure) -> {
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
		synchronized (this.launching) {
			if (attempt() > 0 || isStopping() || this.isHeld) {
				return;
			}
			try {
				launch();
			}
			catch (RuntimeException ex) {
				this.result.completeExceptionally(ex);
				throw ex;
			}
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
			if (this.result.isDone()) {
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
			if (this.result.isDone() || now == null) {
				return;
			}
			String said = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
			String message = "Worker '" + this.order.label() + "' was not started: " + reason + said;
			changed(now.unstarted(ProcessState.FAILED, message));
			logger.error("{}", message);
			this.result
				.completeExceptionally(new WorkerFailedException(message, null, null, false, Duration.ZERO, List.of()));
		}
	}

	private void launch() {
		int number;
		synchronized (this.lock) {
			this.attempt++;
			this.waiting = null;
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
			synchronized (this.lock) {
				before = this.record;
				if (before != null && before.attempt() == changed.attempt() && before.state().isTerminal()) {
					return;
				}
				this.record = changed;
			}
			this.surroundings.records().accept(changed);
			this.surroundings.events().changed(before, changed);
			if (changed.state() == ProcessState.RUNNING) {
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
		Duration delay = isStopping() ? null : this.surroundings.policy().decide(run);
		synchronized (this.lock) {
			if (this.isStopping) {
				delay = null;
			}
			this.waiting = (delay != null) ? run : null;
		}
		this.surroundings.events().ended(run, delay);
		if (delay == null) {
			finish(run);
		}
		else {
			var unused = this.surroundings.timer().schedule(this::restart, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	// The result has the type that the method has.
	@SuppressWarnings("unchecked")
	private void finish(EndedRun run) {
		try {
			this.result.complete((T) this.surroundings.outcomes().of(run));
		}
		catch (RuntimeException | LinkageError ex) {
			this.result.completeExceptionally(ex);
		}
	}

	private void restart() {
		synchronized (this.launching) {
			if (isStopping()) {
				return;
			}
			try {
				launch();
			}
			catch (RuntimeException ex) {
				logger.error("Worker '{}' could not be started again", this.order.label(), ex);
				this.surroundings.events()
					.notStarted(name(), instance(), attempt(),
							"Worker '" + this.order.label() + "' could not be started again: " + ex.getMessage());
				this.result.completeExceptionally(ex);
			}
		}
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
		synchronized (this.launching) {
			EndedRun before;
			synchronized (this.lock) {
				this.isStopping = true;
				before = this.waiting;
				this.waiting = null;
			}
			if (before != null) {
				finish(before);
			}
			if (attempt() == 0) {
				ProcessRecord now = record();
				if (now != null) {
					changed(now.unstarted(ProcessState.EXITED, null));
				}
				this.result.completeExceptionally(new WorkerFailedException(
						"Worker '" + this.order.label() + "' was stopped before it was started", null, null, false,
						Duration.ZERO, List.of()));
			}
			return running();
		}
	}

	/**
	 * Lets no other run follow. Does not wait.
	 * @return whether there is one that is not over
	 */
	boolean letNoRunFollow() {
		return stopping() != null && !this.result.isDone();
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
		return (attempt() > 0 || this.isHeld) && !this.result.isDone();
	}

	/**
	 * Whether no run of it follows.
	 */
	boolean isOver() {
		return this.result.isDone();
	}

	String run() {
		return this.order.plan().run();
	}

	/**
	 * Waits until its last run is over.
	 * @return whether it is
	 */
	boolean awaitEnd(long timeoutNanos) throws InterruptedException {
		try {
			this.result.get(timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			logger.debug("Worker '{}' has ended without a result", this.order.label(), ex);
		}
		return true;
	}

	@Override
	public T await(Duration timeout) {
		try {
			return this.result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new ProcessTimeoutException("Worker '" + this.order.label() + "' (pid " + pid() + ", " + state()
					+ ") has not ended within " + timeout + "; it runs on: await it again, stop or kill it");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ZProcException(
					"The thread was interrupted while it waited for worker '" + this.order.label() + "'", ex);
		}
		catch (ExecutionException ex) {
			throw Outcomes.here(ex.getCause());
		}
	}

	@Override
	public CompletableFuture<T> result() {
		CompletableFuture<T> own = new CompletableFuture<>();
		var unused = this.result.whenComplete((value, failure) -> {
			if (failure != null) {
				own.completeExceptionally(failure);
			}
			else {
				own.complete(value);
			}
		});
		return own;
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
		return this.result.isDone() ? ProcessState.FAILED : ProcessState.NEW;
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
		return now != null && now.state() != ProcessState.NEW && !now.state().isTerminal();
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
