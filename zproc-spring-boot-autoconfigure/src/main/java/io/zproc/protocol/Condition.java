package io.zproc.protocol;

/**
 * What must hold for a commit to be applied.
 *
 * @param kind what is looked at
 * @param key the key
 * @param version the version that the key must have, for {@link Kind#VERSION}; 0 means
 * that it must be absent
 * @since 0.1.0
 */
public record Condition(Kind kind, String key, long version) {

	/**
	 * What a condition looks at.
	 */
	public enum Kind {

		/**
		 * The version of the key's last write.
		 */
		VERSION,

		/**
		 * The key is absent, or its value is null.
		 */
		NULL_OR_ABSENT,

		/**
		 * The key is there, be it with null.
		 */
		PRESENT

	}

	private static final Kind[] KINDS = Kind.values();

	/**
	 * The key was last written by the given version.
	 * @param key the key
	 * @param version the version, 0 for an absent key
	 * @return the condition
	 */
	public static Condition version(String key, long version) {
		return new Condition(Kind.VERSION, key, version);
	}

	/**
	 * The key is absent, or its value is null.
	 * @param key the key
	 * @return the condition
	 */
	public static Condition nullOrAbsent(String key) {
		return new Condition(Kind.NULL_OR_ABSENT, key, 0);
	}

	/**
	 * The key is there.
	 * @param key the key
	 * @return the condition
	 */
	public static Condition present(String key) {
		return new Condition(Kind.PRESENT, key, 0);
	}

	static void write(WireWriter out, Condition condition) {
		out.constant(condition.kind).text(condition.key).i64(condition.version);
	}

	static Condition read(WireReader in) {
		return new Condition(in.constant(KINDS), in.key(), in.i64());
	}

}
