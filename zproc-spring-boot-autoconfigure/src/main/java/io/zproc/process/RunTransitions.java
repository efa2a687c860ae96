package io.zproc.process;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.zproc.ProcessState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a worker from run to run: what follows is decided and told as one step, so that
 * what is told last is what was decided last.
 * <p>
 * Any thread. The monitor of the told record is held for a step. Who holds the lock that
 * runs are launched under may take a step; nobody takes that lock within one.
 */
final class RunTransitions {

	private static final Logger logger = LoggerFactory.getLogger(SupervisedWorker.class);

	private final String label;

	private final NextRun nextRun;

	private final ToldRecord told;

	private final StartGate gate;

	private final LongSupplier nanoTime;

	/**
	 * Creates the transitions of a worker.
	 * @param label what people call it
	 * @param nextRun decides
	 * @param told tells
	 * @param gate is opened for those that need it when it is ready
	 */
	RunTransitions(String label, NextRun nextRun, ToldRecord told, StartGate gate, LongSupplier nanoTime) {
		this.label = label;
		this.nextRun = nextRun;
		this.told = told;
		this.gate = gate;
		this.nanoTime = nanoTime;
	}

	/**
	 * The record of a run has changed, before its end.
	 */
	void changed(ProcessRecord changed) {
		synchronized (this.told) {
			if (this.told.isTooLate(changed)) {
				return;
			}
			boolean isReady = changed.state() == ProcessState.RUNNING;
			if (isReady) {
				this.nextRun.ready(this.nanoTime.getAsLong());
			}
			this.told.changed(changed);
			if (isReady) {
				this.gate.ready();
			}
		}
	}

	/**
	 * A run has ended.
	 */
	void ended(EndedRun run) {
		Decision next;
		synchronized (this.told) {
			next = this.nextRun.ended(run, this.nanoTime.getAsLong());
			this.told.ended(run, next);
		}
		// Last, so that whoever reads the log finds the record.
		if ((run.record().state() == ProcessState.FAILED && !next.isPause()) || next.isGivenUp()) {
			logger.error("{}", RunEnding.report(run, next));
		}
		else {
			logger.info("{}", RunEnding.note(run, next));
		}
	}

	/**
	 * Lets no other run follow.
	 * @return the last run, if another one was to follow it
	 */
	@Nullable EndedRun stop() {
		synchronized (this.told) {
			EndedRun before = this.nextRun.stop();
			if (before != null) {
				this.told.stopped(before);
				logger.info("Worker '{}' was stopped while it waited for its next run", this.label);
			}
			return before;
		}
	}

	/**
	 * Lets no other run follow, as a failure, if one was to follow.
	 * @param why in a sentence
	 * @return the last run, if another one was to follow it
	 */
	@Nullable EndedRun giveUpWaiting(String why) {
		synchronized (this.told) {
			EndedRun before = this.nextRun.giveUpWaiting();
			if (before != null) {
				this.told.notStartedAgain(before, RunEnding.withLast(why, before));
			}
			return before;
		}
	}

	/**
	 * Asks the present run to end, to have it started again.
	 */
	void pause(WorkerHandle present) {
		ask(present, this.nextRun::pause);
	}

	/**
	 * Asks the present run to end, as the last one, and as a failure.
	 * @param reason why, as the end of a sentence
	 */
	void fail(WorkerHandle present, String reason) {
		ask(present, (isMeant) -> this.nextRun.fail(isMeant ? reason : null));
	}

	/**
	 * Unless its method is over: then its own end counts.
	 * @param mark says what its end means, and takes it back
	 */
	private void ask(WorkerHandle present, Consumer<Boolean> mark) {
		synchronized (this.told) {
			mark.accept(true);
			if (!present.askUnlessOver()) {
				mark.accept(false);
			}
		}
	}

}
