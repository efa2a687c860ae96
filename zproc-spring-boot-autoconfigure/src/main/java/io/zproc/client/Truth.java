package io.zproc.client;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What counts as true: Python's rule, which zproc's {@code when_truthy} has.
 */
final class Truth {

	private Truth() {
	}

	static boolean of(@Nullable Object value) {
		if (value == null) {
			return false;
		}
		if (value instanceof Boolean flag) {
			return flag;
		}
		if (value instanceof BigDecimal number) {
			return number.signum() != 0;
		}
		if (value instanceof BigInteger number) {
			return number.signum() != 0;
		}
		if (value instanceof Number number) {
			return number.doubleValue() != 0;
		}
		if (value instanceof CharSequence text) {
			return !text.isEmpty();
		}
		if (value instanceof Collection<?> collection) {
			return !collection.isEmpty();
		}
		if (value instanceof Map<?, ?> map) {
			return !map.isEmpty();
		}
		if (value instanceof Optional<?> optional) {
			return optional.isPresent();
		}
		return !value.getClass().isArray() || Array.getLength(value) > 0;
	}

}
