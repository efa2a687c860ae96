package io.zproc.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads a message. Nothing that the bytes say is believed: each length is held against
 * what is left before anything is allocated for it.
 */
final class WireReader {

	private final byte[] bytes;

	private int position;

	WireReader(byte[] bytes, int position) {
		this.bytes = bytes;
		this.position = position;
	}

	int u8() {
		need(1);
		return this.bytes[this.position++] & 0xFF;
	}

	boolean bool() {
		int value = u8();
		if (value > 1) {
			throw new MalformedMessageException("A flag of " + value + " (expected: 0 or 1)");
		}
		return value == 1;
	}

	int u16() {
		return (u8() << 8) | u8();
	}

	int i32() {
		return (u16() << 16) | u16();
	}

	long i64() {
		return ((long) i32() << 32) | (i32() & 0xFFFF_FFFFL);
	}

	String text() {
		int length = u16();
		need(length);
		String text = new String(this.bytes, this.position, length, StandardCharsets.UTF_8);
		this.position += length;
		return text;
	}

	String name() {
		String name = text();
		if (name.isEmpty() || name.length() > Protocol.MAX_NAME_BYTES) {
			throw new MalformedMessageException("A name of " + name.length() + " characters (expected: 1 to "
					+ Protocol.MAX_NAME_BYTES + " bytes)");
		}
		return name;
	}

	/**
	 * Unlike a name a key may be empty, as in any map.
	 */
	String key() {
		String key = text();
		if (key.length() > Protocol.MAX_NAME_BYTES) {
			throw new MalformedMessageException("A key of " + key.length() + " characters (expected: at most "
					+ Protocol.MAX_NAME_BYTES + " bytes)");
		}
		return key;
	}

	byte @Nullable [] value() {
		int length = i32();
		return (length == -1) ? null : raw(length);
	}

	byte[] presentValue() {
		return raw(i32());
	}

	private byte[] raw(int length) {
		need(length);
		byte[] value = new byte[length];
		System.arraycopy(this.bytes, this.position, value, 0, length);
		this.position += length;
		return value;
	}

	<T> List<T> list(Function<WireReader, T> reader) {
		int count = i32();
		// Each item takes a byte at least, so a count above what is left is a lie.
		need(count);
		List<T> items = new ArrayList<>(Math.min(count, 1024));
		for (int i = 0; i < count; i++) {
			items.add(reader.apply(this));
		}
		return items;
	}

	<E extends Enum<E>> E constant(E[] constants) {
		int ordinal = u8();
		if (ordinal >= constants.length) {
			throw new MalformedMessageException(
					"A code of " + ordinal + " (expected: less than " + constants.length + ")");
		}
		return constants[ordinal];
	}

	void end() {
		if (this.position != this.bytes.length) {
			throw new MalformedMessageException(
					(this.bytes.length - this.position) + " bytes are left over behind the message");
		}
	}

	private void need(int count) {
		if (count < 0 || count > this.bytes.length - this.position) {
			throw new MalformedMessageException("A length of " + count + " (expected: at most "
					+ (this.bytes.length - this.position) + ", which are left)");
		}
	}

}
