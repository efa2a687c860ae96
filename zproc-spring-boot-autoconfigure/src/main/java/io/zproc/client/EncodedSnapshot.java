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
 * A snapshot over encoded values, which are decoded when they are read; but for short
 * texts and integers, which cannot be changed, so that one and the same may be given to
 * all readers.
 */
final class EncodedSnapshot extends AbstractMap<String, @Nullable Object> implements Snapshot {

	private final long version;

	private final Map<String, Object> values;

	private final ValueCodec codec;

	EncodedSnapshot(long version, Map<String, Object> values, ValueCodec codec) {
		this.version = version;
		this.values = values;
		this.codec = codec;
	}

	static EncodedSnapshot of(Contents contents, ValueCodec codec) {
		Map<String, Object> values = new HashMap<>();
		contents.entries().forEach((entry) -> values.put(entry.key(), entry.value()));
		return new EncodedSnapshot(contents.version(), values, codec);
	}

	/**
	 * The form in which a value is kept for reading. Equal bytes have equal forms, and
	 * others have others.
	 * @return the value, when it is short and plain, otherwise its bytes
	 */
	static Object kept(byte[] encoded) {
		Object plain = ValueCodec.plain(encoded);
		return (plain != null) ? plain : encoded;
	}

	private @Nullable Object value(String key, @Nullable Object kept) {
		return (kept instanceof byte[] encoded) ? this.codec.decode(key, encoded) : kept;
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
		return value(name, this.values.get(name));
	}

	@Override
	public <T> @Nullable T get(String key, Class<T> type) {
		Object kept = this.values.get(key);
		return (kept != null) ? this.codec.convert(key, value(key, kept), type) : null;
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
			Iterator<Entry<String, Object>> iterator = EncodedSnapshot.this.values.entrySet().iterator();
			return new Iterator<>() {

				@Override
				public boolean hasNext() {
					return iterator.hasNext();
				}

				@Override
				public Entry<String, @Nullable Object> next() {
					Entry<String, Object> entry = iterator.next();
					return new LazyEntry(entry.getKey(),
							() -> EncodedSnapshot.this.value(entry.getKey(), entry.getValue()), (value) -> {
								throw new UnsupportedOperationException("A snapshot cannot be changed");
							});
				}

			};
		}

	}

}
