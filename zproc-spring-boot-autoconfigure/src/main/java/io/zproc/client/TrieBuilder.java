package io.zproc.client;

import java.util.Arrays;

/**
 * Makes a node of many entries at once: sorted by their hashes, those of a bucket lie
 * side by side.
 */
final class TrieBuilder {

	private static final int INDEX_BITS = 31;

	private final Object[] pairs;

	/** The hashes in their order, without sign, each with the index of its entry. */
	private final long[] order;

	/**
	 * Creates a builder.
	 * @param pairs each key, and after it its value; no key twice
	 */
	TrieBuilder(Object[] pairs) {
		this.pairs = pairs;
		this.order = new long[pairs.length / 2];
		for (int i = 0; i < this.order.length; i++) {
			this.order[i] = Integer.toUnsignedLong(HashTrie.hash((String) pairs[2 * i])) << INDEX_BITS | i;
		}
		Arrays.sort(this.order);
	}

	/**
	 * A node of all entries.
	 */
	Object node() {
		return node(0, this.order.length, 0);
	}

	/**
	 * Puts all entries into some slots of a node.
	 * @param depth how many bits all hashes have in common
	 */
	void fill(Object[] slots, int first, int width, int depth) {
		fill(slots, first, width, 0, this.order.length, depth);
	}

	private Object node(int from, int to, int depth) {
		if (isBucket(from, to, depth)) {
			return bucket(from, to);
		}
		Object[] slots = new Object[HashTrie.WIDTH];
		fill(slots, 0, slots.length, from, to, depth);
		return slots;
	}

	private void fill(Object[] slots, int first, int width, int from, int to, int depth) {
		if (isBucket(from, to, depth)) {
			Arrays.fill(slots, first, first + width, bucket(from, to));
		}
		else if (width == 1) {
			slots[first] = node(from, to, depth);
		}
		else {
			int middle = middle(from, to, depth);
			fill(slots, first, width / 2, from, middle, depth + 1);
			fill(slots, first + width / 2, width / 2, middle, to, depth + 1);
		}
	}

	private static boolean isBucket(int from, int to, int depth) {
		return to - from <= TrieBucket.CAPACITY || depth == Integer.SIZE;
	}

	/**
	 * The first entry whose next bit is set.
	 */
	private int middle(int from, int to, int depth) {
		long bit = 1L << (INDEX_BITS + Integer.SIZE - 1 - depth);
		int low = from;
		int high = to;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if ((this.order[middle] & bit) == 0) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	private TrieBucket bucket(int from, int to) {
		Object[] some = new Object[2 * (to - from)];
		for (int i = from; i < to; i++) {
			int index = (int) this.order[i] & Integer.MAX_VALUE;
			System.arraycopy(this.pairs, 2 * index, some, 2 * (i - from), 2);
		}
		return TrieBucket.of(some);
	}

}
