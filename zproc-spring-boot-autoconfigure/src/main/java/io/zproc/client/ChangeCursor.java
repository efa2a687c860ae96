package io.zproc.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.zproc.StateChange;
import io.zproc.WatchCursor;
import io.zproc.ZProcException;
import io.zproc.client.Replica.Cut;
import io.zproc.client.Replica.Step;
import io.zproc.client.StateEngine.History;
import io.zproc.protocol.Change;
import io.zproc.protocol.KeyChange;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * A position in the changes of a namespace. It reads from the replica's recent changes;
 * when it has fallen behind them it reads the server's history in parts, and when that is
 * gone it gives one gap and goes on from the newest state.
 */
final class ChangeCursor implements WatchCursor {

	/** The era of a version that is none of this server's. */
	private static final int NO_ERA = -1;

	private final StateClient client;

	private final Replica replica;

	private final WatchSelection selection;

	private final Deque<Change> history = new ArrayDeque<>();

	private Cut cut;

	private long given;

	private @Nullable StateChange peeked;

	private volatile long position;

	private volatile long handled;

	/** The versions up to which changes are passed over, because of goLive. */
	private long skipped;

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
		Cut newest = this.replica.upToDate();
		this.cut = (selection.since() < 0) ? newest : cutAt(selection.since(), newest);
		this.position = this.cut.version();
		this.handled = this.position;
	}

	/**
	 * The state that the cursor began with.
	 */
	Cut start() {
		return this.cut;
	}

	/**
	 * The state as it was at an earlier version: the newest one, with every change since
	 * then undone. Where the history does not reach back, the state is unknown, and the
	 * first thing to come is a gap.
	 */
	private Cut cutAt(long version, Cut known) {
		Cut newest = (version > known.version()) ? refreshed() : known;
		if (version > newest.version()) {
			// A version of another server, which this one has taken the place of.
			return new Cut(NO_ERA, version, HashTreePMap.empty());
		}
		if (version == newest.version() || version == 0) {
			return new Cut(newest.era(), version, (version == 0) ? HashTreePMap.empty() : newest.values());
		}
		Step next = this.replica.after(newest.era(), version);
		if (next != null) {
			return new Cut(newest.era(), version, next.before().values());
		}
		HashPMap<String, byte[]> values = newest.values();
		Set<String> undone = new HashSet<>();
		long reached = version;
		while (reached < newest.version()) {
			History part = this.client.engine()
				.history(this.selection.namespace(), reached)
				.await(this.client.requestTimeout());
			if (part.isForgotten() || part.changes().isEmpty()) {
				break;
			}
			for (Change change : part.changes()) {
				if (change.version() <= newest.version()) {
					values = undo(values, change, undone);
				}
				reached = change.version();
			}
		}
		return new Cut(newest.era(), version, values);
	}

	/**
	 * The state that is not older than what the server has now.
	 */
	private Cut refreshed() {
		this.client.engine().size(this.selection.namespace()).await(this.client.requestTimeout());
		return this.replica.upToDate();
	}

	private static HashPMap<String, byte[]> undo(HashPMap<String, byte[]> values, Change change, Set<String> undone) {
		HashPMap<String, byte[]> result = values;
		for (KeyChange key : change.keys()) {
			if (undone.add(key.key())) {
				byte[] before = key.before();
				result = (before != null) ? result.plus(key.key(), before) : result.minus(key.key());
			}
		}
		return result;
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
		this.handled = this.cut.version();
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
				Cut last = this.cut;
				if (!this.replica.awaitNewer(last, () -> this.isClosed || this.backlog.get() != null, deadline)) {
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
				return change;
			}
			this.handled = this.cut.version();
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
			}
			else if (last == null) {
				this.handled = this.cut.version();
			}
		}
		return last;
	}

	private boolean isWanted(StateChange change) {
		return change.version() > this.skipped && this.selection.selects(change);
	}

	private @Nullable StateChange advance() {
		Backlog passed = this.backlog.getAndSet(null);
		if (passed != null) {
			skip(passed);
		}
		if (this.isClosed) {
			return null;
		}
		if (this.replica.tip().era() != this.cut.era()) {
			return newEra();
		}
		Step step = this.replica.after(this.cut.era(), this.cut.version());
		if (step != null) {
			this.history.clear();
			Cut before = this.cut;
			moveTo(step.after());
			return (step.change() != null) ? change(step.change(), step.before(), step.after())
					: gap(before, step.after());
		}
		Cut newest = this.replica.tip();
		// The tip moves after its step was added, so a step that is missing now is too
		// old.
		return (newest.version() > this.cut.version() && this.replica.after(this.cut.era(), this.cut.version()) == null)
				? fromHistory() : null;
	}

	/**
	 * The server was replaced by another one: its changes do not continue those before.
	 */
	private StateChange newEra() {
		this.history.clear();
		Cut before = this.cut;
		moveTo(this.replica.upToDate());
		return gap(before, this.cut);
	}

	private void skip(Backlog passed) {
		this.skipped = Math.max(this.skipped, passed.version());
		if (passed.newest().version() > this.cut.version()) {
			this.history.clear();
			moveTo(passed.newest());
		}
		this.handled = this.cut.version();
	}

	private StateChange fromHistory() {
		Change next = this.history.poll();
		if (next == null) {
			History part = this.client.engine()
				.history(this.selection.namespace(), this.cut.version())
				.await(this.client.requestTimeout());
			if (this.client.engine().era() != this.cut.era()) {
				return newEra();
			}
			if (part.isForgotten() || part.changes().isEmpty()) {
				Cut before = this.cut;
				moveTo(this.replica.tip());
				return gap(before, this.cut);
			}
			this.history.addAll(part.changes());
			next = this.history.remove();
		}
		Cut before = this.cut;
		HashPMap<String, byte[]> values = before.values();
		for (KeyChange key : next.keys()) {
			byte[] after = key.after();
			values = (after != null) ? values.plus(key.key(), after) : values.minus(key.key());
		}
		moveTo(new Cut(before.era(), next.version(), values));
		return change(next, before, this.cut);
	}

	private void moveTo(Cut cut) {
		this.cut = cut;
		this.position = cut.version();
	}

	private StateChange change(Change change, Cut before, Cut after) {
		Set<String> keys = new LinkedHashSet<>();
		change.keys().forEach((key) -> keys.add(key.key()));
		Instant timestamp = Instant.ofEpochSecond(change.timestampMicros() / 1_000_000,
				change.timestampMicros() % 1_000_000 * 1_000);
		return new StateChange(this.selection.namespace(), change.version(), timestamp, Set.copyOf(keys),
				snapshot(before), snapshot(after), change.origin(), change.isUnchanged(), false, 0, 0);
	}

	private StateChange gap(Cut before, Cut after) {
		Set<String> keys = new LinkedHashSet<>();
		before.values().forEach((key, value) -> {
			if (!Arrays.equals(value, after.values().get(key))) {
				keys.add(key);
			}
		});
		after.values().keySet().stream().filter((key) -> !before.values().containsKey(key)).forEach(keys::add);
		return new StateChange(this.selection.namespace(), after.version(), Instant.now(), Set.copyOf(keys),
				snapshot(before), snapshot(after), this.client.engine().origin(), false, true,
				(before.era() == after.era()) ? before.version() + 1 : 1, after.version());
	}

	EncodedSnapshot snapshot(Cut cut) {
		return new EncodedSnapshot(cut.version(), cut.values(), this.client.codec());
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
		return this.position;
	}

	/**
	 * The version up to which changes were passed over, or given out and done with: who
	 * asks for the next change has done with the last one.
	 */
	long handled() {
		return this.handled;
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
