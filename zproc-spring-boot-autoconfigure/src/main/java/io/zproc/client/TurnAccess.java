package io.zproc.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.zproc.client.StateEngine.CommitResult;
import io.zproc.client.StateEngine.Contents;
import io.zproc.protocol.Condition;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes of a thread that is in a turn, outside the function's own argument:
 * they join the turn and get copies of its working values. Nobody else writes meanwhile,
 * so what is checked here stays true.
 */
final class TurnAccess implements NamespaceAccess {

	private static final byte[] NULL = { 'n', 'u', 'l', 'l' };

	private final WorkingCopy copy;

	TurnAccess(WorkingCopy copy) {
		this.copy = copy;
	}

	@Override
	public KeyValue read(String key, boolean withValue) {
		byte[] value = this.copy.encoded(key);
		return (value != null) ? new KeyValue(key, 1 + this.copy.modifications(key), value) : KeyValue.absent(key);
	}

	@Override
	public int size() {
		return this.copy.size();
	}

	@Override
	public Contents contents(boolean withValues) {
		return new Contents(0, this.copy.keys().stream().map((key) -> read(key, withValues)).toList());
	}

	@Override
	public CommitResult commit(List<Condition> conditions, List<Write> writes, boolean wantsEntries) {
		for (Condition condition : conditions) {
			KeyValue present = read(condition.key(), true);
			if (!holds(condition, present)) {
				return new CommitResult(0, List.of(), present);
			}
		}
		List<KeyValue> found = new ArrayList<>();
		for (Write write : writes) {
			found.add(apply(write));
		}
		return new CommitResult(0, found, null);
	}

	private static boolean holds(Condition condition, KeyValue present) {
		return switch (condition.kind()) {
			case VERSION -> condition.version() == present.version();
			case NULL_OR_ABSENT -> !present.isPresent() || Arrays.equals(present.value(), NULL);
			case PRESENT -> present.isPresent();
		};
	}

	private KeyValue apply(Write write) {
		return switch (write.kind()) {
			case PUT -> exchange(write.key(), write.requiredValue());
			case REMOVE -> exchange(write.key(), null);
			case INCREMENT -> {
				this.copy.increment(write.key(), write.delta());
				yield read(write.key(), true);
			}
			case CLEAR -> {
				this.copy.keys().forEach((key) -> this.copy.write(key, null));
				yield KeyValue.absent("");
			}
			case POP -> {
				List<String> keys = this.copy.keys();
				yield keys.isEmpty() ? KeyValue.absent("") : exchange(keys.get(0), null);
			}
		};
	}

	private KeyValue exchange(String key, byte @Nullable [] value) {
		KeyValue old = read(key, true);
		this.copy.write(key, value);
		return old;
	}

}
