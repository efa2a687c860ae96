package io.zproc.server;

import java.util.function.LongSupplier;

/**
 * A thread of JeroMQ that lets others run when its selector gives it no rest.
 * <p>
 * JeroMQ wakes a thread by a byte in a pipe, and counts the byte only after it was
 * written. When the writer is preempted in between, which is likely because the write
 * wakes somebody, the reader sees a byte that does not count yet: it leaves it in the
 * pipe, selects again, is woken by it again, and keeps the processor from the very thread
 * that it waits for until its time slice is over. On two processors a round trip took ten
 * times as long on the average. JeroMQ's loop cannot be changed from outside; but before
 * each blocking select the JDK asks the thread whether it is interrupted
 * ({@link java.nio.channels.spi.AbstractSelector}), and here it yields when it was asked
 * just a moment ago.
 */
final class YieldingIoThread extends Thread {

	/** A pass that does something takes longer, or is rare. */
	private static final long QUICK_NANOS = 20_000;

	private final LongSupplier nanoTime;

	private final Runnable rest;

	private long lastSelectNanos;

	private boolean wasQuick;

	YieldingIoThread(Runnable target, String name, LongSupplier nanoTime, Runnable rest) {
		super(target, name);
		this.nanoTime = nanoTime;
		this.rest = rest;
		this.lastSelectNanos = nanoTime.getAsLong();
	}

	@SuppressWarnings("ThreadPriorityCheck") // the reason is above
	YieldingIoThread(Runnable target, String name) {
		this(target, name, System::nanoTime, Thread::yield);
	}

	@Override
	public boolean isInterrupted() {
		if (Thread.currentThread() == this) {
			long now = this.nanoTime.getAsLong();
			boolean isQuick = now - this.lastSelectNanos < QUICK_NANOS;
			if (isQuick && this.wasQuick) {
				this.rest.run();
			}
			this.wasQuick = isQuick;
			this.lastSelectNanos = now;
		}
		return super.isInterrupted();
	}

}
