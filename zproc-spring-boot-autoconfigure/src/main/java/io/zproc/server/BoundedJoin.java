package io.zproc.server;

import java.time.Duration;

/**
 * Waits for the end of a thread that is about to end, also when the waiting thread is
 * interrupted: what it does next needs the end.
 *
 * @since 0.1.0
 */
public final class BoundedJoin {

	private BoundedJoin() {
	}

	/**
	 * Waits, and keeps the interrupt flag.
	 * @param thread the thread; when it is the caller's own, there is no wait
	 * @param timeout how long at the most
	 * @return whether the thread has ended
	 */
	public static boolean of(Thread thread, Duration timeout) {
		if (Thread.currentThread() == thread) {
			return false;
		}
		boolean isInterrupted = false;
		long deadline = System.nanoTime() + timeout.toNanos();
		while (thread.isAlive() && System.nanoTime() < deadline) {
			try {
				thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
			}
			catch (InterruptedException ex) {
				isInterrupted = true;
			}
		}
		if (isInterrupted) {
			Thread.currentThread().interrupt();
		}
		return !thread.isAlive();
	}

}
