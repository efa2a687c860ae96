package io.zproc.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.Origin;
import io.zproc.protocol.Change;
import io.zproc.protocol.Condition;
import io.zproc.protocol.EncodedInteger;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.KeyChange;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Request;
import io.zproc.protocol.Write;
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
		return (entry != null) ? new KeyValue(key, entry.version, withValue ? entry.value : null)
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
				case NULL_OR_ABSENT -> entry == null || java.util.Arrays.equals(entry.value, NULL);
				case PRESENT -> entry != null;
			};
			if (!holds) {
				return read(condition.key(), true);
			}
		}
		return null;
	}

	/**
	 * What a list of writes would do.
	 *
	 * @param found what each write found (or, of an increment, made)
	 * @param changes what becomes of each key that is written
	 * @param failure why nothing can be done, or {@code null}
	 */
	record Plan(List<KeyValue> found, Map<String, KeyChange> changes, Reply.@Nullable Failure failure) {

	}

	Plan plan(List<Write> writes) {
		List<KeyValue> found = new ArrayList<>(writes.size());
		Map<String, KeyChange> changes = (writes.size() == 1) ? new LinkedHashMap<>(2) : new LinkedHashMap<>();
		for (Write write : writes) {
			switch (write.kind()) {
				case PUT -> found.add(plan(changes, write.key(), write.requiredValue()));
				case REMOVE -> found.add(plan(changes, write.key(), null));
				case CLEAR -> {
					this.entries.keys().forEach((key) -> plan(changes, key, null));
					changes.replaceAll((key, change) -> new KeyChange(key, change.before(), null));
					found.add(KeyValue.absent(""));
				}
				case POP -> {
					String key = anyKey(changes);
					found.add((key != null) ? plan(changes, key, null) : KeyValue.absent(""));
				}
				case INCREMENT -> {
					byte[] present = present(changes, write.key());
					EncodedInteger number = EncodedInteger
						.parse((present != null) ? present : EncodedInteger.ofLong(0));
					if (number == null) {
						return refused(write, "does not hold a byte, short, int or long");
					}
					try {
						byte[] sum = number.plus(write.delta());
						plan(changes, write.key(), sum);
						found.add(new KeyValue(write.key(), this.version + 1, sum));
					}
					catch (ArithmeticException ex) {
						return refused(write, "holds " + number.value() + ", and the sum does not fit its type");
					}
				}
			}
		}
		return new Plan(found, changes, null);
	}

	private static Plan refused(Write write, String why) {
		return new Plan(List.of(), Map.of(), new Reply.Failure(Reply.Code.NOT_A_NUMBER,
				"Key '" + write.key() + "' cannot be incremented by " + write.delta() + ": it " + why));
	}

	private KeyValue plan(Map<String, KeyChange> changes, String key, byte @Nullable [] after) {
		KeyChange planned = changes.get(key);
		StoredEntry entry = this.entries.find(key);
		byte[] original = (entry != null) ? entry.value : null;
		byte[] present = (planned != null) ? planned.after() : original;
		changes.put(key, new KeyChange(key, original, after));
		if (present == null) {
			return KeyValue.absent(key);
		}
		return new KeyValue(key, (planned != null || entry == null) ? this.version + 1 : entry.version, present);
	}

	private byte @Nullable [] present(Map<String, KeyChange> changes, String key) {
		KeyChange planned = changes.get(key);
		if (planned != null) {
			return planned.after();
		}
		StoredEntry entry = this.entries.find(key);
		return (entry != null) ? entry.value : null;
	}

	private @Nullable String anyKey(Map<String, KeyChange> changes) {
		for (StoredEntry entry = this.entries.first(); entry != null; entry = entry.next) {
			if (present(changes, entry.key) != null) {
				return entry.key;
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
	Change apply(Map<String, KeyChange> changes, Origin writer, Request.Commit commit, long timestampMicros) {
		if (isNew()) {
			this.budget.add(weight());
		}
		this.version++;
		boolean isUnchanged = true;
		for (KeyChange change : changes.values()) {
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
				isUnchanged, List.copyOf(changes.values()), commit.trace());
		this.history.add(change);
		return change;
	}

}
