package io.zproc.protocol;

import java.util.regex.Pattern;

/**
 * What a client needs for CURVE (ZeroMQ's RFC 26): both ends prove who they are, and
 * nobody in between can read or change what they say. Keys are 40 characters of Z85.
 *
 * @param serverKey the server's public key
 * @param publicKey the client's public key, which the server must know
 * @param secretKey the client's secret key
 * @since 0.1.0
 */
public record CurveKeys(String serverKey, String publicKey, String secretKey) {

	private static final Pattern Z85 = Pattern.compile("[0-9a-zA-Z.\\-:+=^!/*?&<>()\\[\\]{}@%$#]{40}");

	/**
	 * Checks the keys.
	 */
	public CurveKeys {
		require("server key", serverKey);
		require("public key", publicKey);
		require("secret key", secretKey);
	}

	/**
	 * Checks that something has the form of a key.
	 * @param name what it is, for the message
	 * @param key the key, which is not shown
	 * @return the key
	 * @throws IllegalArgumentException when it cannot be a key
	 */
	public static String require(String name, String key) {
		if (!Z85.matcher(key).matches()) {
			throw new IllegalArgumentException(
					"The " + name + " has " + key.length() + " characters (expected: 40 characters of Z85)");
		}
		return key;
	}

	@Override
	public String toString() {
		return "CURVE with server key " + this.serverKey + " and client key " + this.publicKey;
	}

}
