package io.zproc.client;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;

import io.zproc.StateChange;
import io.zproc.WatchCursor;
import io.zproc.ZProcException;
import io.zproc.client.Replica.Cut;
import org.jspecify.annotations.Nullable;

/**
 * A position in the changes of a namespace: walks their path, gives those that the watch
 * selects, and waits where there is none.
 */
final class ChangeCursor implements WatchCursor {

	private final StateClient client;

	private final Replica replica;

	private final WatchSelection selection;

	private final ChangeView view;

	private final ChangePath path;

	private long given;

	private @Nullable StateChange peeked;

	private String trace = "";

	private volatile long position;

	private volatile long handled;

	/** The versions up to which changes are passed over, because of goLive. */
	private volatile long skipped;

	private final AtomicReference<@Nullable Backlog> backlog = new AtomicReference<>();

	private volatile boolean isClosed;

	/**
	 * What was known when somebody asked to go live.
	 *
	 * @param newest the newest state
	 * @param version the newest version, of which the state may not have come yet
	 */
	private record Backlog(Cut newest, long version) {

	}

	ChangeCursor(StateClient client, WatchSelection selection) {
		this.client = client;
		this.selection = selection;
		refuseInTurn();
		this.replica = client.replica(selection.namespace());
		this.view = new ChangeView(client, selection.namespace());
		StartingPoint start = new StartingPoint(client, this.replica);
		this.path = new ChangePath(client, this.replica, this.view,
				(selection.since() < 0) ? start.now() : start.at(selection.since()));
		this.position = this.path.reached().version();
		this.handled = this.position;
	}

	/**
	 * The state that the cursor began with, when the watch's conditions hold for it.
	 */
	@Nullable StateChange presentIfSelected() {
		Cut start = this.path.reached();
		return this.selection.holds(this.view.snapshot(start)) ? this.view.present(start) : null;
	}

	@Override
	public boolean hasNext() {
		if (this.peeked == null) {
			this.peeked = take(this.selection.timeout());
		}
		return this.peeked != null;
	}

	@Override
	public StateChange next() {
		if (!hasNext()) {
			throw new NoSuchElementException(
					"No change of namespace '" + this.selection.namespace() + "' came in time, or the watch has ended");
		}
		StateChange change = this.peeked;
		this.peeked = null;
		if (change == null) {
			throw new NoSuchElementException();
		}
		return change;
	}

	@Override
	public @Nullable StateChange next(Duration timeout) {
		StateChange change = this.peeked;
		if (change != null) {
			this.peeked = null;
			return change;
		}
		return take(timeout);
	}

	private @Nullable StateChange take(@Nullable Duration timeout) {
		refuseInTurn();
		// Who asks for the next one has done with the last one.
		this.handled = this.path.reached().version();
		if (this.given >= this.selection.limit()) {
			return null;
		}
		long deadline = Replica.deadline(timeout);
		try {
			while (!this.isClosed) {
				StateChange selected = this.selection.isLive() ? newest() : oldest();
				if (selected != null) {
					this.given++;
					return selected;
				}
				if (!this.replica.awaitNewer(this.path.reached(), () -> this.isClosed || this.backlog.get() != null,
						deadline)) {
					return null;
				}
			}
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ZProcException("The thread was interrupted while it waited for a change of namespace '"
					+ this.selection.namespace() + "'", ex);
		}
	}

	/**
	 * The first change from here on that is selected, as far as is known now.
	 */
	private @Nullable StateChange oldest() {
		for (StateChange change = advance(); change != null; change = advance()) {
			if (isWanted(change)) {
				this.trace = this.path.trace();
				return change;
			}
			this.handled = this.path.reached().version();
		}
		return null;
	}

	/**
	 * The last change from here on that is selected, as far as is known now.
	 */
	private @Nullable StateChange newest() {
		StateChange last = null;
		for (StateChange change = advance(); change != null; change = advance()) {
			if (isWanted(change)) {
				last = change;
				this.trace = this.path.trace();
			}
			else if (last == null) {
				this.handled = this.path.reached().version();
			}
		}
		return last;
	}

	private boolean isWanted(StateChange change) {
		return (change.isGap() || change.version() > this.skipped) && this.selection.selects(change);
	}

	private @Nullable StateChange advance() {
		Backlog passed = this.backlog.getAndSet(null);
		if (passed != null) {
			skip(passed);
		}
		if (this.isClosed) {
			return null;
		}
		int era = this.path.reached().era();
		StateChange change = this.path.next();
		if (this.path.reached().era() != era) {
			// What was skipped was another server's.
			this.skipped = 0;
		}
		this.position = this.path.reached().version();
		return change;
	}

	private void skip(Backlog passed) {
		this.skipped = Math.max(this.skipped, passed.version());
		if (passed.newest().version() > this.path.reached().version()) {
			this.path.jump(passed.newest());
			this.position = passed.newest().version();
		}
		this.handled = this.path.reached().version();
	}

	private void refuseInTurn() {
		if (this.client.turns().current(this.selection.namespace()) != null) {
			throw new IllegalStateException("A change of namespace '" + this.selection.namespace()
					+ "' cannot be waited for inside an atomic function on it: nobody else can write meanwhile");
		}
	}

	@Override
	public void goLive() {
		Cut newest = this.replica.tip();
		this.backlog.set(new Backlog(newest,
				Math.max(newest.version(), this.client.engine().acknowledged(this.selection.namespace()))));
		this.replica.wake();
	}

	@Override
	public long position() {
		return Math.max(this.position, this.skipped);
	}

	/**
	 * The version up to which changes were passed over, or given out and done with: who
	 * asks for the next change has done with the last one.
	 */
	long handled() {
		return this.handled;
	}

	/**
	 * The trace that the change belongs to which was found last, empty for none. For the
	 * thread that asks for changes.
	 */
	String trace() {
		return this.trace;
	}

	/**
	 * The newest version that this process knows.
	 */
	long newestKnown() {
		return this.replica.tip().version();
	}

	@Override
	public void close() {
		this.isClosed = true;
		this.replica.wake();
	}

}
