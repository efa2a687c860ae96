package io.zproc.worker;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

/**
 * The thread that runs a worker's method, which is the one that has made this, and the
 * interrupts that end it.
 */
final class MethodThread {

	/** How long a method that was interrupted may take before its context is closed. */
	private static final long INTERRUPTED_GRACE_MS = 1_500;

	private final Thread thread = Thread.currentThread();

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean isStopping;

	/** Why the method cannot go on. */
	private volatile @Nullable String failure;

	private boolean isOver;

	boolean isCurrent() {
		return Thread.currentThread() == this.thread;
	}

	boolean isStopping() {
		return this.isStopping;
	}

	/**
	 * Whether the method is to end, for whatever reason.
	 */
	boolean isEnding() {
		return this.isStopping || this.failure != null;
	}

	/**
	 * Ends the method.
	 */
	void stop() {
		this.isStopping = true;
		interrupt();
	}

	/**
	 * Ends the method as failed, whatever it makes of the interrupt. One that is over, or
	 * is being stopped, is left to that.
	 * @return whether it is to end because of this
	 */
	synchronized boolean fail(String why) {
		if (this.isOver || isEnding()) {
			return false;
		}
		this.failure = why;
		interrupt();
		return true;
	}

	private synchronized void interrupt() {
		if (this.ended.getCount() > 0) {
			this.thread.interrupt();
		}
	}

	/**
	 * Says that the method is over. What it has to tell is not broken by a failure that
	 * comes later.
	 * @throws ZProcException when it was to end as failed
	 */
	void requireNoFailure() {
		String why;
		synchronized (this) {
			this.isOver = true;
			why = this.failure;
		}
		if (why != null) {
			Thread.interrupted();
			throw new ZProcException(why);
		}
	}

	/**
	 * Why the worker has failed.
	 * @param thrown what was thrown, perhaps because of the interrupt
	 */
	synchronized Throwable failure(Throwable thrown) {
		if (this.failure == null || this.isOver) {
			return thrown;
		}
		Thread.interrupted();
		return new ZProcException(this.failure);
	}

	/**
	 * An interrupt was meant for the method, not for what follows it: JeroMQ cannot close
	 * under one.
	 */
	synchronized void endInterrupts() {
		this.ended.countDown();
		Thread.interrupted();
	}

	/**
	 * Waits for the end of a method that was interrupted, for a moment.
	 * @return whether there is nothing more to wait for
	 */
	boolean awaitEnd() {
		try {
			return isExiting() || this.ended.await(INTERRUPTED_GRACE_MS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * A method that has called {@code System.exit} waits for this end, and never returns.
	 */
	private boolean isExiting() {
		return Arrays.stream(this.thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals("java.lang.Runtime")
					&& frame.getMethodName().equals("exit"));
	}

}
