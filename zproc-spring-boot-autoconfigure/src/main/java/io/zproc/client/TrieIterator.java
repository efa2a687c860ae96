package io.zproc.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Goes through the entries under a node.
 */
final class TrieIterator<V> implements Iterator<Map.Entry<String, V>> {

	private final Deque<Object> ahead = new ArrayDeque<>();

	private Object[] pairs = {};

	private int next;

	TrieIterator(Object node) {
		this.ahead.push(node);
		advance();
	}

	@Override
	public boolean hasNext() {
		return this.next < this.pairs.length;
	}

	@Override
	@SuppressWarnings("unchecked")
	public Map.Entry<String, V> next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		Map.Entry<String, V> entry = Map.entry((String) this.pairs[this.next], (V) this.pairs[this.next + 1]);
		this.next += 2;
		advance();
		return entry;
	}

	private void advance() {
		while (this.next == this.pairs.length && !this.ahead.isEmpty()) {
			Object node = this.ahead.pop();
			if (node instanceof TrieBucket bucket) {
				this.pairs = bucket.pairs();
				this.next = 0;
			}
			else {
				open((Object[]) node);
			}
		}
	}

	private void open(Object[] slots) {
		for (int i = slots.length - 1; i >= 0; i--) {
			if (i == 0 || slots[i] != slots[i - 1]) {
				this.ahead.push(slots[i]);
			}
		}
	}

}
