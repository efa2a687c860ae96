package io.zproc.actuate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A value of the state as JSON can show it: what JSON has is shown as it is, everything
 * else as text, so that no class of the application decides what the endpoint does.
 */
final class ShownValue {

	private ShownValue() {
	}

	static @Nullable Object of(@Nullable Object value) {
		if (value == null || value instanceof Boolean || value instanceof Number || value instanceof String) {
			return value;
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> shown = new LinkedHashMap<>();
			map.forEach((key, item) -> shown.put(String.valueOf(key), of(item)));
			return shown;
		}
		if (value instanceof Collection<?> collection) {
			List<@Nullable Object> shown = new ArrayList<>();
			collection.forEach((item) -> shown.add(of(item)));
			return shown;
		}
		return String.valueOf(value);
	}

}
