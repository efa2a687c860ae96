package io.zproc.client;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.zproc.protocol.Condition;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.ValueCodec;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * A change of one key that depends on its value: reads, computes, and writes if nobody
 * else wrote in between; otherwise computes again from what the other has written, which
 * comes with the refusal. Two round trips when nobody else writes.
 */
final class KeyUpdate {

	/** Says that the key shall stay as it is. */
	private static final Object KEEP = new Object();

	/** Says that the key shall be there with null. */
	private static final Object NULL = new Object();

	private final NamespaceAccess access;

	private final ValueCodec codec;

	private final String key;

	private KeyValue present;

	/**
	 * Begins an update with what is known of the key.
	 */
	KeyUpdate(NamespaceAccess access, ValueCodec codec, KeyValue present) {
		this.access = access;
		this.codec = codec;
		this.key = present.key();
		this.present = present;
	}

	static KeyUpdate of(NamespaceAccess access, ValueCodec codec, String key) {
		return new KeyUpdate(access, codec, access.read(Keys.check(key), true));
	}

	/**
	 * Writes if the value equals the expected one.
	 * @return whether it was written
	 */
	boolean exchange(@Nullable Object expected, Write write) {
		while (this.present.isPresent() && Objects.deepEquals(value(), expected)) {
			if (isCommitted(write)) {
				return true;
			}
		}
		return false;
	}

	@Nullable Object compute(BiFunction<? super String, ? super @Nullable Object, ? extends @Nullable Object> function) {
		return update((old) -> function.apply(this.key, old));
	}

	@Nullable Object computeIfPresent(BiFunction<? super String, ? super Object, ? extends @Nullable Object> function) {
		return update((old) -> (old != null) ? function.apply(this.key, old) : KEEP);
	}

	@Nullable Object computeIfAbsent(Function<? super String, ? extends @Nullable Object> function) {
		return update((old) -> {
			Object made = (old == null) ? function.apply(this.key) : null;
			return (made != null) ? made : KEEP;
		});
	}

	@Nullable Object merge(Object value, BiFunction<? super Object, ? super Object, ? extends @Nullable Object> function) {
		return update((old) -> (old != null) ? function.apply(old, value) : value);
	}

	/**
	 * Writes what the function makes of the value, be it null, if the key is there.
	 */
	void replace(BiFunction<? super String, ? super @Nullable Object, ? extends @Nullable Object> function) {
		update((old) -> {
			if (!this.present.isPresent()) {
				return KEEP;
			}
			Object replaced = function.apply(this.key, old);
			return (replaced != null) ? replaced : NULL;
		});
	}

	private @Nullable Object update(Function<@Nullable Object, @Nullable Object> function) {
		while (true) {
			Object old = value();
			Object result = function.apply(old);
			if (result == KEEP || (result == null && !this.present.isPresent())) {
				return old;
			}
			Object value = (result != NULL) ? result : null;
			Write write = (result != null) ? Write.put(this.key, this.codec.encode(this.key, value))
					: Write.remove(this.key);
			if (isCommitted(write)) {
				return value;
			}
		}
	}

	private boolean isCommitted(Write write) {
		KeyValue conflict = this.access
			.commit(List.of(Condition.version(this.key, this.present.version())), List.of(write), false)
			.conflict();
		if (conflict != null) {
			this.present = conflict;
		}
		return conflict == null;
	}

	private @Nullable Object value() {
		byte[] value = this.present.value();
		return (value != null) ? this.codec.decode(this.key, value) : null;
	}

}
