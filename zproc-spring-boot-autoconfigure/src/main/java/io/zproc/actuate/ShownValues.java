package io.zproc.actuate;

import io.zproc.ZProcException;
import io.zproc.protocol.UntaggedJson;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Values of the state as they are stored, in JSON, without the tags that tell their
 * types, if they may be seen: no class of the application, and nothing that it has set
 * for its own JSON, decides what the endpoint does.
 */
final class ShownValues {

	private final Sanitizer sanitizer;

	ShownValues(Iterable<SanitizingFunction> sanitizingFunctions) {
		this.sanitizer = new Sanitizer(sanitizingFunctions);
	}

	@Nullable Object show(String key, byte @Nullable [] encoded, boolean isShown) {
		if (encoded == null) {
			return null;
		}
		if (!isShown) {
			return SanitizableData.SANITIZED_VALUE;
		}
		Object value;
		try {
			value = UntaggedJson.read(key, encoded);
		}
		catch (ZProcException ex) {
			value = "(cannot be read: " + ex.getMessage() + ")";
		}
		return this.sanitizer.sanitize(new SanitizableData(null, key, value), true);
	}

	/**
	 * A line of output. What hides values may hide it, too.
	 */
	String line(String name, String line, boolean isShown) {
		return String.valueOf(this.sanitizer.sanitize(new SanitizableData(null, name, line), isShown));
	}

}
