package io.zproc.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.zproc.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The keys and encoded values of a namespace. Open {@link Scan}s are told before an entry
 * changes, so that each keeps the cut that it began with: the cost of a snapshot is paid
 * in small parts, and no request waits for a whole one.
 */
final class EntryTable {

	private final Map<String, StoredEntry> entries = new HashMap<>();

	private final MemoryBudget budget;

	private final List<Scan> scans = new ArrayList<>(2);

	private @Nullable StoredEntry first;

	private @Nullable StoredEntry last;

	private long bytes;

	private long nextPosition;

	EntryTable(MemoryBudget budget) {
		this.budget = budget;
	}

	int size() {
		return this.entries.size();
	}

	long bytes() {
		return this.bytes;
	}

	@Nullable StoredEntry find(String key) {
		return this.entries.get(key);
	}

	@Nullable StoredEntry first() {
		return this.first;
	}

	List<String> keys() {
		List<String> keys = new ArrayList<>(this.entries.size());
		for (StoredEntry entry = this.first; entry != null; entry = entry.next) {
			keys.add(entry.key);
		}
		return keys;
	}

	void put(String key, long version, byte[] value, Origin writer, long timestampMicros) {
		StoredEntry entry = this.entries.get(key);
		if (entry != null) {
			for (Scan scan : this.scans) {
				scan.beforeChange(entry);
			}
			count(value.length - entry.value.length);
			entry.value = value;
			entry.version = version;
			entry.writer = writer;
			entry.timestampMicros = timestampMicros;
			return;
		}
		entry = new StoredEntry(key, this.nextPosition++, version, value, writer, timestampMicros);
		this.entries.put(key, entry);
		count(entry.weight());
		entry.previous = this.last;
		if (this.last != null) {
			this.last.next = entry;
		}
		else {
			this.first = entry;
		}
		this.last = entry;
	}

	private void count(long bytes) {
		this.bytes += bytes;
		this.budget.add(bytes);
	}

	void remove(String key) {
		StoredEntry entry = this.entries.remove(key);
		if (entry == null) {
			return;
		}
		for (Scan scan : this.scans) {
			scan.beforeRemoval(entry);
		}
		count(-entry.weight());
		if (entry.previous != null) {
			entry.previous.next = entry.next;
		}
		else {
			this.first = entry.next;
		}
		if (entry.next != null) {
			entry.next.previous = entry.previous;
		}
		else {
			this.last = entry.previous;
		}
	}

	/**
	 * The entry that was created next after a position. When the key that was there has
	 * been removed meanwhile, it is looked for from the beginning: positions grow along
	 * the list.
	 * @param position the position, -1 for the beginning
	 * @param key the key that was seen there
	 */
	@Nullable StoredEntry after(long position, String key) {
		StoredEntry seen = (position >= 0) ? this.entries.get(key) : null;
		if (seen != null && seen.position == position) {
			return seen.next;
		}
		StoredEntry entry = this.first;
		while (entry != null && entry.position <= position) {
			entry = entry.next;
		}
		return entry;
	}

	Scan scan(long version, boolean withValues, int limit) {
		Scan scan = new Scan(version, withValues, this.first, this.nextPosition, limit);
		this.scans.add(scan);
		return scan;
	}

	void close(Scan scan) {
		this.scans.remove(scan);
	}

}
