package io.zproc.process.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

import io.zproc.StateChange;
import io.zproc.StateGapEvent;
import io.zproc.Watcher;
import io.zproc.ZProcEvent;
import io.zproc.client.StateClient;
import io.zproc.process.EventSink;
import io.zproc.process.RunEntries;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In the application: gives events to its listeners, those of other processes included,
 * one after the other, on a thread of its own that begins with the first one.
 *
 * @since 0.1.0
 */
public final class EventDispatcher implements EventSink {

	private static final Logger logger = LoggerFactory.getLogger(EventDispatcher.class);

	/** How many events wait for slow listeners. */
	static final int CAPACITY = 10_000;

	private final Consumer<ZProcEvent> listeners;

	private final Duration closeTimeout;

	private final Object lock = new Object();

	/** Not the same: who begins to listen waits for the server. */
	private final Object listening = new Object();

	private final Queue<ZProcEvent> waiting = new ArrayDeque<>();

	private long leftOut;

	private @Nullable Thread thread;

	private @Nullable Watcher others;

	private boolean isClosed;

	/**
	 * Creates a dispatcher.
	 * @param listeners calls the listeners
	 * @param closeTimeout how long they may take to get what is left when it is closed
	 */
	public EventDispatcher(Consumer<ZProcEvent> listeners, Duration closeTimeout) {
		this.listeners = listeners;
		this.closeTimeout = closeTimeout;
	}

	@Override
	public void publish(ZProcEvent event) {
		synchronized (this.lock) {
			if (this.isClosed) {
				logger.debug("Nobody hears any more of {}", event);
			}
			else if (this.waiting.size() >= CAPACITY) {
				this.leftOut++;
				if (this.leftOut == 1) {
					logger.warn("Listeners of events are slow: {} events wait, and further ones are left out,"
							+ " beginning with {}", CAPACITY, event);
				}
			}
			else {
				this.waiting.add(event);
				this.lock.notifyAll();
				if (this.thread == null) {
					this.thread = started();
				}
			}
		}
	}

	private Thread started() {
		Thread created = new Thread(this::run, "zproc-events");
		created.setDaemon(true);
		created.start();
		return created;
	}

	private void run() {
		for (ZProcEvent event = next(); event != null; event = next()) {
			deliver(event);
		}
	}

	private @Nullable ZProcEvent next() {
		synchronized (this.lock) {
			while (this.waiting.isEmpty() && !this.isClosed) {
				try {
					caughtUp();
					this.lock.wait();
				}
				catch (InterruptedException ex) {
					logger.debug("A listener has left an interrupt behind", ex);
				}
			}
			return this.waiting.poll();
		}
	}

	private void caughtUp() {
		if (this.leftOut > 0) {
			logger.warn("Listeners of events have caught up; {} events were left out", this.leftOut);
			this.leftOut = 0;
		}
	}

	private void deliver(ZProcEvent event) {
		try {
			this.listeners.accept(event);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A listener of {} failed", event, ex);
		}
	}

	@Override
	public void listen(StateClient client, String run) {
		String key = RunEntries.key(run, RunEntries.LAST_EVENT);
		synchronized (this.listening) {
			if (this.others == null && !isClosed()) {
				this.others = client.reserved(RunEntries.EVENTS).watch(key).forEach((change) -> told(change, key));
			}
		}
	}

	private boolean isClosed() {
		synchronized (this.lock) {
			return this.isClosed;
		}
	}

	private void told(StateChange change, String key) {
		if (change.isGap()) {
			publish(new StateGapEvent(change.timestamp(), RunEntries.EVENTS, RunEntries.EVENTS, change.firstMissing(),
					change.lastMissing()));
		}
		else if (change.after().containsKey(key)) {
			try {
				publish(EventValue.read(change.after().get(key)));
			}
			catch (IllegalArgumentException ex) {
				logger.warn("A process has told what nobody understands, at {}", change, ex);
			}
		}
	}

	/**
	 * A listener may call it, too.
	 */
	@Override
	public void close() {
		synchronized (this.listening) {
			if (this.others != null) {
				this.others.close();
			}
		}
		Thread running;
		synchronized (this.lock) {
			this.isClosed = true;
			running = this.thread;
			this.lock.notifyAll();
		}
		if (running == Thread.currentThread()) {
			run();
		}
		else if (running != null) {
			awaitEnd(running);
		}
	}

	private void awaitEnd(Thread running) {
		try {
			running.join(this.closeTimeout.toMillis());
			if (running.isAlive()) {
				synchronized (this.lock) {
					logger.warn("A listener of events is still busy after {}; it is interrupted and left behind,"
							+ " and {} events with it", this.closeTimeout, this.waiting.size());
					this.waiting.clear();
				}
				running.interrupt();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
