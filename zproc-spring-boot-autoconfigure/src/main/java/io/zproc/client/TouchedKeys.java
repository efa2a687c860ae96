package io.zproc.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.protocol.KeyValue;
import io.zproc.protocol.ValueCodec;
import io.zproc.protocol.Write;

/**
 * The keys of a namespace that an atomic function has touched, each fetched when it is
 * touched first. While the function has the turn nobody else writes, so that what is read
 * late is the same as what was there at the start.
 */
final class TouchedKeys {

	private final NamespaceAccess committed;

	private final ValueCodec codec;

	private final Map<String, Slot> slots = new LinkedHashMap<>();

	private int committedSize = -1;

	private boolean isComplete;

	TouchedKeys(NamespaceAccess committed, ValueCodec codec) {
		this.committed = committed;
		this.codec = codec;
	}

	Slot slot(String key) {
		Slot slot = this.slots.get(key);
		if (slot == null) {
			slot = new Slot(key, this.isComplete ? null : this.committed.read(key, true).value());
			this.slots.put(key, slot);
		}
		return slot;
	}

	Iterable<String> keys() {
		return this.isComplete ? List.of() : this.slots.keySet();
	}

	int size() {
		if (this.committedSize < 0) {
			this.committedSize = this.committed.size();
		}
		int size = this.committedSize;
		for (Slot slot : this.slots.values()) {
			size += slot.growth();
		}
		return size;
	}

	/**
	 * The keys that are there now: touches all.
	 */
	List<String> present() {
		if (!this.isComplete) {
			for (KeyValue entry : this.committed.contents(true).entries()) {
				this.slots.computeIfAbsent(entry.key(), (key) -> new Slot(key, entry.value()));
			}
			this.isComplete = true;
		}
		return this.slots.entrySet()
			.stream()
			.filter((slot) -> slot.getValue().isPresent())
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * What has to be written: keys that were written on purpose, and those whose value
	 * was changed in place.
	 */
	List<Write> writes() {
		List<Write> writes = new ArrayList<>();
		this.slots.forEach((key, slot) -> {
			byte[] now = slot.encoded(this.codec);
			if (now != null && (slot.modifications() > 0 || !Arrays.equals(now, slot.committed()))) {
				writes.add(Write.put(key, now));
			}
			else if (now == null && slot.committed() != null) {
				writes.add(Write.remove(key));
			}
		});
		return writes;
	}

}
