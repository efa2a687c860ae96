package io.zproc.client;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * An entry whose value is made when it is asked for, so that one value that cannot be
 * read does not break the reading of the others.
 */
final class LazyEntry implements Map.Entry<String, @Nullable Object> {

	private final String key;

	private final Function<@Nullable Object, @Nullable Object> writer;

	private Supplier<@Nullable Object> reader;

	LazyEntry(String key, Supplier<@Nullable Object> reader, Function<@Nullable Object, @Nullable Object> writer) {
		this.key = key;
		this.reader = reader;
		this.writer = writer;
	}

	@Override
	public String getKey() {
		return this.key;
	}

	@Override
	public @Nullable Object getValue() {
		return this.reader.get();
	}

	@Override
	public @Nullable Object setValue(@Nullable Object value) {
		Object old = this.writer.apply(value);
		this.reader = () -> value;
		return old;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Map.Entry<?, ?> entry && this.key.equals(entry.getKey())
				&& Objects.deepEquals(getValue(), entry.getValue());
	}

	@Override
	public int hashCode() {
		return this.key.hashCode() ^ Objects.hashCode(getValue());
	}

	@Override
	public String toString() {
		return this.key + "=" + getValue();
	}

}
