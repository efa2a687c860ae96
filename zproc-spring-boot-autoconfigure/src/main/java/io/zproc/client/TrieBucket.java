package io.zproc.client;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Some entries whose keys' hashes begin with the same bits. It keeps eight bits of each
 * hash, so that a read compares eight entries at a time and looks at no key but, nearly
 * always, the one that it is for.
 */
final class TrieBucket {

	static final int CAPACITY = 16;

	private static final long EACH_LANE = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	/** The tags of the first eight entries, the first in the lowest byte. */
	private final long low;

	/** The tags of the next eight. */
	private final long high;

	/** Each key, and after it its value: they are read together. */
	private final Object[] pairs;

	private TrieBucket(long low, long high, Object[] pairs) {
		this.low = low;
		this.high = high;
		this.pairs = pairs;
	}

	static TrieBucket of(Object... pairs) {
		long[] tags = new long[2];
		for (int i = 0; i < pairs.length && i < 2 * CAPACITY; i += 2) {
			tags[i >> 4] |= tag(HashTrie.hash((String) pairs[i]), i);
		}
		return new TrieBucket(tags[0], tags[1], pairs);
	}

	/**
	 * The tag of an entry, in its place.
	 */
	private static long tag(int hash, int index) {
		return (hash & 0xFFL) << ((index << 2) & 0x3F);
	}

	int size() {
		return this.pairs.length / 2;
	}

	Object[] pairs() {
		return this.pairs;
	}

	@Nullable Object get(String key, int hash) {
		int index = find(key, hash);
		return (index >= 0) ? this.pairs[index + 1] : null;
	}

	/**
	 * The index of a key in the pairs, -1 when it is not here. Both halves are compared
	 * before anything is decided, so that the processor need not guess which has the key.
	 */
	private int find(String key, int hash) {
		Object[] pairs = this.pairs;
		if (pairs.length > 2 * CAPACITY) {
			return findUntagged(key);
		}
		long wanted = (hash & 0xFF) * EACH_LANE;
		long candidates = equalLanes(this.low, wanted) >>> 7 | equalLanes(this.high, wanted) >>> 6;
		while (candidates != 0) {
			int place = Long.numberOfTrailingZeros(candidates);
			int index = (place >>> 2 & ~1) + ((place & 1) << 4);
			if (index < pairs.length && key.equals(pairs[index])) {
				return index;
			}
			candidates &= candidates - 1;
		}
		return -1;
	}

	/**
	 * Marks the highest bit of each byte that is equal. The byte after such a one may be
	 * marked as well, which costs no more than a comparison of keys.
	 */
	private static long equalLanes(long tags, long wanted) {
		long difference = tags ^ wanted;
		return (difference - EACH_LANE) & ~difference & HIGH_BITS;
	}

	private int findUntagged(String key) {
		for (int i = 0; i < this.pairs.length; i += 2) {
			if (key.equals(this.pairs[i])) {
				return i;
			}
		}
		return -1;
	}

	TrieBucket with(String key, int hash, Object value) {
		int index = find(key, hash);
		int length = this.pairs.length;
		if (index >= 0) {
			Object[] changed = this.pairs.clone();
			changed[index + 1] = value;
			return new TrieBucket(this.low, this.high, changed);
		}
		Object[] changed = Arrays.copyOf(this.pairs, length + 2);
		changed[length] = key;
		changed[length + 1] = value;
		long tag = tag(hash, length);
		return new TrieBucket((length < CAPACITY) ? this.low | tag : this.low,
				(length >= CAPACITY) ? this.high | tag : this.high, changed);
	}

	TrieBucket with(TrieBucket other) {
		Object[] joined = Arrays.copyOf(this.pairs, this.pairs.length + other.pairs.length);
		System.arraycopy(other.pairs, 0, joined, this.pairs.length, other.pairs.length);
		return of(joined);
	}

	/**
	 * Without a key that is here.
	 */
	TrieBucket without(String key, int hash) {
		int index = find(key, hash);
		int last = this.pairs.length - 2;
		Object[] rest = Arrays.copyOf(this.pairs, last);
		if (index < last) {
			System.arraycopy(this.pairs, last, rest, index, 2);
		}
		return of(rest);
	}

}
