package io.zproc.client;

import java.util.AbstractCollection;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import io.zproc.client.StateEngine.Contents;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * The collections that a shared state shows of itself. Iterating reads one consistent
 * snapshot; everything else goes to the state.
 */
final class StateViews {

	private StateViews() {
	}

	/**
	 * An iterator over a snapshot that removes from the state.
	 */
	private abstract static class SnapshotIterator<T> implements Iterator<T> {

		private final Iterator<KeyValue> entries;

		private final NamespaceState state;

		private @Nullable String last;

		SnapshotIterator(NamespaceState state, Contents contents) {
			this.state = state;
			this.entries = contents.entries().iterator();
		}

		abstract T item(KeyValue entry);

		@Override
		public boolean hasNext() {
			return this.entries.hasNext();
		}

		@Override
		public T next() {
			KeyValue entry = this.entries.next();
			this.last = entry.key();
			return item(entry);
		}

		@Override
		public void remove() {
			if (this.last == null) {
				throw new IllegalStateException("next() has not been called since the last removal");
			}
			this.state.remove(this.last);
			this.last = null;
		}

	}

	/**
	 * The keys.
	 */
	static final class KeyView extends AbstractSet<String> {

		private final NamespaceState state;

		private final Supplier<Contents> contents;

		KeyView(NamespaceState state, Supplier<Contents> contents) {
			this.state = state;
			this.contents = contents;
		}

		@Override
		public Iterator<String> iterator() {
			return new SnapshotIterator<>(this.state, this.contents.get()) {

				@Override
				String item(KeyValue entry) {
					return entry.key();
				}

			};
		}

		@Override
		public int size() {
			return this.state.size();
		}

		@Override
		public boolean contains(@Nullable Object key) {
			return this.state.containsKey(key);
		}

		@Override
		public boolean remove(@Nullable Object key) {
			return key instanceof String name && this.state.removeKey(name);
		}

		@Override
		public void clear() {
			this.state.clear();
		}

	}

	/**
	 * The entries.
	 */
	static final class EntryView extends AbstractSet<Map.Entry<String, @Nullable Object>> {

		private final NamespaceState state;

		private final Supplier<Contents> contents;

		private final ValueCodec codec;

		EntryView(NamespaceState state, Supplier<Contents> contents, ValueCodec codec) {
			this.state = state;
			this.contents = contents;
			this.codec = codec;
		}

		@Override
		public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
			return new SnapshotIterator<>(this.state, this.contents.get()) {

				@Override
				Map.Entry<String, @Nullable Object> item(KeyValue entry) {
					String key = entry.key();
					byte[] value = Objects.requireNonNull(entry.value());
					return new LazyEntry(key, () -> EntryView.this.codec.decode(key, value),
							(written) -> EntryView.this.state.put(key, written));
				}

			};
		}

		@Override
		public int size() {
			return this.state.size();
		}

		@Override
		public boolean contains(@Nullable Object item) {
			return item instanceof Map.Entry<?, ?> entry && entry.getKey() instanceof String key
					&& this.state.containsEntry(key, entry.getValue());
		}

		@Override
		public boolean remove(@Nullable Object item) {
			return item instanceof Map.Entry<?, ?> entry && entry.getKey() instanceof String key
					&& this.state.remove(key, entry.getValue());
		}

		@Override
		public void clear() {
			this.state.clear();
		}

	}

	/**
	 * The values.
	 */
	static final class ValueView extends AbstractCollection<@Nullable Object> {

		private final Set<Map.Entry<String, @Nullable Object>> entries;

		ValueView(Set<Map.Entry<String, @Nullable Object>> entries) {
			this.entries = entries;
		}

		@Override
		public Iterator<@Nullable Object> iterator() {
			Iterator<Map.Entry<String, @Nullable Object>> iterator = this.entries.iterator();
			return new Iterator<>() {

				@Override
				public boolean hasNext() {
					return iterator.hasNext();
				}

				@Override
				public @Nullable Object next() {
					return iterator.next().getValue();
				}

				@Override
				public void remove() {
					iterator.remove();
				}

			};
		}

		@Override
		public int size() {
			return this.entries.size();
		}

		@Override
		public boolean contains(@Nullable Object value) {
			return this.entries.stream().anyMatch((entry) -> Objects.deepEquals(entry.getValue(), value));
		}

		@Override
		public boolean containsAll(Collection<?> values) {
			return values.stream().allMatch(this::contains);
		}

		@Override
		public void clear() {
			this.entries.clear();
		}

	}

}
