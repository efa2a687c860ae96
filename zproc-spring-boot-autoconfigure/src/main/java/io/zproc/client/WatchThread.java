package io.zproc.client;

import java.time.Duration;
import java.util.function.BiConsumer;

import io.zproc.StateChange;
import io.zproc.Watcher;
import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that gives the changes of a cursor to a consumer.
 *
 * @since 0.1.0
 */
public final class WatchThread implements Watcher {

	private static final Logger logger = LoggerFactory.getLogger(WatchThread.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final ChangeCursor cursor;

	private final BiConsumer<StateChange, String> consumer;

	private final Thread thread;

	private volatile boolean isClosed;

	private volatile @Nullable Throwable failure;

	private WatchThread(String name, ChangeCursor cursor, BiConsumer<StateChange, String> consumer) {
		this.cursor = cursor;
		this.consumer = consumer;
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
	}

	static WatchThread start(String name, ChangeCursor cursor, BiConsumer<StateChange, String> consumer) {
		WatchThread watcher = new WatchThread(name, cursor, consumer);
		watcher.thread.start();
		return watcher;
	}

	private void run() {
		try (ChangeCursor changes = this.cursor) {
			while (goesOn() && changes.hasNext()) {
				this.consumer.accept(changes.next(), changes.trace());
			}
		}
		catch (ZProcException ex) {
			if (!this.isClosed) {
				this.failure = ex;
				logger.error("Watcher {} ends", this.thread.getName(), ex);
			}
		}
		catch (RuntimeException | Error ex) {
			this.failure = ex;
			logger.error("Watcher {} ends, because its consumer failed", this.thread.getName(), ex);
		}
	}

	/**
	 * Only close interrupts this thread, and it has said so before: any other interrupt
	 * is one that the consumer has left behind.
	 */
	private boolean goesOn() {
		boolean wasInterrupted = Thread.interrupted();
		if (wasInterrupted && !this.isClosed) {
			logger.debug("The consumer of watcher {} left an interrupt behind", this.thread.getName());
		}
		return !this.isClosed;
	}

	/**
	 * Waits until the watcher has ended by itself.
	 * @throws InterruptedException when the thread is interrupted
	 * @throws ZProcException when its consumer or its connection failed
	 */
	public void awaitEnd() throws InterruptedException {
		this.thread.join();
		Throwable reason = this.failure;
		if (reason != null) {
			throw new ZProcException("Watcher " + this.thread.getName() + " has ended: " + reason.getMessage(), reason);
		}
	}

	@Override
	public void goLive() {
		this.cursor.goLive();
	}

	@Override
	public long position() {
		return this.cursor.handled();
	}

	/**
	 * How many versions of the namespace are not handled yet.
	 * @return the number, as far as this process knows
	 */
	public long lag() {
		return Math.max(0, this.cursor.newestKnown() - position());
	}

	@Override
	public boolean isRunning() {
		return this.thread.isAlive() && !this.isClosed;
	}

	@Override
	public void close() {
		this.isClosed = true;
		this.cursor.close();
		if (Thread.currentThread() == this.thread) {
			return;
		}
		this.thread.interrupt();
		try {
			this.thread.join(CLOSE_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.thread.isAlive()) {
			logger.warn("Watcher {} is still busy after {}; its thread is left behind", this.thread.getName(),
					CLOSE_TIMEOUT);
		}
	}

}
