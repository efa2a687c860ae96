package io.zproc.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.protocol.EncodedInteger;
import io.zproc.protocol.KeyChange;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * What the writes of a commit would do to a namespace, one after the other: nothing is
 * changed before all of them are known to be possible.
 *
 * @param found what each write found (or, of an increment, made)
 * @param changes what becomes of each key that is written
 * @param failure why nothing can be done, or {@code null}
 */
record CommitPlan(List<KeyValue> found, List<KeyChange> changes, Reply.@Nullable Failure failure) {

	static CommitPlan of(List<Write> writes, Namespace namespace) {
		return (writes.size() == 1 && isOfOneKey(writes.get(0))) ? of(writes.get(0), namespace)
				: new Maker(namespace).plan(writes);
	}

	private static boolean isOfOneKey(Write write) {
		return write.kind() == Write.Kind.PUT || write.kind() == Write.Kind.REMOVE;
	}

	/**
	 * By far most commits are of one such write, and need no map of what was planned.
	 */
	private static CommitPlan of(Write write, Namespace namespace) {
		KeyValue found = namespace.read(write.key(), true);
		byte[] after = (write.kind() == Write.Kind.PUT) ? write.requiredValue() : null;
		return new CommitPlan(List.of(found), List.of(new KeyChange(found.key(), found.value(), after)), null);
	}

	/**
	 * Plans several writes, each of which meets what those before it would leave.
	 */
	private static final class Maker {

		private final Namespace namespace;

		private final List<KeyValue> found = new ArrayList<>();

		private final Map<String, KeyChange> changes = new LinkedHashMap<>();

		private Maker(Namespace namespace) {
			this.namespace = namespace;
		}

		private CommitPlan plan(List<Write> writes) {
			for (Write write : writes) {
				switch (write.kind()) {
					case PUT -> this.found.add(change(write.key(), write.requiredValue()));
					case REMOVE -> this.found.add(change(write.key(), null));
					case CLEAR -> clear();
					case POP -> {
						String key = anyKey();
						this.found.add((key != null) ? change(key, null) : KeyValue.absent(""));
					}
					case INCREMENT -> {
						Reply.Failure refusal = increment(write);
						if (refusal != null) {
							return new CommitPlan(List.of(), List.of(), refusal);
						}
					}
				}
			}
			return new CommitPlan(this.found, List.copyOf(this.changes.values()), null);
		}

		private void clear() {
			this.namespace.entries.keys().forEach((key) -> change(key, null));
			this.changes.replaceAll((key, change) -> new KeyChange(key, change.before(), null));
			this.found.add(KeyValue.absent(""));
		}

		private Reply.@Nullable Failure increment(Write write) {
			byte[] present = present(write.key());
			EncodedInteger number = EncodedInteger.parse((present != null) ? present : EncodedInteger.ofLong(0));
			if (number == null) {
				return refusal(write, "does not hold a byte, short, int or long");
			}
			try {
				byte[] sum = number.plus(write.delta());
				change(write.key(), sum);
				this.found.add(new KeyValue(write.key(), this.namespace.version + 1, sum));
				return null;
			}
			catch (ArithmeticException ex) {
				return refusal(write, "holds " + number.value() + ", and the sum does not fit its type");
			}
		}

		private static Reply.Failure refusal(Write write, String why) {
			return new Reply.Failure(Reply.Code.NOT_A_NUMBER,
					"Key '" + write.key() + "' cannot be incremented by " + write.delta() + ": it " + why);
		}

		private KeyValue change(String key, byte @Nullable [] after) {
			KeyValue original = this.namespace.read(key, true);
			KeyChange planned = this.changes.put(key, new KeyChange(key, original.value(), after));
			if (planned == null) {
				return original;
			}
			byte[] present = planned.after();
			return (present != null) ? new KeyValue(key, this.namespace.version + 1, present) : KeyValue.absent(key);
		}

		private byte @Nullable [] present(String key) {
			KeyChange planned = this.changes.get(key);
			return (planned != null) ? planned.after() : this.namespace.read(key, true).value();
		}

		private @Nullable String anyKey() {
			for (StoredEntry entry = this.namespace.entries.first(); entry != null; entry = entry.next) {
				if (present(entry.key) != null) {
					return entry.key;
				}
			}
			return null;
		}

	}

}
