package io.zproc.client;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

import io.zproc.Snapshot;
import io.zproc.client.StateEngine.Contents;
import io.zproc.protocol.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot over encoded values, which are decoded when they are read.
 */
final class EncodedSnapshot extends AbstractMap<String, @Nullable Object> implements Snapshot {

	private final long version;

	private final Map<String, byte[]> values;

	private final ValueCodec codec;

	EncodedSnapshot(long version, Map<String, byte[]> values, ValueCodec codec) {
		this.version = version;
		this.values = values;
		this.codec = codec;
	}

	static EncodedSnapshot of(Contents contents, ValueCodec codec) {
		Map<String, byte[]> values = new HashMap<>();
		contents.entries().forEach((entry) -> values.put(entry.key(), entry.value()));
		return new EncodedSnapshot(contents.version(), values, codec);
	}

	@Override
	public long version() {
		return this.version;
	}

	@Override
	public @Nullable Object get(@Nullable Object key) {
		if (!(key instanceof String name)) {
			return null;
		}
		byte[] value = this.values.get(name);
		return (value != null) ? this.codec.decode(name, value) : null;
	}

	@Override
	public <T> @Nullable T get(String key, Class<T> type) {
		byte[] value = this.values.get(key);
		return (value != null) ? this.codec.decode(key, value, type) : null;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return key instanceof String && this.values.containsKey(key);
	}

	@Override
	public int size() {
		return this.values.size();
	}

	@Override
	public Set<String> keySet() {
		return Collections.unmodifiableSet(this.values.keySet());
	}

	@Override
	public Set<Entry<String, @Nullable Object>> entrySet() {
		return new Entries();
	}

	private final class Entries extends AbstractSet<Entry<String, @Nullable Object>> {

		@Override
		public int size() {
			return EncodedSnapshot.this.size();
		}

		@Override
		public Iterator<Entry<String, @Nullable Object>> iterator() {
			Iterator<Entry<String, byte[]>> iterator = EncodedSnapshot.this.values.entrySet().iterator();
			return new Iterator<>() {

				@Override
				public boolean hasNext() {
					return iterator.hasNext();
				}

				@Override
				public Entry<String, @Nullable Object> next() {
					Entry<String, byte[]> entry = iterator.next();
					return new LazyEntry(entry.getKey(),
							() -> EncodedSnapshot.this.codec.decode(entry.getKey(), entry.getValue()), (value) -> {
								throw new UnsupportedOperationException("A snapshot cannot be changed");
							});
				}

			};
		}

	}

}
