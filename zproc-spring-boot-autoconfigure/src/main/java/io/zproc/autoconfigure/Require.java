package io.zproc.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.zproc.protocol.Protocol;

import org.springframework.util.unit.DataSize;

/**
 * Checks of property values, whose messages name the property.
 */
final class Require {

	private Require() {
	}

	static void positive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(property + ": " + value + " (expected: a time above zero, such as 10s)");
		}
	}

	static void notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException(property + ": " + value + " (expected: a time, such as 10s, or 0s)");
		}
	}

	static void zeroOrAtLeast(String property, Duration value, Duration minimum) {
		if (!value.isZero() && value.compareTo(minimum) < 0) {
			throw new IllegalArgumentException(
					property + ": " + value + " (expected: at least " + minimum.toSeconds() + "s, or 0s for never)");
		}
	}

	static void atLeast(String property, long value, long minimum) {
		if (value < minimum) {
			throw new IllegalArgumentException(property + ": " + value + " (expected: >= " + minimum + ")");
		}
	}

	static void atMost(String property, long value, long maximum) {
		if (value > maximum) {
			throw new IllegalArgumentException(property + ": " + value + " (expected: <= " + maximum + ")");
		}
	}

	static void size(String property, DataSize value, long minimumBytes) {
		if (value.toBytes() < minimumBytes || value.toBytes() > Integer.MAX_VALUE / 4) {
			throw new IllegalArgumentException(
					property + ": " + value + " (expected: from " + minimumBytes + " bytes to 511MB)");
		}
	}

	static void namespace(String property, String value) {
		if (value.isEmpty() || value.charAt(0) == Protocol.RESERVED) {
			throw new IllegalArgumentException(property + ": '" + value
					+ "' (expected: a text that is not empty and does not begin with '" + Protocol.RESERVED + "')");
		}
	}

	static void noneBlank(String property, List<String> values) {
		if (values.stream().anyMatch(String::isBlank)) {
			throw new IllegalArgumentException(property + ": " + values + " (expected: no value that is blank)");
		}
	}

	static void heap(String property, String value) {
		if (!value.matches("[1-9][0-9]*[kKmMgG]?")) {
			throw new IllegalArgumentException(property + ": " + value + " (expected: a size such as 256m)");
		}
	}

}
