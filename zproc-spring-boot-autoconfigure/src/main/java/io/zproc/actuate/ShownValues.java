package io.zproc.actuate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Values of the state as JSON can show them, if they may be seen: what JSON has is shown
 * as it is, everything else as text, so that no class of the application decides what the
 * endpoint does.
 */
final class ShownValues {

	private final Sanitizer sanitizer;

	ShownValues(Iterable<SanitizingFunction> sanitizingFunctions) {
		this.sanitizer = new Sanitizer(sanitizingFunctions);
	}

	@Nullable Object show(StateClient client, String key, byte @Nullable [] encoded, boolean isShown) {
		if (encoded == null) {
			return null;
		}
		if (!isShown) {
			return SanitizableData.SANITIZED_VALUE;
		}
		Object value;
		try {
			value = plain(client.decode(key, encoded));
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

	private static @Nullable Object plain(@Nullable Object value) {
		if (value == null || value instanceof Boolean || value instanceof Number || value instanceof String) {
			return value;
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> shown = new LinkedHashMap<>();
			map.forEach((key, item) -> shown.put(String.valueOf(key), plain(item)));
			return shown;
		}
		if (value instanceof Collection<?> collection) {
			List<@Nullable Object> shown = new ArrayList<>();
			collection.forEach((item) -> shown.add(plain(item)));
			return shown;
		}
		return String.valueOf(value);
	}

}
