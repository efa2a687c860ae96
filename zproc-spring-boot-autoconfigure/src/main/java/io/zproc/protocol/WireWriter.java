package io.zproc.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Writes a message: big-endian numbers, texts and values behind their lengths.
 */
final class WireWriter {

	private byte[] bytes;

	private int size;

	WireWriter(int expectedSize) {
		this.bytes = new byte[expectedSize];
	}

	WireWriter u8(int value) {
		reserve(1);
		this.bytes[this.size++] = (byte) value;
		return this;
	}

	WireWriter bool(boolean value) {
		return u8(value ? 1 : 0);
	}

	/**
	 * A flag, and in the same byte whether a trace follows behind the next fields.
	 */
	WireWriter flags(boolean value, String trace) {
		return u8((value ? 1 : 0) | (trace.isEmpty() ? 0 : 2));
	}

	/**
	 * No bytes when there is none.
	 */
	WireWriter trace(String trace) {
		return trace.isEmpty() ? this : text(trace);
	}

	/**
	 * A constant goes by its place among its kind, which {@code docs/protocol.md} fixes.
	 */
	@SuppressWarnings("EnumOrdinal")
	WireWriter constant(Enum<?> constant) {
		return u8(constant.ordinal());
	}

	WireWriter u16(int value) {
		reserve(2);
		BigEndian.setU16(this.bytes, this.size, value);
		this.size += 2;
		return this;
	}

	WireWriter i32(int value) {
		reserve(4);
		BigEndian.setI32(this.bytes, this.size, value);
		this.size += 4;
		return this;
	}

	WireWriter i64(long value) {
		reserve(8);
		BigEndian.setI64(this.bytes, this.size, value);
		this.size += 8;
		return this;
	}

	WireWriter text(String value) {
		byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
		if (encoded.length > 0xFFFF) {
			throw new IllegalArgumentException("A text of " + encoded.length + " bytes (expected: at most 65535)");
		}
		return u16(encoded.length).raw(encoded);
	}

	WireWriter value(byte @Nullable [] value) {
		return (value != null) ? i32(value.length).raw(value) : i32(-1);
	}

	<T> WireWriter list(List<T> items, BiConsumer<WireWriter, T> writer) {
		i32(items.size());
		for (T item : items) {
			writer.accept(this, item);
		}
		return this;
	}

	WireWriter raw(byte[] value) {
		reserve(value.length);
		System.arraycopy(value, 0, this.bytes, this.size, value.length);
		this.size += value.length;
		return this;
	}

	int size() {
		return this.size;
	}

	byte[] toBytes() {
		return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

	private void reserve(int count) {
		if (this.bytes.length - this.size < count) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.size + count, this.bytes.length * 2));
		}
	}

}
