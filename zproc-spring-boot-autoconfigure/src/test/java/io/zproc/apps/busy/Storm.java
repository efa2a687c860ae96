package io.zproc.apps.busy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.zproc.SharedState;
import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

/**
 * Threads of the application that change one key, and are interrupted all the time.
 */
final class Storm {

	static final int THREADS = 16;

	private static final int ROUNDS = 60;

	private static final long PAUSE_NANOS = 100_000;

	private final SharedState sum;

	Storm(SharedState sum) {
		this.sum = sum;
	}

	String rage() throws InterruptedException, ExecutionException {
		this.sum.namespace("gates").put("storm", true);
		List<Sailor> sailors = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			sailors.add(new Sailor(this.sum));
		}
		AtomicBoolean isOver = new AtomicBoolean();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
		try {
			Future<?> wind = threads.submit(() -> blow(sailors, isOver));
			for (Future<?> end : threads.invokeAll(sailors, 60, TimeUnit.SECONDS)) {
				end.get();
			}
			isOver.set(true);
			wind.get();
		}
		finally {
			threads.shutdownNow();
		}
		return "applied %d, refused %d, interrupted %d, lost %d".formatted(total(sailors, (sailor) -> sailor.applied),
				total(sailors, (sailor) -> sailor.refused), total(sailors, (sailor) -> sailor.interrupted),
				total(sailors, (sailor) -> sailor.lost));
	}

	private static int total(List<Sailor> sailors, java.util.function.ToIntFunction<Sailor> number) {
		return sailors.stream().mapToInt(number).sum();
	}

	private static void blow(List<Sailor> sailors, AtomicBoolean isOver) {
		while (!isOver.get()) {
			sailors.forEach(Sailor::interrupt);
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	private static final class Sailor implements Callable<@Nullable Void> {

		private final SharedState sum;

		private @Nullable Thread thread;

		private boolean wasInterrupted;

		int applied;

		int refused;

		int interrupted;

		int lost;

		Sailor(SharedState sum) {
			this.sum = sum;
		}

		synchronized void interrupt() {
			if (this.thread != null) {
				this.thread.interrupt();
				this.wasInterrupted = true;
			}
		}

		@Override
		public @Nullable Void call() {
			embark(Thread.currentThread());
			for (int i = 0; i < ROUNDS; i++) {
				this.sum.increment("count", 1);
				this.applied++;
				look();
				try {
					this.sum.atomically((state) -> state.increment("count", 1));
					this.applied++;
				}
				catch (ZProcException ex) {
					if (!String.valueOf(ex.getMessage()).contains("interrupted while it waited for the turn")) {
						throw ex;
					}
					this.refused++;
				}
				look();
			}
			embark(null);
			return null;
		}

		private synchronized void embark(@Nullable Thread thread) {
			this.thread = thread;
		}

		/**
		 * Whether the interrupt of a call has outlived the call.
		 */
		private synchronized void look() {
			boolean isSet = Thread.interrupted();
			if (this.wasInterrupted) {
				this.interrupted++;
				if (!isSet) {
					this.lost++;
				}
			}
			this.wasInterrupted = false;
		}

	}

}
