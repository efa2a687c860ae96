package io.zproc.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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

	/**
	 * Two flags in a byte: the lower one is said, the higher one says that a trace
	 * follows.
	 */
	int flags() {
		int value = u8();
		if (value > 3) {
			throw new MalformedMessageException("Flags of " + value + " (expected: 0 to 3)");
		}
		return value;
	}

	String trace() {
		int begin = this.position;
		String trace = text();
		int length = this.position - begin - 2;
		if (length == 0 || length > Protocol.MAX_TRACE_BYTES) {
			throw new MalformedMessageException(
					"A trace of " + length + " bytes (expected: 1 to " + Protocol.MAX_TRACE_BYTES + ")");
		}
		return trace;
	}

	int u16() {
		need(2);
		int value = BigEndian.u16(this.bytes, this.position);
		this.position += 2;
		return value;
	}

	int i32() {
		need(4);
		int value = BigEndian.i32(this.bytes, this.position);
		this.position += 4;
		return value;
	}

	long i64() {
		need(8);
		long value = BigEndian.i64(this.bytes, this.position);
		this.position += 8;
		return value;
	}

	String text() {
		int length = u16();
		need(length);
		String text = new String(this.bytes, this.position, length, StandardCharsets.UTF_8);
		// What is no UTF-8 was replaced by this character, and could be longer when it is
		// written again.
		if (text.indexOf('\uFFFD') >= 0 && !isWritten(text, length)) {
			throw new MalformedMessageException("A text of " + length + " bytes that is no UTF-8");
		}
		this.position += length;
		return text;
	}

	private boolean isWritten(String text, int length) {
		return Arrays.equals(text.getBytes(StandardCharsets.UTF_8),
				Arrays.copyOfRange(this.bytes, this.position, this.position + length));
	}

	String name() {
		int begin = this.position;
		String name = key();
		if (name.isEmpty()) {
			throw new MalformedMessageException("An empty name at byte " + begin);
		}
		return name;
	}

	/**
	 * Unlike a name a key may be empty, as in any map.
	 */
	String key() {
		int begin = this.position;
		String key = text();
		int length = this.position - begin - 2;
		if (length > Protocol.MAX_NAME_BYTES) {
			throw new MalformedMessageException(
					"A key or name of " + length + " bytes (expected: at most " + Protocol.MAX_NAME_BYTES + ")");
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
		// Most commits have one write, and no condition.
		if (count == 0) {
			return List.of();
		}
		if (count == 1) {
			return List.of(reader.apply(this));
		}
		List<T> items = new ArrayList<>(Math.min(count, 1024));
		for (int i = 0; i < count; i++) {
			items.add(reader.apply(this));
		}
		return items;
	}

	/**
	 * Turns or requests of one client, who has not many.
	 */
	List<Long> numbers() {
		return list(WireReader::i64, Protocol.MAX_NUMBERS);
	}

	<T> List<T> list(Function<WireReader, T> reader, int most) {
		int begin = this.position;
		int count = i32();
		if (count > most) {
			throw new MalformedMessageException("A list of " + count + " (expected: at most " + most + ")");
		}
		this.position = begin;
		return list(reader);
	}

	<E extends Enum<E>> E constant(E[] constants) {
		int ordinal = u8();
		if (ordinal >= constants.length) {
			throw new MalformedMessageException(
					"A code of " + ordinal + " (expected: less than " + constants.length + ")");
		}
		return constants[ordinal];
	}

	boolean hasMore() {
		return this.position < this.bytes.length;
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
