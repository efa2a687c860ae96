package io.zproc.protocol;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What a change did to one key.
 *
 * @param key the key
 * @param before the encoded value before, {@code null} when the key was absent
 * @param after the encoded value after, {@code null} when the key is absent
 * @since 0.1.0
 */
public record KeyChange(String key, byte @Nullable [] before, byte @Nullable [] after) {

	/**
	 * Whether the key's value is the same as before.
	 * @return whether it is
	 */
	public boolean isUnchanged() {
		return Arrays.equals(this.before, this.after);
	}

	/**
	 * About how much memory this takes.
	 * @return a number of bytes
	 */
	public long weight() {
		long weight = 96 + 2L * this.key.length();
		weight += (this.before != null) ? this.before.length : 0;
		weight += (this.after != null) ? this.after.length : 0;
		return weight;
	}

	static void write(WireWriter out, KeyChange change) {
		out.text(change.key).value(change.before).value(change.after);
	}

	static KeyChange read(WireReader in) {
		return new KeyChange(in.key(), in.value(), in.value());
	}

}
