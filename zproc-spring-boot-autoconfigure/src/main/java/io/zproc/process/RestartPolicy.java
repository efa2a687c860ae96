package io.zproc.process;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a worker runs again after one of its runs has ended by itself. For one
 * thread at a time.
 */
final class RestartPolicy {

	private final String worker;

	private final Restarts restarts;

	private final RestartIntensity intensity;

	private final @Nullable Together together;

	/**
	 * Creates the policy of a worker.
	 * @param together decides how soon and how often it is started again, {@code null}
	 * when that is its own affair
	 */
	RestartPolicy(WorkerDefinition worker, @Nullable Together together) {
		this.worker = worker.name();
		this.restarts = worker.restarts();
		this.intensity = new RestartIntensity(this.restarts.limits());
		this.together = together;
	}

	/**
	 * Decides.
	 * @param run the run that has ended
	 * @param ranFor how long it was ready, {@code null} when it never was
	 */
	Decision decide(EndedRun run, @Nullable Duration ranFor, long nowNanos) {
		String whyLast = this.restarts.whyLast(run);
		if (whyLast != null) {
			return Decision.last(whyLast);
		}
		if (this.together != null) {
			return this.together.died(ranFor, nowNanos);
		}
		if (ranFor != null) {
			this.intensity.ready();
		}
		Duration delay = this.intensity.died(ranFor, nowNanos);
		return (delay != null) ? Decision.again(delay, "restart " + run.record().attempt() + bound())
				: Decision.giveUp(whyNoMore());
	}

	/**
	 * Decides after a run that was ended for the sake of others.
	 */
	Decision pause(long nowNanos) {
		return (this.together != null) ? this.together.paused(nowNanos) : Decision.STOPPED;
	}

	private String bound() {
		return this.restarts.limits().among(this.intensity.recent());
	}

	private String whyNoMore() {
		RestartLimits limits = this.restarts.limits();
		String property = RestartLimits.properties("zproc.workers." + this.worker);
		return this.intensity.isNeverReady() ? (limits.maxUnready() + 1)
				+ " runs in a row ended before the worker was ready (" + property + " is " + limits.maxUnready() + ")"
				: limits.allowed() + " (" + property + ")";
	}

}
