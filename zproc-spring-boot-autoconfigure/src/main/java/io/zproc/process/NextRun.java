package io.zproc.process;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Whether a worker runs, waits for its next run, or has had its last one.
 */
final class NextRun {

	private final RestartPolicy policy;

	private int attempt;

	private boolean isRunning;

	/** When the present run was ready. */
	private @Nullable Long readyAtNanos;

	/** What follows the last run that has ended. */
	private @Nullable Decision decision;

	/** The last run that has ended, while its worker waits for the next one. */
	private @Nullable EndedRun waiting;

	private boolean isStopping;

	/** Whether the present run is ended only to be started again. */
	private boolean isPausing;

	/** Why the present run is the last one, and its end a failure. */
	private @Nullable String failure;

	NextRun(RestartPolicy policy) {
		this.policy = policy;
	}

	/**
	 * A run begins.
	 * @return its number
	 */
	synchronized int begin() {
		this.attempt++;
		this.isRunning = true;
		this.isPausing = false;
		this.waiting = null;
		this.readyAtNanos = null;
		return this.attempt;
	}

	/**
	 * The present run is ready. What is said of it again, such as that it is hung, does
	 * not make it a run that has just begun.
	 */
	synchronized void ready(long nowNanos) {
		if (this.readyAtNanos == null) {
			this.readyAtNanos = nowNanos;
		}
	}

	/**
	 * The run has ended.
	 * @return what follows
	 */
	synchronized Decision ended(EndedRun run, long nowNanos) {
		Decision next = decide(run, nowNanos);
		this.isRunning = false;
		this.decision = next;
		this.waiting = (next.delay() != null) ? run : null;
		return next;
	}

	private Decision decide(EndedRun run, long nowNanos) {
		if (this.isStopping) {
			return Decision.STOPPED;
		}
		if (this.failure != null) {
			return Decision.giveUp(this.failure);
		}
		if (this.isPausing) {
			return this.policy.pause(nowNanos);
		}
		Long since = this.readyAtNanos;
		return this.policy.decide(run, (since != null) ? Duration.ofNanos(nowNanos - since) : null, nowNanos);
	}

	/**
	 * What follows the last run that has ended.
	 */
	synchronized @Nullable Decision decision() {
		return this.decision;
	}

	/**
	 * Whether another run is to follow this one, still.
	 */
	synchronized boolean waitsAfter(EndedRun run) {
		return this.waiting != null && this.waiting.record().attempt() == run.record().attempt();
	}

	/**
	 * The last run, if another one is to follow it.
	 */
	synchronized @Nullable EndedRun waiting() {
		return this.waiting;
	}

	/**
	 * Whether a run may be launched: the first one, or another.
	 */
	synchronized boolean isDue() {
		return !this.isStopping && !this.isRunning && (this.attempt == 0 || this.waiting != null);
	}

	/**
	 * Whether there is a run that another may end, and start again.
	 */
	synchronized boolean isRunning() {
		return this.isRunning && !this.isStopping;
	}

	/**
	 * The present run is ended only to be started again, or is not after all.
	 */
	synchronized void pause(boolean isPausing) {
		this.isPausing = isPausing;
	}

	/**
	 * The present run is the last one, and its end a failure, or it is not after all.
	 */
	synchronized void fail(@Nullable String why) {
		this.failure = why;
	}

	/**
	 * Lets no other run follow, because of a failure.
	 * @return the last run, if another one was to follow it
	 */
	synchronized @Nullable EndedRun giveUpWaiting() {
		EndedRun before = this.waiting;
		this.waiting = null;
		return before;
	}

	/**
	 * Lets no other run follow.
	 * @return the last run, if another one was to follow it
	 */
	synchronized @Nullable EndedRun stop() {
		EndedRun before = this.waiting;
		this.isStopping = true;
		this.waiting = null;
		return before;
	}

	synchronized boolean isStopping() {
		return this.isStopping;
	}

	synchronized int attempt() {
		return this.attempt;
	}

}
