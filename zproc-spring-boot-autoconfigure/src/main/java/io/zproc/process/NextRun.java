package io.zproc.process;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Whether a worker runs, waits for its next run, or has had its last one.
 */
final class NextRun {

	private final RestartPolicy policy;

	private int attempt;

	/** When the present run was ready. */
	private @Nullable Long readyAtNanos;

	/** What follows the last run that has ended. */
	private @Nullable Decision decision;

	/** The last run that has ended, while its worker waits for the next one. */
	private @Nullable EndedRun waiting;

	private boolean isStopping;

	NextRun(RestartPolicy policy) {
		this.policy = policy;
	}

	/**
	 * A run begins.
	 * @return its number
	 */
	synchronized int begin() {
		this.attempt++;
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
		Long since = this.readyAtNanos;
		Decision next = this.isStopping ? Decision.STOPPED
				: this.policy.decide(run, (since != null) ? Duration.ofNanos(nowNanos - since) : null, nowNanos);
		this.decision = next;
		this.waiting = (next.delay() != null) ? run : null;
		return next;
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
