package io.zproc.server;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import io.zproc.Origin;
import io.zproc.protocol.Change;
import io.zproc.protocol.Condition;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.KeyChange;
import io.zproc.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * One dictionary: its entries, its version, its history, and who has its turn.
 */
final class Namespace {

	/** The one value, beside integers, that the server can tell: JSON's null. */
	private static final byte[] NULL = { 'n', 'u', 'l', 'l' };

	private static final long NAMESPACE_BYTES = 1_000;

	final String name;

	private final MemoryBudget budget;

	final EntryTable entries;

	final ChangeHistory history;

	final Deque<Waiter> waiters = new ArrayDeque<>();

	@Nullable Turn turn;

	long version;

	Namespace(String name, ServerLimits limits, MemoryBudget budget) {
		this.name = name;
		this.budget = budget;
		this.entries = new EntryTable(budget);
		this.history = new ChangeHistory(limits.historyEntries(), limits.historyBytes(), budget);
	}

	/**
	 * Whether nothing was ever written to it.
	 */
	boolean isNew() {
		return this.version == 0;
	}

	/**
	 * Whether nobody would miss it.
	 */
	boolean isUnused() {
		return isNew() && this.turn == null && this.waiters.isEmpty();
	}

	/**
	 * About what it takes beside its entries and its history.
	 */
	long weight() {
		return NAMESPACE_BYTES + this.name.length();
	}

	KeyValue read(String key, boolean withValue) {
		StoredEntry entry = this.entries.find(key);
		// With the table's own key: the one that was asked for can go.
		return (entry != null) ? new KeyValue(entry.key, entry.version, withValue ? entry.value : null)
				: KeyValue.absent(key);
	}

	/**
	 * The entry of the first condition that does not hold.
	 */
	@Nullable KeyValue conflict(List<Condition> conditions) {
		for (Condition condition : conditions) {
			StoredEntry entry = this.entries.find(condition.key());
			boolean holds = switch (condition.kind()) {
				case VERSION -> condition.version() == ((entry != null) ? entry.version : 0);
				case NULL_OR_ABSENT -> entry == null || Arrays.equals(entry.value, NULL);
				case PRESENT -> entry != null;
			};
			if (!holds) {
				return read(condition.key(), true);
			}
		}
		return null;
	}

	/**
	 * Takes over what another server had, with a version and without a history.
	 */
	void restore(SavedNamespace saved, Origin writer, long timestampMicros) {
		this.budget.add(weight());
		this.version = saved.version();
		saved.entries().forEach((key, value) -> this.entries.put(key, saved.version(), value, writer, timestampMicros));
	}

	/**
	 * Carries out a plan that changes at least one key.
	 */
	Change apply(List<KeyChange> changes, Origin writer, Request.Commit commit, long timestampMicros) {
		if (isNew()) {
			this.budget.add(weight());
		}
		this.version++;
		boolean isUnchanged = true;
		for (KeyChange change : changes) {
			byte[] after = change.after();
			isUnchanged &= change.isUnchanged();
			if (after != null) {
				this.entries.put(change.key(), this.version, after, writer, timestampMicros);
			}
			else {
				this.entries.remove(change.key());
			}
		}
		Change change = new Change(this.version, timestampMicros, writer.withInvocation(commit.invocation()),
				isUnchanged, changes, commit.trace());
		this.history.add(change);
		return change;
	}

}
