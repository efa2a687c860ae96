package io.zproc.client;

import java.util.AbstractMap;
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
 * the function touches them. At the end, what was touched is compared with what it was.
 */
final class WorkingCopy extends AbstractMap<String, @Nullable Object> implements AtomicState {

	private final String namespace;

	private final long turn;

	private final TouchedKeys touched;

	private final ValueCodec codec;

	private final Thread owner = Thread.currentThread();

	private boolean hasEnded;

	private @Nullable Throwable rollbackCause;

	WorkingCopy(String namespace, long turn, NamespaceAccess committed, ValueCodec codec) {
		this.namespace = namespace;
		this.turn = turn;
		this.touched = new TouchedKeys(committed, codec);
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
		return this.touched.size();
	}

	@Override
	public Set<Entry<String, @Nullable Object>> entrySet() {
		return new WorkingEntries(this);
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
		check();
		return this.touched.present();
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
		return this.touched.writes();
	}

	/**
	 * What the function has touched, in the order of its touching; nothing when it has
	 * looked at all.
	 */
	Iterable<String> touchedKeys() {
		return this.touched.keys();
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
		return this.touched.slot(key);
	}

}
