package io.zproc.protocol;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * An integer in the byte form of {@link ValueCodec}, to be read and added to without
 * decoding anything else. It needs no JSON library: the state server has none on its
 * class path. Immutable.
 *
 * @since 0.1.0
 */
public final class EncodedInteger {

	/** What the smallest {@code long} takes, with its tag. */
	private static final int MAX_LENGTH = 30;

	private final Width width;

	private final long value;

	private EncodedInteger(Width width, long value) {
		this.width = width;
		this.value = value;
	}

	/**
	 * Reads an encoded integer.
	 * @param encoded bytes as {@link ValueCodec} produces them
	 * @return the integer, or {@code null} when the bytes are not exactly the encoded
	 * form of a byte, short, int or long
	 */
	public static @Nullable EncodedInteger parse(byte[] encoded) {
		if (encoded.length > MAX_LENGTH) {
			return null;
		}
		String text = new String(encoded, StandardCharsets.ISO_8859_1);
		for (Width width : Width.values()) {
			if (text.startsWith(width.prefix) && text.endsWith(width.suffix)) {
				return parse(width, text.substring(width.prefix.length(), text.length() - width.suffix.length()));
			}
		}
		return null;
	}

	private static @Nullable EncodedInteger parse(Width width, String digits) {
		try {
			long value = Long.parseLong(digits);
			// "+5", "05" and "-0" are numbers, but not what the codec writes.
			boolean canonical = Long.toString(value).equals(digits);
			return (canonical && width.holds(value)) ? new EncodedInteger(width, value) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Encodes a {@code long}.
	 * @param value the value
	 * @return the bytes that {@link ValueCodec} produces for that {@code Long}
	 */
	public static byte[] ofLong(long value) {
		return new EncodedInteger(Width.LONG, value).encoded();
	}

	/**
	 * Adds to this integer.
	 * @param delta what to add, may be negative
	 * @return the encoded sum, of the same type as this integer
	 * @throws ArithmeticException if the sum does not fit that type
	 */
	public byte[] plus(long delta) {
		long sum = Math.addExact(this.value, delta);
		if (!this.width.holds(sum)) {
			throw new ArithmeticException(this.width.typeName + " overflow: " + this.value + " + " + delta);
		}
		return new EncodedInteger(this.width, sum).encoded();
	}

	/**
	 * The number itself.
	 * @return the value, widened to a {@code long}
	 */
	public long value() {
		return this.value;
	}

	/**
	 * The byte form.
	 * @return a new array with the bytes that {@link ValueCodec} produces
	 */
	public byte[] encoded() {
		return (this.width.prefix + this.value + this.width.suffix).getBytes(StandardCharsets.ISO_8859_1);
	}

	/** INT comes last: it has no tag, so that its affixes fit every text. */
	private enum Width {

		BYTE("byte", "{\"@byte\":", "}", Byte.MIN_VALUE, Byte.MAX_VALUE),

		SHORT("short", "{\"@short\":", "}", Short.MIN_VALUE, Short.MAX_VALUE),

		LONG("long", "{\"@long\":", "}", Long.MIN_VALUE, Long.MAX_VALUE),

		INT("int", "", "", Integer.MIN_VALUE, Integer.MAX_VALUE);

		private final String typeName;

		private final String prefix;

		private final String suffix;

		private final long min;

		private final long max;

		Width(String typeName, String prefix, String suffix, long min, long max) {
			this.typeName = typeName;
			this.prefix = prefix;
			this.suffix = suffix;
			this.min = min;
			this.max = max;
		}

		boolean holds(long value) {
			return this.min <= value && value <= this.max;
		}

	}

}
