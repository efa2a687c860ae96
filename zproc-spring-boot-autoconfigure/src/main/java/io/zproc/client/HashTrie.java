package io.zproc.client;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.zproc.protocol.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map: a change makes another map, which shares with this one all but the
 * path to what changed. Made for reads that touch little memory, since at many keys it is
 * memory that a read waits for.
 * <p>
 * A trie over the bits of the keys' hashes, whose leaves are {@link TrieBucket buckets}
 * of some entries. An inner node is a bare array of 64 slots for the next six bits. A
 * bucket whose entries have fewer bits in common takes all slots that begin with these,
 * as in extendible hashing, so that buckets are seldom nearly empty and nodes need no
 * bitmap. The shape depends on the keys alone, not on the order of the changes: entries
 * are in one bucket where no more than {@link TrieBucket#CAPACITY} begin with the same
 * bits. Keys of the very same hash are in one bucket, however many they are.
 * <p>
 * Our own, because PCollections' map, a binary tree of about 20 levels at a million keys,
 * was three times slower to read and took more memory, and no small library that is kept
 * up was near this.
 *
 * @param <V> the type of the values
 */
final class HashTrie<V> extends AbstractMap<String, V> {

	/** How many bits of the hash an inner node takes. */
	static final int BITS = 6;

	static final int WIDTH = 1 << BITS;

	private static final HashTrie<?> EMPTY = new HashTrie<>(TrieBucket.of(), 0);

	/** An array of slots or a bucket: an object around the array would cost each read. */
	private final Object root;

	private final int size;

	private HashTrie(Object root, int size) {
		this.root = root;
		this.size = size;
	}

	@SuppressWarnings("unchecked")
	static <V> HashTrie<V> empty() {
		return (HashTrie<V>) EMPTY;
	}

	/**
	 * A map of entries, each of another key. Values are as an {@link EncodedSnapshot}
	 * keeps them.
	 */
	static HashTrie<Object> of(List<KeyValue> entries) {
		Object[] pairs = new Object[2 * entries.size()];
		int next = 0;
		for (KeyValue entry : entries) {
			byte[] value = entry.value();
			if (value == null) {
				throw new IllegalArgumentException("Key '" + entry.key() + "' has no value");
			}
			pairs[next++] = entry.key();
			pairs[next++] = EncodedSnapshot.kept(value);
		}
		return new HashTrie<>(new TrieBuilder(pairs).node(), entries.size());
	}

	/**
	 * The hash of a key, with all bits mixed: the first ones tell the way, the last ones
	 * are the tag. Different for different hash codes (it is the end of MurmurHash3).
	 */
	static int hash(String key) {
		int hash = key.hashCode();
		hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
		hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
		return hash ^ (hash >>> 16);
	}

	static int slot(int hash, int depth) {
		return (hash << depth) >>> (Integer.SIZE - BITS);
	}

	@Override
	@SuppressWarnings("unchecked")
	public @Nullable V get(@Nullable Object key) {
		if (!(key instanceof String name)) {
			return null;
		}
		int hash = hash(name);
		Object node = this.root;
		for (int ahead = hash; node instanceof Object[] slots; ahead <<= BITS) {
			node = slots[ahead >>> (Integer.SIZE - BITS)];
		}
		return (V) ((TrieBucket) node).get(name, hash);
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return get(key) != null;
	}

	@Override
	public int size() {
		return this.size;
	}

	/**
	 * This map with another value of a key.
	 */
	HashTrie<V> plus(String key, V value) {
		Object changed = plus(this.root, 0, key, hash(key), value);
		return new HashTrie<>(changed, containsKey(key) ? this.size : this.size + 1);
	}

	private static Object plus(Object node, int depth, String key, int hash, Object value) {
		if (node instanceof TrieBucket bucket) {
			TrieBucket changed = bucket.with(key, hash, value);
			return (changed.size() <= TrieBucket.CAPACITY) ? changed : new TrieBuilder(changed.pairs()).node();
		}
		Object[] slots = ((Object[]) node).clone();
		int slot = slot(hash, depth);
		if (slots[slot] instanceof TrieBucket bucket) {
			int width = width(slots, slot);
			put(bucket.with(key, hash, value), slots, slot & -width, width, depth);
		}
		else {
			slots[slot] = plus(slots[slot], depth + BITS, key, hash, value);
		}
		return slots;
	}

	private static void put(TrieBucket bucket, Object[] slots, int first, int width, int depth) {
		int inCommon = depth + BITS - Integer.numberOfTrailingZeros(width);
		if (bucket.size() <= TrieBucket.CAPACITY || inCommon == Integer.SIZE) {
			Arrays.fill(slots, first, first + width, bucket);
		}
		else {
			new TrieBuilder(bucket.pairs()).fill(slots, first, width, inCommon);
		}
	}

	/**
	 * This map without a key.
	 */
	HashTrie<V> minus(String key) {
		return containsKey(key) ? new HashTrie<>(minus(this.root, 0, key, hash(key)), this.size - 1) : this;
	}

	private static Object minus(Object node, int depth, String key, int hash) {
		if (node instanceof TrieBucket bucket) {
			return bucket.without(key, hash);
		}
		Object[] slots = ((Object[]) node).clone();
		int slot = slot(hash, depth);
		int width = width(slots, slot);
		Object child = minus(slots[slot], depth + BITS, key, hash);
		if (!(child instanceof TrieBucket bucket)) {
			slots[slot] = child;
			return slots;
		}
		int first = slot & -width;
		while (width < WIDTH && slots[first ^ width] instanceof TrieBucket buddy && width(slots, first ^ width) == width
				&& bucket.size() + buddy.size() <= TrieBucket.CAPACITY) {
			bucket = bucket.with(buddy);
			first &= -2 * width;
			width *= 2;
		}
		Arrays.fill(slots, first, first + width, bucket);
		return (width < WIDTH) ? slots : bucket;
	}

	/**
	 * How many slots the child of a slot takes: a power of two, and it begins at a
	 * multiple of it.
	 */
	private static int width(Object[] slots, int slot) {
		int width = 1;
		while (width < WIDTH && slots[(slot & -width) ^ width] == slots[slot]) {
			width *= 2;
		}
		return width;
	}

	@Override
	public Set<Map.Entry<String, V>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public Iterator<Map.Entry<String, V>> iterator() {
				return new TrieIterator<>(HashTrie.this.root);
			}

			@Override
			public int size() {
				return HashTrie.this.size;
			}

		};
	}

}
