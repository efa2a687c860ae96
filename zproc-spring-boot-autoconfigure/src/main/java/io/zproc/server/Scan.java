package io.zproc.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;

import io.zproc.protocol.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is being read in chunks: a cursor in the list of entries, and the old
 * form of those entries ahead of it that have changed since it began. It holds only what
 * was changed meanwhile, not a copy of the namespace.
 */
final class Scan {

	private final long version;

	private final boolean withValues;

	/** The position of the first key that is younger than the cut. */
	private final long end;

	private final IdentityHashMap<StoredEntry, KeyValue> changed = new IdentityHashMap<>();

	private final Deque<KeyValue> removed = new ArrayDeque<>();

	private @Nullable StoredEntry cursor;

	private int remaining;

	Scan(long version, boolean withValues, @Nullable StoredEntry first, long end, int limit) {
		this.version = version;
		this.withValues = withValues;
		this.end = end;
		this.remaining = limit;
		this.cursor = ofThisCut(first);
	}

	long version() {
		return this.version;
	}

	boolean isDone() {
		return this.remaining <= 0 || (this.cursor == null && this.removed.isEmpty());
	}

	List<KeyValue> next(long maxBytes) {
		List<KeyValue> chunk = new ArrayList<>();
		long size = 0;
		while (!isDone() && (chunk.isEmpty() || size < maxBytes)) {
			KeyValue entry = (this.cursor != null) ? advance(this.cursor) : this.removed.remove();
			chunk.add(entry);
			this.remaining--;
			size += 64 + entry.key().length() + ((entry.value() != null) ? entry.value().length : 0);
		}
		return chunk;
	}

	void beforeChange(StoredEntry entry) {
		if (isAhead(entry)) {
			this.changed.putIfAbsent(entry, freeze(entry));
		}
	}

	void beforeRemoval(StoredEntry entry) {
		if (isAhead(entry)) {
			KeyValue old = this.changed.remove(entry);
			this.removed.add((old != null) ? old : freeze(entry));
		}
		if (this.cursor == entry) {
			this.cursor = ofThisCut(entry.next);
		}
	}

	private KeyValue advance(StoredEntry entry) {
		this.cursor = ofThisCut(entry.next);
		KeyValue old = this.changed.remove(entry);
		return (old != null) ? old : freeze(entry);
	}

	/**
	 * Entries are listed in the order of their creation: the first that is too young ends
	 * the list.
	 */
	private @Nullable StoredEntry ofThisCut(@Nullable StoredEntry entry) {
		return (entry != null && entry.position < this.end) ? entry : null;
	}

	private boolean isAhead(StoredEntry entry) {
		return this.cursor != null && entry.position >= this.cursor.position && entry.position < this.end;
	}

	private KeyValue freeze(StoredEntry entry) {
		return new KeyValue(entry.key, entry.version, this.withValues ? entry.value : null);
	}

}
