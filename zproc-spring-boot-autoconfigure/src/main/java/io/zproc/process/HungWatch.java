package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.zproc.OnHung;
import io.zproc.ProcessState;
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
 */
final class HungWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(HungWatch.class);

	/** How long the stacks of a process may take before it is killed. */
	static final Duration DUMP_GRACE = Duration.ofSeconds(2);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final Supplier<StateClient> client;

	private final LongSupplier nanoTime;

	private final Supplier<ScheduledExecutorService> timers;

	private final Map<WorkerHandle, Watched> watched = new LinkedHashMap<>();

	private @Nullable ScheduledExecutorService timer;

	private boolean isLooking;

	private boolean isClosed;

	/** The number of the last heartbeat of its own. */
	private long count;

	private long lookedAtNanos;

	private record Watched(WorkerHandle handle, RunOrder order, Pulse pulse) {

		HeartbeatPolicy policy() {
			return this.order.worker().life().heartbeat();
		}

		boolean isThread() {
			return this.handle.record().isThread();
		}

		boolean isOver() {
			return this.handle.record().state().isTerminal();
		}

		/**
		 * Whether it is neither over nor about to end, which has limits of its own.
		 */
		boolean goesOn() {
			ProcessState state = this.handle.record().state();
			return state == ProcessState.STARTING || state == ProcessState.RUNNING;
		}

	}

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
		this.watched.put(handle, new Watched(handle, order, new Pulse(order.worker().life().heartbeat())));
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
		Watched found = this.watched.get(handle);
		return (found != null && !found.isOver() && !found.isThread()) ? found.pulse().last() : null;
	}

	private synchronized Duration interval() {
		return this.watched.values()
			.stream()
			.map((run) -> run.policy().interval())
			.min(Duration::compareTo)
			.orElse(Duration.ZERO);
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
		List<Watched> running = running();
		if (running.isEmpty()) {
			return;
		}
		Map<String, Heartbeat> told = told(running);
		long now = this.nanoTime.getAsLong();
		Duration passed = Duration.ofNanos(now - this.lookedAtNanos);
		this.lookedAtNanos = now;
		for (Watched run : running) {
			if (told != null || run.isThread()) {
				lookAt(run, told, (passed.compareTo(interval) < 0) ? passed : interval);
			}
		}
	}

	/**
	 * Those that are not over. The others are forgotten.
	 */
	private List<Watched> running() {
		List<Watched> over = new ArrayList<>();
		List<Watched> running;
		synchronized (this) {
			this.watched.values().stream().filter(Watched::isOver).forEach(over::add);
			over.forEach((run) -> this.watched.remove(run.handle()));
			running = List.copyOf(this.watched.values());
		}
		for (Watched run : over) {
			String label = run.order().label();
			if (!run.isThread() && running.stream().noneMatch((other) -> other.order().label().equals(label))) {
				forget(run);
			}
		}
		return running;
	}

	private void forget(Watched run) {
		try {
			new Heartbeats(this.client.get(), run.order().plan().run()).forget(run.order().label());
		}
		catch (ZProcException | IllegalStateException ex) {
			logger.debug("The heartbeat of worker '{}' was left on the state server", run.order().label(), ex);
		}
	}

	/**
	 * What processes have told.
	 * @return the heartbeats by the labels of those who have them; {@code null} when it
	 * is not certain that they could tell them
	 */
	private @Nullable Map<String, Heartbeat> told(List<Watched> running) {
		if (running.stream().allMatch(Watched::isThread)) {
			return null;
		}
		try {
			Heartbeats heartbeats = new Heartbeats(this.client.get(), running.get(0).order().plan().run());
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
	private void lookAt(Watched run, @Nullable Map<String, Heartbeat> told, Duration passed) {
		try {
			look(run, told, passed);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			logger.warn("Whether worker '{}' is hung could not be said or dealt with", run.order().label(), ex);
		}
	}

	private void look(Watched run, @Nullable Map<String, Heartbeat> told, Duration passed) {
		Heartbeat found = (told != null) ? told.get(run.order().label()) : null;
		if (run.isThread()) {
			found = run.handle().heartbeat();
		}
		if (found != null && found.attempt() != run.order().attempt()) {
			found = null;
		}
		if (!run.goesOn() || (run.isThread() && found == null)) {
			run.pulse().rest(found);
			return;
		}
		switch (run.pulse().look(found, passed)) {
			case HUNG -> hung(run);
			case RECOVERED -> recovered(run);
			case NOTHING -> {
			}
		}
	}

	private void hung(Watched run) {
		WorkerHandle handle = run.handle();
		Duration silence = run.pulse().silence();
		if (!handle.hung(Instant.now().minus(silence))) {
			return;
		}
		String what = ((run.isThread() || run.pulse().isOfMethod()) ? "its method had no heartbeat for "
				: "no heartbeat for ") + text(silence) + " (zproc.workers." + run.order().worker().name()
				+ ".heartbeat-timeout)";
		boolean isKilled = run.policy().onHung() == OnHung.KILL;
		long pid = handle.record().pid();
		KernelState state = run.isThread() ? KernelState.RUNNING : KernelState.of(pid);
		logger.error("{} is hung: {}{}; {}", handle.record().called(), what, state.note(pid),
				isKilled ? "it is ended, and its restart policy decides what follows"
						: "it is left alone: zproc.workers." + run.order().worker().name() + ".on-hung is report");
		// A JVM that is stopped answers when it goes on; one that has not begun dies of
		// it.
		boolean isDumped = false;
		try {
			isDumped = state != KernelState.STOPPED && run.pulse().isStarted() && handle.dumpThreads();
		}
		finally {
			if (isKilled) {
				later(() -> kill(handle, what), isDumped ? DUMP_GRACE : Duration.ZERO);
			}
		}
	}

	/**
	 * One that goes on meanwhile, and of which that was told, is left alone.
	 */
	private static void kill(WorkerHandle handle, String what) {
		if (handle.record().hungSince() != null) {
			handle.fail("it hung: " + what, Duration.ZERO);
		}
	}

	private static void recovered(Watched run) {
		if (run.handle().hung(null)) {
			logger.info("{} is not hung any more", run.handle().record().called());
		}
	}

	static String text(Duration silence) {
		return (silence.toSeconds() < 10) ? silence.toMillis() + " ms" : silence.toSeconds() + " s";
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
