package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds runs of workers that hang. It looks again and again, on one thread, and leaves a
 * heartbeat of its own on the state server each time: when that is not taken, those of
 * the workers may not be either, and nothing is concluded. A look counts as no more
 * silence than there should be between two of them, so that neither a process nor a
 * machine that was asleep concludes anything from its own sleep.
 * <p>
 * Its monitor guards which runs are watched, and when the next look is; it is not held
 * during a look. What is concluded of a run, and done, is the matter of
 * {@link WatchedRun}.
 */
final class HungWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(HungWatch.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final Supplier<StateClient> client;

	private final LongSupplier nanoTime;

	private final Supplier<ScheduledExecutorService> timers;

	private final Map<WorkerHandle, WatchedRun> watched = new LinkedHashMap<>();

	private @Nullable ScheduledExecutorService timer;

	private boolean isLooking;

	private boolean isClosed;

	/** The number of the last heartbeat of its own. */
	private long count;

	private long lookedAtNanos;

	HungWatch(Supplier<StateClient> client, LongSupplier nanoTime, Supplier<ScheduledExecutorService> timers) {
		this.client = client;
		this.nanoTime = nanoTime;
		this.timers = timers;
	}

	/**
	 * Watches a run until its end.
	 */
	synchronized void watch(WorkerHandle handle, RunOrder order) {
		if (this.isClosed) {
			return;
		}
		if (this.timer == null) {
			this.timer = this.timers.get();
		}
		if (this.watched.isEmpty()) {
			this.lookedAtNanos = this.nanoTime.getAsLong();
		}
		this.watched.put(handle, new WatchedRun(handle, order, this::later));
		if (!this.isLooking) {
			this.isLooking = true;
			later(this::lookAgain, interval());
		}
	}

	/**
	 * The last heartbeat of a run that was seen.
	 * @return the heartbeat, {@code null} when there was none, or it is over, or a
	 * thread, which has no heap of its own
	 */
	synchronized @Nullable Heartbeat last(@Nullable WorkerHandle handle) {
		WatchedRun found = this.watched.get(handle);
		return (found != null) ? found.last() : null;
	}

	private synchronized Duration interval() {
		return this.watched.values().stream().map(WatchedRun::interval).min(Duration::compareTo).orElse(Duration.ZERO);
	}

	private synchronized void later(Runnable task, Duration delay) {
		ScheduledExecutorService present = this.timer;
		if (present != null && !this.isClosed) {
			var unused = present.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	private void lookAgain() {
		try {
			look();
		}
		catch (RuntimeException ex) {
			// The next time is another try.
			logger.warn("Whether workers are hung is not known", ex);
		}
		finally {
			nextLook();
		}
	}

	private synchronized void nextLook() {
		this.isLooking = !this.watched.isEmpty();
		if (this.isLooking) {
			later(this::lookAgain, interval());
		}
	}

	/**
	 * Looks at all of them. For one thread at a time.
	 */
	void look() {
		Duration interval = interval();
		List<WatchedRun> running = running();
		if (running.isEmpty()) {
			return;
		}
		Map<String, Heartbeat> told = told(running);
		long now = this.nanoTime.getAsLong();
		Duration passed = Duration.ofNanos(now - this.lookedAtNanos);
		this.lookedAtNanos = now;
		for (WatchedRun run : running) {
			if (told != null || run.isThread()) {
				lookAt(run, told, (passed.compareTo(interval) < 0) ? passed : interval);
			}
		}
	}

	/**
	 * Those that are not over. The others are forgotten.
	 */
	private List<WatchedRun> running() {
		List<WatchedRun> over = new ArrayList<>();
		List<WatchedRun> running;
		synchronized (this) {
			this.watched.values().stream().filter(WatchedRun::isOver).forEach(over::add);
			over.forEach((run) -> this.watched.remove(run.handle()));
			running = List.copyOf(this.watched.values());
		}
		for (WatchedRun run : over) {
			if (!run.isThread() && running.stream().noneMatch((other) -> other.label().equals(run.label()))) {
				forget(run);
			}
		}
		return running;
	}

	private void forget(WatchedRun run) {
		try {
			new Heartbeats(this.client.get(), run.application()).forget(run.label());
		}
		catch (ZProcException | IllegalStateException ex) {
			logger.debug("The heartbeat of worker '{}' was left on the state server", run.label(), ex);
		}
	}

	/**
	 * What processes have told.
	 * @return the heartbeats by the labels of those who have them; {@code null} when it
	 * is not certain that they could tell them
	 */
	private @Nullable Map<String, Heartbeat> told(List<WatchedRun> running) {
		if (running.stream().allMatch(WatchedRun::isThread)) {
			return null;
		}
		try {
			Heartbeats heartbeats = new Heartbeats(this.client.get(), running.get(0).application());
			this.count++;
			heartbeats.tell(Heartbeats.labelOfWatch(ProcessHandle.current().pid()),
					Heartbeat.ofThisJvm(1, this.count, 0));
			return heartbeats.read();
		}
		catch (ZProcException | IllegalStateException ex) {
			logger.debug("The state server does not take heartbeats now, so those of workers are not missed", ex);
			return null;
		}
	}

	/**
	 * Looks at one of them. Whatever goes wrong with it, the others are looked at, too: a
	 * machine without room for a thread is where processes hang.
	 */
	private void lookAt(WatchedRun run, @Nullable Map<String, Heartbeat> told, Duration passed) {
		try {
			run.look((told != null) ? told.get(run.label()) : null, passed);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			logger.warn("Whether worker '{}' is hung could not be said or dealt with", run.label(), ex);
		}
	}

	/**
	 * Looks no more. Waits for a look that is under way, 5 seconds at the most.
	 */
	@Override
	public void close() {
		ScheduledExecutorService ended;
		synchronized (this) {
			this.isClosed = true;
			ended = this.timer;
		}
		if (ended == null) {
			return;
		}
		ended.shutdownNow();
		try {
			if (!ended.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("Workers are still being looked at; the thread that does it is left behind");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
