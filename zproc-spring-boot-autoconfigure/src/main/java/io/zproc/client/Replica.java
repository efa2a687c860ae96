package io.zproc.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.zproc.StateTimeoutException;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.ZProcException;
import io.zproc.protocol.Change;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.KeyChange;
import org.jspecify.annotations.Nullable;

/**
 * A namespace as this process knows it, kept up to date by the engine, with the last few
 * changes. All watches of the namespace read from it and hold no more than a position;
 * one that has fallen behind these changes asks for the server's history. Each state is a
 * persistent map, so that states share what they have in common.
 */
final class Replica implements ChangeListener {

	private static final int MAX_RECENT = 4096;

	private static final long MAX_RECENT_BYTES = 8 << 20;

	/**
	 * A state and its version, which means something within its era only. Values are as
	 * an {@link EncodedSnapshot} keeps them.
	 */
	record Cut(int era, long version, HashTrie<Object> values) {

		/**
		 * The state after a change of this one, which shares with it what did not change.
		 */
		Cut changed(Change change) {
			HashTrie<Object> values = this.values;
			for (KeyChange key : change.keys()) {
				byte[] after = key.after();
				values = (after != null) ? values.plus(key.key(), EncodedSnapshot.kept(after))
						: values.minus(key.key());
			}
			return new Cut(this.era, change.version(), values);
		}

	}

	/**
	 * A step from one state to the next; without a change when the engine had lost the
	 * changes in between.
	 */
	record Step(Cut before, Cut after, @Nullable Change change) {

		long weight() {
			return (this.change != null) ? this.change.weight() : 0;
		}

	}

	private final String namespace;

	private final StateClient client;

	private final ConcurrentNavigableMap<Long, Step> recent = new ConcurrentSkipListMap<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition news = this.lock.newCondition();

	private long recentBytes;

	private volatile @Nullable Cut tip;

	private volatile @Nullable ZProcException lost;

	Replica(String namespace, StateClient client) {
		this.namespace = namespace;
		this.client = client;
	}

	// On the engine's thread

	@Override
	public void reset(long version, List<KeyValue> entries) {
		Cut after = new Cut(this.client.engine().era(), version, HashTrie.of(entries));
		Cut before = this.tip;
		if (before != null && before.era() != after.era()) {
			this.recent.clear();
			this.recentBytes = 0;
		}
		else if (before != null && before.version() < version) {
			add(new Step(before, after, null));
		}
		move(after);
	}

	@Override
	public void change(Change change) {
		Cut before = tip();
		Cut after = before.changed(change);
		add(new Step(before, after, change));
		move(after);
	}

	@Override
	public void lost(ZProcException reason) {
		this.lost = reason;
		wake();
	}

	private void add(Step step) {
		this.recent.put(step.after().version(), step);
		this.recentBytes += step.weight();
		while (this.recent.size() > MAX_RECENT || (this.recentBytes > MAX_RECENT_BYTES && this.recent.size() > 1)) {
			this.recentBytes -= this.recent.pollFirstEntry().getValue().weight();
		}
	}

	private void move(Cut cut) {
		this.tip = cut;
		wake();
	}

	// From any thread

	void wake() {
		this.lock.lock();
		try {
			this.news.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	String namespace() {
		return this.namespace;
	}

	Cut tip() {
		Cut cut = this.tip;
		if (cut == null) {
			throw new IllegalStateException("Namespace '" + this.namespace + "' is not loaded");
		}
		return cut;
	}

	/**
	 * The newest state, which has all that this process has written or read.
	 */
	Cut upToDate() {
		Cut cut = tip();
		int era = this.client.engine().era();
		long needed = this.client.engine().acknowledged(this.namespace);
		if (!reaches(cut, era, needed)) {
			awaitUninterruptibly(() -> reaches(tip(), era, needed), "version " + needed);
			cut = tip();
		}
		return cut;
	}

	private static boolean reaches(Cut cut, int era, long version) {
		return cut.era() > era || (cut.era() == era && cut.version() >= version);
	}

	/**
	 * The step that leads on from a version, {@code null} when it is not here: then
	 * either nothing is newer, or the version is too old.
	 */
	@Nullable Step after(int era, long version) {
		Map.Entry<Long, Step> next = this.recent.higherEntry(version);
		Cut before = (next != null) ? next.getValue().before() : null;
		return (before != null && before.era() == era && before.version() <= version) ? next.getValue() : null;
	}

	/**
	 * Waits until something is newer than a state.
	 * @param deadlineNanos until when; {@link Long#MAX_VALUE} for ever
	 * @return whether something is newer, or the wait was stopped
	 */
	boolean awaitNewer(Cut cut, BooleanSupplier isStopped, long deadlineNanos) throws InterruptedException {
		return await(() -> tip().era() != cut.era() || tip().version() > cut.version() || isStopped.getAsBoolean(),
				deadlineNanos);
	}

	void awaitLoaded() {
		if (this.tip == null) {
			awaitUninterruptibly(() -> this.tip != null, "its first snapshot");
		}
	}

	private void awaitUninterruptibly(BooleanSupplier condition, String what) {
		Duration timeout = this.client.requestTimeout();
		long deadline = System.nanoTime() + timeout.toNanos();
		boolean isInterrupted = false;
		try {
			while (true) {
				try {
					if (!await(condition, deadline)) {
						throw new StateTimeoutException("The replica of namespace '" + this.namespace + "' did not get "
								+ what + " within " + timeout + " (zproc.state.request-timeout)");
					}
					return;
				}
				catch (InterruptedException ex) {
					isInterrupted = true;
				}
			}
		}
		finally {
			if (isInterrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private boolean await(BooleanSupplier condition, long deadlineNanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!condition.getAsBoolean()) {
				ZProcException reason = this.lost;
				if (reason != null) {
					throw new StateUnavailableException(
							"No more changes of namespace '" + this.namespace + "' will come: " + reason.getMessage(),
							Outcome.NOT_APPLIED, reason);
				}
				if (deadlineNanos == Long.MAX_VALUE) {
					this.news.await();
				}
				else {
					long remaining = deadlineNanos - System.nanoTime();
					if (remaining <= 0) {
						return false;
					}
					this.news.awaitNanos(remaining);
				}
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * When a wait of the given length ends.
	 */
	static long deadline(@Nullable Duration timeout) {
		return (timeout != null) ? System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout) : Long.MAX_VALUE;
	}

}
