package io.zproc.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The values that most applications keep most of: short texts of plain ASCII, and
 * integers. Their JSON is what they look like, so that neither a parser nor a generator
 * is needed, which cost more than all else of a local read. Anything doubtful is left to
 * those.
 */
final class PlainValue {

	private static final int MAX_LENGTH = 1024;

	/** As many digits as fit into an int whatever they are. */
	private static final int MAX_DIGITS = 9;

	private static final long EACH = 0x0101010101010101L;

	private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.nativeOrder());

	private PlainValue() {
	}

	/**
	 * Reads a value.
	 * @return the value, {@code null} when it is not that plain
	 */
	static @Nullable Object read(byte[] encoded) {
		int length = encoded.length;
		if (length == 0 || length > MAX_LENGTH) {
			return null;
		}
		return (encoded[0] == '"') ? text(encoded) : integer(encoded);
	}

	private static @Nullable String text(byte[] encoded) {
		int last = encoded.length - 1;
		if (last == 0 || encoded[last] != '"') {
			return null;
		}
		int next = 1;
		for (; next + Long.BYTES <= last; next += Long.BYTES) {
			if (!isPlain((long) EIGHT_BYTES.get(encoded, next))) {
				return null;
			}
		}
		for (; next < last; next++) {
			if (!isPlain(encoded[next])) {
				return null;
			}
		}
		return new String(encoded, 1, last - 1, StandardCharsets.ISO_8859_1);
	}

	private static @Nullable Integer integer(byte[] encoded) {
		int length = encoded.length;
		if (length > MAX_DIGITS || (encoded[0] == '0' && length > 1)) {
			return null;
		}
		int value = 0;
		for (byte digit : encoded) {
			if (digit < '0' || digit > '9') {
				return null;
			}
			value = value * 10 + digit - '0';
		}
		return value;
	}

	/**
	 * Writes a value.
	 * @return the bytes, {@code null} when it is not that plain
	 */
	static byte @Nullable [] write(@Nullable Object value) {
		if (value instanceof Integer number) {
			return number.toString().getBytes(StandardCharsets.ISO_8859_1);
		}
		if (!(value instanceof String text) || text.length() > MAX_LENGTH - 2) {
			return null;
		}
		byte[] encoded = new byte[text.length() + 2];
		encoded[0] = '"';
		encoded[encoded.length - 1] = '"';
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (!isPlain(character)) {
				return null;
			}
			encoded[i + 1] = (byte) character;
		}
		return encoded;
	}

	private static boolean isPlain(int character) {
		return character >= ' ' && character < 0x7F && character != '"' && character != '\\';
	}

	/**
	 * The same of eight characters at once. With one bit turned round, {@code '"'} and
	 * what is below a space are all that is below {@code '!'}. Each term has the highest
	 * bit set where a character is not plain; a borrow from there may set that of the
	 * next one, too, which does not change the answer.
	 */
	private static boolean isPlain(long eight) {
		long quotesAndControls = (eight ^ 2 * EACH) - '!' * EACH;
		long backslashes = (eight ^ '\\' * EACH) - EACH;
		return ((eight | (eight + EACH) | quotesAndControls | backslashes) & EACH << 7) == 0;
	}

}
