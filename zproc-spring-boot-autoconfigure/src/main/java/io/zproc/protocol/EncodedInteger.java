package io.zproc.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Placeholder until merged. */
public final class EncodedInteger {

	private final long value;

	private EncodedInteger(long value) {
		this.value = value;
	}

	public static @Nullable EncodedInteger parse(byte[] encoded) {
		String text = new String(encoded, StandardCharsets.UTF_8);
		if (text.startsWith("{\"@long\":")) {
			text = text.substring(9, text.length() - 1);
		}
		return new EncodedInteger(Long.parseLong(text));
	}

	public byte[] plus(long delta) {
		return ofLong(Math.addExact(this.value, delta));
	}

	public long value() {
		return this.value;
	}

	public static byte[] ofLong(long value) {
		return ("{\"@long\":" + value + "}").getBytes(StandardCharsets.UTF_8);
	}

}
