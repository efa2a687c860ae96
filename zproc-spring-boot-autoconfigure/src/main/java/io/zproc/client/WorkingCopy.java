package io.zproc.client;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.zproc.AtomicState;
import io.zproc.ZProcException;
import io.zproc.protocol.EncodedInteger;
import io.zproc.protocol.ValueCodec;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * What an atomic function works on: a copy of its namespace that is made key by key, as
 * the function touches them. While it has the turn nobody else writes, so that what is
 * read late is the same as what was there at the start. At the end, what was touched is
 * compared with what it was.
 */
final class WorkingCopy extends AbstractMap<String, @Nullable Object> implements AtomicState {

	private final String namespace;

	private final long turn;

	private final NamespaceAccess committed;

	private final ValueCodec codec;

	private final Thread owner = Thread.currentThread();

	private final Map<String, Slot> slots = new LinkedHashMap<>();

	private int committedSize = -1;

	private boolean isComplete;

	private boolean hasEnded;

	private @Nullable Throwable rollbackCause;

	WorkingCopy(String namespace, long turn, NamespaceAccess committed, ValueCodec codec) {
		this.namespace = namespace;
		this.turn = turn;
		this.committed = committed;
		this.codec = codec;
	}

	String namespace() {
		return this.namespace;
	}

	long turn() {
		return this.turn;
	}

	@Override
	public @Nullable Object get(@Nullable Object key) {
		return (key instanceof String name) ? slot(name).live(this.codec) : null;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return key instanceof String name && slot(name).isPresent();
	}

	@Override
	public @Nullable Object put(String key, @Nullable Object value) {
		Keys.check(key);
		Slot slot = slot(key);
		// Encoded now, so that what cannot be written is refused where it is put.
		this.codec.encode(key, value);
		Object old = slot.live(this.codec);
		slot.put(value);
		return old;
	}

	@Override
	public @Nullable Object remove(@Nullable Object key) {
		if (!(key instanceof String name)) {
			return null;
		}
		Slot slot = slot(name);
		Object old = slot.live(this.codec);
		slot.remove();
		return old;
	}

	@Override
	public <T> @Nullable T get(String key, Class<T> type) {
		return this.codec.convert(key, get(key), type);
	}

	@Override
	public <T> @Nullable List<@Nullable T> getList(String key, Class<T> elementType) {
		return this.codec.convertList(key, get(key), elementType);
	}

	@Override
	public <T> @Nullable Map<String, @Nullable T> getMap(String key, Class<T> valueType) {
		return this.codec.convertMap(key, get(key), valueType);
	}

	@Override
	public long increment(String key, long delta) {
		Keys.check(key);
		byte[] present = encoded(key);
		EncodedInteger number = EncodedInteger.parse((present != null) ? present : EncodedInteger.ofLong(0));
		if (number == null) {
			throw new ZProcException("Key '" + key + "' cannot be incremented by " + delta
					+ ": it does not hold a byte, short, int or long");
		}
		try {
			byte[] sum = number.plus(delta);
			write(key, sum);
			return number.value() + delta;
		}
		catch (ArithmeticException ex) {
			throw new ZProcException("Key '" + key + "' cannot be incremented by " + delta + ": it holds "
					+ number.value() + ", and the sum does not fit its type", ex);
		}
	}

	@Override
	public int size() {
		check();
		if (this.committedSize < 0) {
			this.committedSize = this.committed.size();
		}
		int size = this.committedSize;
		for (Slot slot : this.slots.values()) {
			size += slot.growth();
		}
		return size;
	}

	@Override
	public Set<Entry<String, @Nullable Object>> entrySet() {
		return new Entries();
	}

	// What other calls of the same thread see and do

	byte @Nullable [] encoded(String key) {
		return slot(key).encoded(this.codec);
	}

	long modifications(String key) {
		return slot(key).modifications();
	}

	void write(String key, byte @Nullable [] value) {
		slot(key).write(value);
	}

	List<String> keys() {
		complete();
		return this.slots.entrySet().stream().filter((slot) -> slot.getValue().isPresent()).map(Entry::getKey).toList();
	}

	// The end

	/**
	 * Makes a commit impossible, because an inner atomic function failed.
	 */
	void rollbackOnly(Throwable cause) {
		if (this.rollbackCause == null) {
			this.rollbackCause = cause;
		}
	}

	List<Write> writes() {
		if (this.rollbackCause != null) {
			throw new ZProcException(
					"The atomic function on namespace '" + this.namespace
							+ "' cannot commit: an atomic function inside it has failed; nothing was changed",
					this.rollbackCause);
		}
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

	void end() {
		this.hasEnded = true;
	}

	private void check() {
		if (this.hasEnded) {
			throw new IllegalStateException("The atomic function on namespace '" + this.namespace
					+ "' has ended; its state can be used only inside of it");
		}
		if (Thread.currentThread() != this.owner) {
			throw new IllegalStateException("The state of an atomic function belongs to thread " + this.owner.getName()
					+ ", and was used by " + Thread.currentThread().getName());
		}
	}

	private Slot slot(String key) {
		check();
		Slot slot = this.slots.get(key);
		if (slot == null) {
			slot = new Slot(key, this.isComplete ? null : this.committed.read(key, true).value());
			this.slots.put(key, slot);
		}
		return slot;
	}

	private void complete() {
		check();
		if (!this.isComplete) {
			for (io.zproc.protocol.KeyValue entry : this.committed.contents(true).entries()) {
				this.slots.computeIfAbsent(entry.key(), (key) -> new Slot(key, entry.value()));
			}
			this.isComplete = true;
		}
	}

	private final class Entries extends AbstractSet<Entry<String, @Nullable Object>> {

		@Override
		public int size() {
			return WorkingCopy.this.size();
		}

		@Override
		public Iterator<Entry<String, @Nullable Object>> iterator() {
			Iterator<String> keys = keys().iterator();
			return new Iterator<>() {

				private @Nullable String last;

				@Override
				public boolean hasNext() {
					return keys.hasNext();
				}

				@Override
				public Entry<String, @Nullable Object> next() {
					String key = keys.next();
					this.last = key;
					return new LazyEntry(key, () -> get(key), (value) -> put(key, value));
				}

				@Override
				public void remove() {
					if (this.last == null) {
						throw new IllegalStateException("next() has not been called");
					}
					WorkingCopy.this.remove(this.last);
					this.last = null;
				}

			};
		}

	}

}
