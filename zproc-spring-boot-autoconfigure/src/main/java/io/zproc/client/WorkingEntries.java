package io.zproc.client;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a working copy, as a view that writes through.
 */
final class WorkingEntries extends AbstractSet<Map.Entry<String, @Nullable Object>> {

	private final WorkingCopy copy;

	WorkingEntries(WorkingCopy copy) {
		this.copy = copy;
	}

	@Override
	public int size() {
		return this.copy.size();
	}

	@Override
	public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
		Iterator<String> keys = this.copy.keys().iterator();
		return new Iterator<>() {

			private @Nullable String last;

			@Override
			public boolean hasNext() {
				return keys.hasNext();
			}

			@Override
			public Map.Entry<String, @Nullable Object> next() {
				String key = keys.next();
				this.last = key;
				return new LazyEntry(key, () -> WorkingEntries.this.copy.get(key),
						(value) -> WorkingEntries.this.copy.put(key, value));
			}

			@Override
			public void remove() {
				if (this.last == null) {
					throw new IllegalStateException("next() has not been called since the last removal");
				}
				WorkingEntries.this.copy.remove(this.last);
				this.last = null;
			}

		};
	}

}
