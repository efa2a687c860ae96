package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

import io.zproc.OnHung;
import io.zproc.ProcessState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of a worker that is watched, and what is done when it hangs: that is said, the
 * stacks of its threads are asked for, and its policy decides whether it is ended then.
 * <p>
 * One thread at a time looks at it, and holds no lock meanwhile. Others may ask for
 * everything else.
 */
final class WatchedRun {

	private static final Logger logger = LoggerFactory.getLogger(HungWatch.class);

	/** How long the stacks of a process may take before it is killed. */
	static final Duration DUMP_GRACE = Duration.ofSeconds(2);

	private final WorkerHandle handle;

	private final RunOrder order;

	private final BiConsumer<Runnable, Duration> later;

	private final Pulse pulse;

	/**
	 * Creates one that was not looked at.
	 * @param later does something after some time
	 */
	WatchedRun(WorkerHandle handle, RunOrder order, BiConsumer<Runnable, Duration> later) {
		this.handle = handle;
		this.order = order;
		this.later = later;
		this.pulse = new Pulse(order.worker().life().heartbeat());
	}

	WorkerHandle handle() {
		return this.handle;
	}

	String label() {
		return this.order.label();
	}

	/**
	 * The id of the application's run that it belongs to.
	 */
	String application() {
		return this.order.plan().run();
	}

	/**
	 * How often it is to tell of itself.
	 */
	Duration interval() {
		return policy().interval();
	}

	private HeartbeatPolicy policy() {
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
	private boolean goesOn() {
		ProcessState state = this.handle.record().state();
		return state == ProcessState.STARTING || state == ProcessState.RUNNING;
	}

	/**
	 * The last heartbeat that was seen.
	 * @return the heartbeat, {@code null} when there was none, or it is over, or a
	 * thread, which has no heap of its own
	 */
	@Nullable Heartbeat last() {
		return (!isOver() && !isThread()) ? this.pulse.last() : null;
	}

	/**
	 * Looks at it.
	 * @param told the last heartbeat of its process, {@code null} when there is none
	 * @param passed the time since the look before, as far as it counts
	 */
	void look(@Nullable Heartbeat told, Duration passed) {
		Heartbeat found = isThread() ? this.handle.heartbeat() : told;
		if (found != null && found.attempt() != this.order.attempt()) {
			found = null;
		}
		if (!goesOn() || (isThread() && found == null)) {
			this.pulse.rest(found);
			return;
		}
		switch (this.pulse.look(found, passed)) {
			case HUNG -> hung();
			case RECOVERED -> recovered();
			case NOTHING -> {
			}
		}
	}

	private void hung() {
		Duration silence = this.pulse.silence();
		if (!this.handle.hung(Instant.now().minus(silence))) {
			return;
		}
		String what = ((isThread() || this.pulse.isOfMethod()) ? "its method had no heartbeat for "
				: "no heartbeat for ") + text(silence) + " (zproc.workers." + this.order.worker().name()
				+ ".heartbeat-timeout)";
		boolean isKilled = policy().onHung() == OnHung.KILL;
		long pid = this.handle.record().pid();
		KernelState state = isThread() ? KernelState.RUNNING : KernelState.of(pid);
		logger.error("{} is hung: {}{}; {}", this.handle.record().called(), what, state.note(pid),
				isKilled ? "it is ended, and its restart policy decides what follows"
						: "it is left alone: zproc.workers." + this.order.worker().name() + ".on-hung is report");
		// A JVM that is stopped answers when it goes on; one that has not begun dies of
		// it.
		boolean isDumped = false;
		try {
			isDumped = state != KernelState.STOPPED && this.pulse.isStarted() && this.handle.dumpThreads();
		}
		finally {
			if (isKilled) {
				this.later.accept(() -> kill(what), isDumped ? DUMP_GRACE : Duration.ZERO);
			}
		}
	}

	/**
	 * One that goes on meanwhile, and of which that was told, is left alone.
	 */
	private void kill(String what) {
		if (this.handle.record().hungSince() != null) {
			this.handle.fail("it hung: " + what, Duration.ZERO);
		}
	}

	private void recovered() {
		if (this.handle.hung(null)) {
			logger.info("{} is not hung any more", this.handle.record().called());
		}
	}

	private static String text(Duration silence) {
		return (silence.toSeconds() < 10) ? silence.toMillis() + " ms" : silence.toSeconds() + " s";
	}

}
