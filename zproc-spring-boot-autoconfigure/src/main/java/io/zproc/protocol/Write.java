package io.zproc.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One write of a commit.
 *
 * @param kind what to do
 * @param key the key, empty for {@link Kind#CLEAR} and {@link Kind#POP}
 * @param value the encoded value of a {@link Kind#PUT}, otherwise {@code null}
 * @param delta what an {@link Kind#INCREMENT} adds, otherwise 0
 * @since 0.1.0
 */
public record Write(Kind kind, String key, byte @Nullable [] value, long delta) {

	/**
	 * What a write does.
	 */
	public enum Kind {

		/**
		 * Stores a value.
		 */
		PUT,

		/**
		 * Removes a key.
		 */
		REMOVE,

		/**
		 * Adds to an integral number.
		 */
		INCREMENT,

		/**
		 * Removes every key.
		 */
		CLEAR,

		/**
		 * Removes some key, if there is any.
		 */
		POP

	}

	private static final Kind[] KINDS = Kind.values();

	/**
	 * Stores a value.
	 * @param key the key
	 * @param value the encoded value
	 * @return the write
	 */
	public static Write put(String key, byte[] value) {
		return new Write(Kind.PUT, key, value, 0);
	}

	/**
	 * Removes a key.
	 * @param key the key
	 * @return the write
	 */
	public static Write remove(String key) {
		return new Write(Kind.REMOVE, key, null, 0);
	}

	/**
	 * Adds to an integral number.
	 * @param key the key
	 * @param delta what to add
	 * @return the write
	 */
	public static Write increment(String key, long delta) {
		return new Write(Kind.INCREMENT, key, null, delta);
	}

	/**
	 * Removes every key.
	 * @return the write
	 */
	public static Write clear() {
		return new Write(Kind.CLEAR, "", null, 0);
	}

	/**
	 * Removes some key.
	 * @return the write
	 */
	public static Write pop() {
		return new Write(Kind.POP, "", null, 0);
	}

	/**
	 * The encoded value of a put.
	 * @return the bytes
	 */
	public byte[] requiredValue() {
		if (this.value == null) {
			throw new IllegalStateException("A " + this.kind + " has no value");
		}
		return this.value;
	}

	static void write(WireWriter out, Write write) {
		out.constant(write.kind);
		switch (write.kind) {
			case PUT -> out.text(write.key).value(write.requiredValue());
			case REMOVE -> out.text(write.key);
			case INCREMENT -> out.text(write.key).i64(write.delta);
			case CLEAR, POP -> {
			}
		}
	}

	static Write read(WireReader in) {
		return switch (in.constant(KINDS)) {
			case PUT -> put(in.key(), in.presentValue());
			case REMOVE -> remove(in.key());
			case INCREMENT -> increment(in.key(), in.i64());
			case CLEAR -> clear();
			case POP -> pop();
		};
	}

}
