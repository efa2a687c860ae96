package io.zproc.process;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Ends the present run of a worker when its time is over.
 */
final class TimeLimit {

	private final WorkerDefinition worker;

	private final ScheduledExecutorService timer;

	private @Nullable Future<?> end;

	TimeLimit(WorkerDefinition worker, ScheduledExecutorService timer) {
		this.worker = worker;
		this.timer = timer;
	}

	/**
	 * Has a run ended when its time is over.
	 */
	void begin(WorkerHandle launched) {
		Duration limit = this.worker.life().timeLimit();
		if (limit == null) {
			return;
		}
		String reason = "its time limit of " + limit + " was over (zproc.workers." + this.worker.name()
				+ ".time-limit)";
		Future<?> limited = this.timer.schedule(() -> launched.fail(reason, this.worker.life().stopGrace()),
				limit.toNanos(), TimeUnit.NANOSECONDS);
		synchronized (this) {
			this.end = limited;
		}
		if (launched.record().state().isTerminal()) {
			forget();
		}
	}

	/**
	 * Forgets the limit of a run that is over: it would keep what belongs to it.
	 */
	synchronized void forget() {
		if (this.end != null) {
			this.end.cancel(false);
		}
	}

}
