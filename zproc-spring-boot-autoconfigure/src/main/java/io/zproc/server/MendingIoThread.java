package io.zproc.server;

import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/**
 * A thread of JeroMQ that mends two faults of its loop. The loop cannot be changed from
 * outside; but before each blocking select the JDK asks the thread whether it is
 * interrupted ({@link AbstractSelector}), and here it does what is missing.
 * <p>
 * It lets others run when its selector gives it no rest. JeroMQ wakes a thread by a byte
 * in a pipe, and counts the byte only after it was written. When the writer is preempted
 * in between, which is likely because the write wakes somebody, the reader sees a byte
 * that does not count yet: it leaves it in the pipe, selects again, is woken by it again,
 * and keeps the processor from the very thread that it waits for until its time slice is
 * over. On two processors a round trip took ten times as long on the average. So the
 * thread yields when it was asked just a moment ago.
 * <p>
 * And it looks at its channels once more after one has connected. JeroMQ takes such a
 * channel from its poller and registers it anew for the handshake, often in one pass. The
 * JDK forgets the old registration only in the next select, and the new one is lost with
 * it: a fifth of all subscriptions were not heard of before another attempt, after most
 * of a second (<a href="https://github.com/zeromq/jeromq/pull/1022">JeroMQ's pull request
 * 1022</a>). So the next select returns at once, and what is not registered is then.
 * JeroMQ counts such selects, and makes its selector anew after eleven; that does no
 * harm.
 */
final class MendingIoThread extends Thread {

	/** A pass that does something takes longer, or is rare. */
	private static final long QUICK_NANOS = 20_000;

	private static final IPollEvents NOBODY = new IPollEvents() {
	};

	private final LongSupplier nanoTime;

	private final Runnable rest;

	private final @Nullable Poller poller;

	private long lastSelectNanos;

	private boolean wasQuick;

	private Poller.@Nullable Handle connected;

	MendingIoThread(Runnable target, String name, LongSupplier nanoTime, Runnable rest) {
		super(target, name);
		this.poller = (target instanceof Poller loop) ? loop : null;
		this.nanoTime = nanoTime;
		this.rest = rest;
		this.lastSelectNanos = nanoTime.getAsLong();
	}

	@SuppressWarnings("ThreadPriorityCheck") // the reason is above
	MendingIoThread(Runnable target, String name) {
		this(target, name, System::nanoTime, Thread::yield);
	}

	/**
	 * Says, on this thread, that a channel has connected.
	 */
	void hasConnected(SelectableChannel channel) {
		this.connected = new Poller.Handle(channel, NOBODY);
	}

	@Override
	public boolean isInterrupted() {
		if (Thread.currentThread() == this) {
			if (looksAgain()) {
				return true;
			}
			restIfQuick();
		}
		return super.isInterrupted();
	}

	/**
	 * Has the poller look at all its channels when it has selected.
	 * @return whether it is to do so at once
	 */
	private boolean looksAgain() {
		Poller.Handle handle = this.connected;
		if (handle == null || this.poller == null || !isAskedBySelector()) {
			return false;
		}
		this.connected = null;
		// Of a handle that is not in its table the poller keeps only that there is
		// something to look at.
		this.poller.resetPollOut(handle);
		return true;
	}

	/**
	 * Others ask, too: a class loader while it reads from a jar, or a file channel, which
	 * would close on a yes.
	 */
	private static boolean isAskedBySelector() {
		for (StackTraceElement caller : new Throwable().getStackTrace()) {
			if (!caller.getClassName().equals(MendingIoThread.class.getName())) {
				return caller.getClassName().equals(AbstractSelector.class.getName());
			}
		}
		return false;
	}

	private void restIfQuick() {
		long now = this.nanoTime.getAsLong();
		boolean isQuick = now - this.lastSelectNanos < QUICK_NANOS;
		if (isQuick && this.wasQuick) {
			this.rest.run();
		}
		this.wasQuick = isQuick;
		this.lastSelectNanos = now;
	}

}
