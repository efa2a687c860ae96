package io.zproc.process;

import java.time.Instant;
import java.util.function.Consumer;

import io.zproc.ProcessState;
import org.jspecify.annotations.Nullable;

/**
 * The record of a worker, as the other processes and the listeners of events are told it.
 * Its monitor is held while it is told: a stop that comes late is not the last to be
 * told. Who reads it does not wait for that.
 */
final class ToldRecord {

	private final Consumer<ProcessRecord> records;

	private final WorkerEvents events;

	private volatile @Nullable ProcessRecord now;

	private @Nullable String lastFailure;

	ToldRecord(Consumer<ProcessRecord> records, WorkerEvents events) {
		this.records = records;
		this.events = events;
	}

	@Nullable ProcessRecord now() {
		return this.now;
	}

	ProcessUsage usage() {
		ProcessRecord present = this.now;
		return (present != null) ? present.usage() : ProcessUsage.UNKNOWN;
	}

	/**
	 * Whether a change comes after the end of the run that it belongs to.
	 */
	synchronized boolean isTooLate(ProcessRecord changed) {
		ProcessRecord before = this.now;
		return before != null && before.attempt() == changed.attempt() && before.hasEnded();
	}

	synchronized void changed(ProcessRecord changed) {
		ProcessRecord before = this.now;
		ProcessRecord told = tell(changed.after(this.lastFailure));
		this.events.changed(before, told);
	}

	/**
	 * A run has ended.
	 */
	synchronized void ended(EndedRun run, Decision next) {
		// Who is ended for the sake of others has not failed.
		ProcessRecord ended = next.isPause() ? run.record().stopped() : run.record();
		ProcessRecord told = told(run, ended.after(this.lastFailure), next);
		this.lastFailure = (told.failure() != null) ? told.failure() : this.lastFailure;
		tell(told);
		this.events.ended(run.with(next.isGivenUp() ? told : ended), next.delay());
	}

	private static ProcessRecord told(EndedRun run, ProcessRecord ended, Decision next) {
		if (next.delay() != null) {
			return ended.backingOff(Instant.now().plus(next.delay()));
		}
		return next.isGivenUp() ? ended.failed(RunEnding.withLast(RunEnding.givenUp(ended, next), run)) : ended;
	}

	/**
	 * The run that was to follow one that has ended does not, because of a stop.
	 */
	synchronized void stopped(EndedRun before) {
		tell(before.record().after(this.lastFailure).stopped());
	}

	/**
	 * The run that was to follow one that has ended could not be started.
	 */
	synchronized void notStartedAgain(EndedRun before, String why) {
		ProcessRecord told = tell(before.record().after(this.lastFailure).failed(why));
		this.events.notStarted(told.name(), told.instance(), told.attempt(), why);
	}

	/**
	 * It will not be started.
	 */
	synchronized void unstarted(ProcessState state, @Nullable String failure) {
		ProcessRecord before = this.now;
		if (before != null && !before.hasEnded()) {
			changed(before.unstarted(state, failure));
		}
	}

	/**
	 * Tells it again, to who may have lost it.
	 */
	synchronized void tellAgain() {
		ProcessRecord present = this.now;
		if (present != null) {
			this.records.accept(present);
		}
	}

	private ProcessRecord tell(ProcessRecord told) {
		this.now = told;
		this.records.accept(told);
		return told;
	}

}
