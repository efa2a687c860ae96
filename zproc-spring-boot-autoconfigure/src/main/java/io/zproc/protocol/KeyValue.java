package io.zproc.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A key with its encoded value.
 *
 * @param key the key
 * @param version the version of its last write, 0 when it is absent
 * @param value the encoded value, {@code null} when it is absent or was not asked for
 * @since 0.1.0
 */
public record KeyValue(String key, long version, byte @Nullable [] value) {

	/**
	 * Whether the key is there.
	 * @return whether it is
	 */
	public boolean isPresent() {
		return this.version != 0;
	}

	/**
	 * About how much memory this takes.
	 * @return a number of bytes
	 */
	public long weight() {
		return 64 + 2L * this.key.length() + ((this.value != null) ? this.value.length : 0);
	}

	/**
	 * About how much memory all of these take. A loop: each answer is weighed.
	 */
	static long weight(List<KeyValue> entries) {
		long weight = 0;
		for (KeyValue entry : entries) {
			weight += entry.weight();
		}
		return weight;
	}

	/**
	 * An entry for a key that is not there.
	 * @param key the key
	 * @return the entry
	 */
	public static KeyValue absent(String key) {
		return new KeyValue(key, 0, null);
	}

	static void write(WireWriter out, KeyValue entry) {
		out.text(entry.key).i64(entry.version).value(entry.value);
	}

	static KeyValue read(WireReader in) {
		return new KeyValue(in.text(), in.i64(), in.value());
	}

}
