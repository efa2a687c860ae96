package io.zproc.server;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * The memory of what comes in. JeroMQ allocates a whole frame when it has seen its
 * length, also of a stranger who has not shown the password, and lets thousands of
 * messages wait for the server's thread: here they are counted, and all together have a
 * bound. What is beyond it is read into a place that nobody looks at, and is dropped by
 * {@link #take}: its sender asks again, as after any answer that is late.
 * <p>
 * Frames whose connection ends are never taken: it is the garbage collector that tells of
 * those, and it is asked, once a second at the most, when there is no room.
 */
final class IncomingFrames implements MsgAllocator {

	/** Smaller ones are bounded by their number. */
	private static final int MIN_BYTES = 1024;

	private static final long PATIENCE_MS = 20;

	private static final long COLLECTION_INTERVAL_NANOS = 1_000_000_000L;

	private final int maxMessageBytes;

	private final long limit;

	/** Strong references to the weak ones, without which nothing would be told. */
	private final Set<Counted> counted = new HashSet<>();

	private final ReferenceQueue<Msg> collected = new ReferenceQueue<>();

	private long bytes;

	private boolean isWaitingVain;

	private long lastCollectionNanos = System.nanoTime() - COLLECTION_INTERVAL_NANOS;

	private @Nullable ByteBuffer sink;

	/**
	 * Creates a bound, within which there is always room for one frame.
	 * @param maxMessageBytes the largest frame
	 * @param limit how much all that wait may take
	 */
	IncomingFrames(int maxMessageBytes, long limit) {
		this.maxMessageBytes = maxMessageBytes;
		this.limit = Math.max(limit, maxMessageBytes);
	}

	private static final class Counted extends WeakReference<Msg> {

		private final int size;

		private Counted(Frame frame, ReferenceQueue<Msg> queue) {
			super(frame, queue);
			this.size = frame.size();
		}

	}

	private static final class Frame extends Msg {

		private @Nullable Counted counted;

		private Frame(int size) {
			super(size);
		}

	}

	private static final class Dropped extends Msg {

		private Dropped(ByteBuffer sink) {
			super(sink);
		}

	}

	/**
	 * Makes room for a frame whose header has come. On JeroMQ's thread.
	 */
	@Override
	public Msg allocate(int size) {
		if (size < 0 || size > this.maxMessageBytes) {
			return new Msg(0);
		}
		if (size < MIN_BYTES) {
			return new Msg(size);
		}
		return hasRoomFor(size) ? count(new Frame(size)) : new Dropped(sink(size));
	}

	private synchronized Msg count(Frame frame) {
		Counted reference = new Counted(frame, this.collected);
		frame.counted = reference;
		this.counted.add(reference);
		this.bytes += reference.size;
		return frame;
	}

	/**
	 * A server that is behind gets a moment to take something, which slows its clients
	 * down; not again before it has taken something, so that a stranger who keeps all the
	 * room does not stop everybody else.
	 */
	private synchronized boolean hasRoomFor(int size) {
		forgetCollected();
		long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
		while (this.bytes + size > this.limit && !this.isWaitingVain) {
			long leftMs = (deadline - System.nanoTime()) / 1_000_000;
			if (leftMs <= 0) {
				this.isWaitingVain = true;
				break;
			}
			try {
				wait(leftMs);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				break;
			}
		}
		if (this.bytes + size > this.limit
				&& System.nanoTime() - this.lastCollectionNanos > COLLECTION_INTERVAL_NANOS) {
			System.gc();
			this.lastCollectionNanos = System.nanoTime();
			forgetCollected();
		}
		return this.bytes + size <= this.limit;
	}

	private void forgetCollected() {
		for (Object gone = this.collected.poll(); gone != null; gone = this.collected.poll()) {
			forget((Counted) gone);
		}
	}

	private void forget(Counted reference) {
		if (this.counted.remove(reference)) {
			this.bytes -= reference.size;
			this.isWaitingVain = false;
			notifyAll();
		}
	}

	/** Off the heap, and there only when it was needed. One thread writes to it. */
	private ByteBuffer sink(int size) {
		if (this.sink == null) {
			this.sink = ByteBuffer.allocateDirect(this.maxMessageBytes);
		}
		return this.sink.duplicate().position(0).limit(size).slice();
	}

	/**
	 * Takes a frame off the socket. On the server's thread.
	 * @return its bytes, or {@code null} when there was no room for it
	 */
	byte @Nullable [] take(Msg message) {
		if (message instanceof Frame frame && frame.counted != null) {
			synchronized (this) {
				forget(frame.counted);
			}
		}
		return (message instanceof Dropped) ? null : message.data();
	}

	synchronized long bytes() {
		return this.bytes;
	}

}
