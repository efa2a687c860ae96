package io.zproc.client;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.zproc.StateChange;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's cursor and thread: takes a change only when the subscriber has asked
 * for one.
 */
final class ChangeSubscription implements Flow.Subscription {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final Flow.Subscriber<? super StateChange> subscriber;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition asked = this.lock.newCondition();

	private final ChangeCursor cursor;

	private long demand;

	private boolean isCancelled;

	private @Nullable IllegalArgumentException violation;

	private ChangeSubscription(Flow.Subscriber<? super StateChange> subscriber, ChangeCursor cursor) {
		this.subscriber = subscriber;
		this.cursor = cursor;
	}

	/**
	 * Opens the cursor, so that what is committed afterwards is seen. What fails is told
	 * to the subscriber, after its onSubscribe: rule 1.9.
	 */
	static void start(Flow.Subscriber<? super StateChange> subscriber, Supplier<ChangeCursor> cursor) {
		ChangeSubscription subscription;
		try {
			subscription = new ChangeSubscription(subscriber, cursor.get());
		}
		catch (RuntimeException ex) {
			subscriber.onSubscribe(new FailedSubscription());
			subscriber.onError(ex);
			return;
		}
		Thread thread = new Thread(subscription::run, "zproc-publisher-" + COUNT.incrementAndGet());
		thread.setDaemon(true);
		thread.start();
	}

	private void run() {
		try (ChangeCursor changes = this.cursor) {
			this.subscriber.onSubscribe(this);
			while (awaitDemand()) {
				StateChange change = next(changes);
				if (change == null) {
					return;
				}
				this.subscriber.onNext(change);
			}
			if (this.violation != null) {
				this.subscriber.onError(this.violation);
			}
		}
		catch (InterruptedException ex) {
			if (!isCancelled()) {
				this.subscriber.onError(ex);
			}
		}
	}

	/**
	 * The next change; without one the subscriber has been told the end. What fails here
	 * may be a condition of the user's.
	 */
	private @Nullable StateChange next(ChangeCursor changes) {
		try {
			if (changes.hasNext()) {
				return changes.next();
			}
		}
		catch (RuntimeException ex) {
			if (!isCancelled()) {
				this.subscriber.onError(ex);
			}
			return null;
		}
		complete();
		return null;
	}

	private void complete() {
		if (this.violation != null) {
			this.subscriber.onError(this.violation);
		}
		else if (!isCancelled()) {
			this.subscriber.onComplete();
		}
	}

	private boolean awaitDemand() throws InterruptedException {
		this.lock.lock();
		try {
			while (this.demand == 0 && !this.isCancelled) {
				this.asked.await();
			}
			if (this.demand != Long.MAX_VALUE) {
				this.demand--;
			}
			return !this.isCancelled;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isCancelled() {
		this.lock.lock();
		try {
			return this.isCancelled;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void request(long count) {
		this.lock.lock();
		try {
			if (this.isCancelled) {
				return;
			}
			if (count <= 0) {
				this.violation = new IllegalArgumentException("request(" + count + ") (expected: > 0, rule 3.9)");
				this.isCancelled = true;
				this.cursor.close();
			}
			else {
				this.demand = (this.demand + count < 0) ? Long.MAX_VALUE : this.demand + count;
			}
			this.asked.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void cancel() {
		this.lock.lock();
		try {
			this.isCancelled = true;
			this.asked.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		this.cursor.close();
	}

	/**
	 * What a subscriber gets before it is told that there will be nothing.
	 */
	private static final class FailedSubscription implements Flow.Subscription {

		@Override
		public void request(long count) {
			// Nothing will come, whatever is asked for.
		}

		@Override
		public void cancel() {
			// It has ended already.
		}

	}

}
