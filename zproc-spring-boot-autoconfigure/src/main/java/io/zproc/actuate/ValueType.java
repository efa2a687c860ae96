package io.zproc.actuate;

import java.nio.charset.StandardCharsets;

/**
 * What kind of value some encoded bytes are, as their beginning tells, so that a value
 * need not be read to name its type.
 */
final class ValueType {

	private static final int MAX_TAG_BYTES = 512;

	private static final String CLASS_TAG = "type:";

	private ValueType() {
	}

	/**
	 * The name of the type.
	 * @param encoded the encoded value
	 * @return {@code string}, {@code int}, {@code double}, {@code boolean}, {@code null},
	 * {@code list} or {@code map}; the tag of another value type, such as {@code long};
	 * or the name of a class of the application
	 */
	static String of(byte[] encoded) {
		if (encoded.length == 0) {
			return "unknown";
		}
		return switch (encoded[0]) {
			case '"' -> "string";
			case 't', 'f' -> "boolean";
			case 'n' -> "null";
			case '[' -> "list";
			case '{' -> tagged(new String(encoded, 0, Math.min(encoded.length, MAX_TAG_BYTES), StandardCharsets.UTF_8));
			default -> isInteger(encoded) ? "int" : "double";
		};
	}

	private static String tagged(String beginning) {
		int end = beginning.indexOf('"', 3);
		if (!beginning.startsWith("{\"@") || end < 0) {
			return "map";
		}
		String tag = beginning.substring(3, end);
		return tag.startsWith(CLASS_TAG) ? tag.substring(CLASS_TAG.length()) : tag;
	}

	private static boolean isInteger(byte[] encoded) {
		for (byte character : encoded) {
			if (character == '.' || character == 'e' || character == 'E') {
				return false;
			}
		}
		return true;
	}

}
