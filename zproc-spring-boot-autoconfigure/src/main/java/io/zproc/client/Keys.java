package io.zproc.client;

import java.nio.charset.StandardCharsets;

import io.zproc.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Which names are allowed.
 */
final class Keys {

	private Keys() {
	}

	static String check(@Nullable String key) {
		if (key == null) {
			throw new NullPointerException("A key is null (expected: a text; only values may be null)");
		}
		// A char takes three bytes at the most, so that short keys need no counting.
		if (key.length() > Protocol.MAX_NAME_BYTES / 3
				&& key.getBytes(StandardCharsets.UTF_8).length > Protocol.MAX_NAME_BYTES) {
			throw new IllegalArgumentException("A key of " + key.length() + " characters (expected: at most "
					+ Protocol.MAX_NAME_BYTES + " bytes of UTF-8): '" + key.substring(0, 40) + "...'");
		}
		return key;
	}

	static String checkNamespace(@Nullable String name) {
		if (name == null || name.isEmpty() || name.charAt(0) == Protocol.RESERVED) {
			throw new IllegalArgumentException("Namespace '" + name
					+ "' is not allowed (expected: a text that is not empty and does not begin with '"
					+ Protocol.RESERVED + "', which ZProc keeps for itself)");
		}
		if (name.getBytes(StandardCharsets.UTF_8).length > Protocol.MAX_NAME_BYTES) {
			throw new IllegalArgumentException("A namespace of " + name.length() + " characters (expected: at most "
					+ Protocol.MAX_NAME_BYTES + " bytes of UTF-8)");
		}
		return name;
	}

}
