package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A timer whose time the test makes: what is to be done later waits until it says so.
 */
final class ManualTimer extends ScheduledThreadPoolExecutor {

	/** What is kept longer than this is no restart. */
	private static final Duration LONG = Duration.ofMinutes(5);

	private final List<Waiting> waiting = new ArrayList<>();

	private record Waiting(Duration delay, Runnable task) {

	}

	ManualTimer() {
		super(1, WorkerTimer.LEFT_TO_THE_STOP);
	}

	/**
	 * A timer that goes by itself.
	 */
	static ScheduledThreadPoolExecutor automatic() {
		return new ScheduledThreadPoolExecutor(1);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
		Duration time = Duration.of(delay, unit.toChronoUnit());
		if (time.isZero() || time.compareTo(LONG) > 0 || time.equals(WorkerSupervisor.ORPHANS_GONE)) {
			return super.schedule(task, delay, unit);
		}
		synchronized (this.waiting) {
			this.waiting.add(new Waiting(time, task));
		}
		return super.schedule(() -> {
		}, 1, TimeUnit.DAYS);
	}

	/**
	 * How long what waits is to wait.
	 */
	List<Duration> delays() {
		synchronized (this.waiting) {
			return this.waiting.stream().map(Waiting::delay).toList();
		}
	}

	/**
	 * Does what waits longest, now.
	 * @return how long it was to wait
	 */
	Duration fire() {
		Waiting first;
		synchronized (this.waiting) {
			first = this.waiting.remove(0);
		}
		first.task().run();
		return first.delay();
	}

}
