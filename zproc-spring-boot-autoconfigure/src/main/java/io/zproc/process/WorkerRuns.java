package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.zproc.ProcessState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of a worker, one after the other: launches one, waits for its end, and asks
 * the policy whether there shall be another. Its own lock orders launches and stops; what
 * is decided and told of a run is the matter of {@link RunTransitions}.
 */
final class WorkerRuns implements RunListener {

	private static final Logger logger = LoggerFactory.getLogger(SupervisedWorker.class);

	/** What the runs of a worker need of their surroundings. */
	record Surroundings(WorkerLauncher launcher, ScheduledExecutorService timer, LongSupplier nanoTime,
			Consumer<ProcessRecord> records, Outcomes outcomes, WorkerEvents events, OutputTail.Limits output,
			HungWatch hungWatch, GivingUp givingUp) {

	}

	private final RunOrder order;

	private final Surroundings surroundings;

	private final Promise<?> result;

	private final @Nullable Together together;

	private final StartGate gate;

	private final NextRun nextRun;

	private final TimeLimit timeLimit;

	private final ToldRecord told;

	private final RunTransitions transitions;

	private final OutputTail output;

	/** Held while a run is launched: a stop comes before that, or after. */
	private final Object launching = new Object();

	private volatile @Nullable WorkerHandle current;

	/**
	 * Creates no run yet.
	 * @param result what comes of them
	 * @param together starts it again with others, {@code null} when it is started again
	 * by itself
	 */
	WorkerRuns(RunOrder order, Surroundings surroundings, Promise<?> result, @Nullable Together together) {
		this.order = order;
		this.surroundings = surroundings;
		this.result = result;
		this.together = together;
		this.gate = new StartGate(order.label());
		this.nextRun = new NextRun(new RestartPolicy(order.worker(), together));
		this.timeLimit = new TimeLimit(order.worker(), surroundings.timer());
		this.told = new ToldRecord(surroundings.records(), surroundings.events());
		this.transitions = new RunTransitions(order.label(), this.nextRun, this.told, this.gate,
				surroundings.nanoTime());
		this.output = new OutputTail(surroundings.output());
		var unused = result.copy().whenComplete((value, failure) -> this.gate.ended(failure));
	}

	StartGate gate() {
		return this.gate;
	}

	ToldRecord told() {
		return this.told;
	}

	OutputTail output() {
		return this.output;
	}

	@Nullable WorkerHandle current() {
		return this.current;
	}

	int attempt() {
		return this.nextRun.attempt();
	}

	/**
	 * Whether there is a run that is not over, and is not being stopped.
	 */
	boolean isRunning() {
		return this.nextRun.isRunning();
	}

	// Starts

	/**
	 * Starts the first run, unless there was one, or it waits for others.
	 */
	void start() {
		synchronized (this.launching) {
			if (attempt() == 0 && !this.nextRun.isStopping() && !this.gate.isHeld()) {
				launch();
			}
		}
	}

	/**
	 * Has the first run started when others are ready. If one of them ends for good
	 * before, it is not started. Does not wait.
	 */
	void startAfter(List<StartGate> others) {
		this.gate.hold();
		this.told.changed(ProcessRecord.waiting(this.order));
		startAfter(others, () -> this.together == null || !this.together.holds());
	}

	/**
	 * Has the next run started when others are ready. Does not wait.
	 * @param permit whether it may be started then; it is asked while no run can be
	 * launched or stopped
	 */
	void startAfter(List<StartGate> others, BooleanSupplier permit) {
		if (others.isEmpty()) {
			startIf(permit);
			return;
		}
		this.gate.openAfter(others, this.surroundings.timer(), new StartGate.Start() {

			@Override
			public void release() {
				startIf(permit);
			}

			@Override
			public void refuse(String reason, Throwable failure) {
				if (WorkerRuns.this.together == null || !WorkerRuns.this.together.isEnding()) {
					refuseStart(reason, failure);
				}
			}

		});
	}

	private void startIf(BooleanSupplier permit) {
		EndedRun before = this.nextRun.waiting();
		try {
			synchronized (this.launching) {
				if (!this.result.isKept() && this.nextRun.isDue() && permit.getAsBoolean()) {
					launch();
					this.gate.passed();
				}
			}
		}
		catch (RuntimeException | Error ex) {
			if (before == null) {
				refuseStart("", ex);
			}
			else {
				notRestarted(before, "could not be started again, for attempt " + attempt() + ": " + ex.getMessage(),
						ex);
			}
		}
	}

	private void refuseStart(String reason, Throwable failure) {
		synchronized (this.launching) {
			EndedRun before = this.nextRun.waiting();
			if (this.result.isKept() || this.told.now() == null || this.nextRun.isRunning()) {
				return;
			}
			String said = reason + String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
			if (before != null) {
				notRestarted(before, "was not started again: " + said, failure);
				return;
			}
			String message = "Worker '" + this.order.label() + "' was not started: " + said;
			this.told.unstarted(ProcessState.FAILED, message);
			logger.error("{}", message);
			this.result.fail(Outcomes.neverStarted(message));
		}
	}

	private void notRestarted(EndedRun before, String what, Throwable why) {
		String message = "Worker '" + this.order.label() + "' " + what;
		logger.error(message, why);
		this.told.notStartedAgain(before, message);
		givenUp(message, before);
		this.result.fail(Outcomes.failed(message, before, why));
	}

	private void givenUp(String why, EndedRun last) {
		// First, so that an application that is to stop does not end by itself before.
		if (this.together != null) {
			this.together.givenUp(why, last);
		}
		else {
			this.surroundings.givingUp().failedForGood(this.order.worker(), why, last);
		}
	}

	private void launch() {
		int number = this.nextRun.begin();
		RunOrder run = this.order.again(number);
		WorkerHandle launched = this.surroundings.launcher().launch(run, this);
		this.current = launched;
		this.timeLimit.begin(launched);
		this.surroundings.hungWatch().watch(launched, run);
	}

	// What becomes of a run

	@Override
	public void changed(ProcessRecord changed) {
		this.transitions.changed(changed);
	}

	@Override
	public void ended(EndedRun run) {
		this.timeLimit.forget();
		this.transitions.ended(run);
	}

	@Override
	public void settled(EndedRun run) {
		Decision next = this.nextRun.decision();
		Duration delay = (next != null) ? next.delay() : null;
		if (delay != null) {
			again(run, delay);
		}
		else if (next == null || !next.isGivenUp()) {
			this.result.keep(() -> this.surroundings.outcomes().of(run));
		}
		else {
			String why = RunEnding.givenUp(run.record(), next);
			givenUp(why, run);
			this.result.keep(() -> this.surroundings.outcomes().givenUp(run, why));
		}
	}

	/**
	 * A stop comes before this, or finds it waiting.
	 */
	private void again(EndedRun run, Duration delay) {
		if (this.nextRun.waitsAfter(run)) {
			if (this.together != null) {
				this.together.again();
			}
			else {
				var unused = this.surroundings.timer()
					.schedule(() -> startIf(() -> this.nextRun.waitsAfter(run)), delay.toNanos(), TimeUnit.NANOSECONDS);
			}
		}
	}

	@Override
	public void wrote(int attempt, String line) {
		this.output.add(attempt, line);
	}

	// The last run

	/**
	 * Lets no other run follow.
	 * @return the run that is to be ended
	 */
	@Nullable WorkerHandle stopping() {
		EndedRun before;
		synchronized (this.launching) {
			before = this.transitions.stop();
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

	// For the sake of others

	/**
	 * Ends the present run within the grace period, by force if it must be, to have it
	 * started again. What it returned before it was asked is its result, still.
	 */
	void pause(Duration grace) {
		endPresent(this.transitions::pause, grace);
	}

	/**
	 * Lets no other run follow, as a failure, and ends the present one within the grace
	 * period.
	 * @param reason why, as the end of a sentence
	 */
	void giveUp(String reason, Duration grace) {
		EndedRun before;
		String why = "Worker '" + this.order.label() + "' has failed for good in attempt " + attempt() + ": " + reason;
		synchronized (this.launching) {
			before = this.transitions.giveUpWaiting(why);
		}
		if (before != null) {
			logger.error("{}", why);
			this.result.keep(() -> this.surroundings.outcomes().givenUp(before, why));
		}
		else if (attempt() == 0) {
			refuseStart("", new IllegalStateException(reason));
		}
		else {
			endPresent((present) -> this.transitions.fail(present, reason), grace);
		}
	}

	/**
	 * Ends the present run.
	 * @param ask asks it to end
	 */
	private void endPresent(Consumer<WorkerHandle> ask, Duration grace) {
		WorkerHandle running;
		synchronized (this.launching) {
			running = this.current;
			if (running == null || !this.nextRun.isRunning()) {
				return;
			}
			ask.accept(running);
		}
		running.end(grace);
	}

}
