package io.zproc.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Converts between the number types of the JDK where the numeric value stays exactly the
 * same.
 */
final class NumberConversion {

	/** An exponent of nine digits would otherwise be written out, digit by digit. */
	private static final int MAX_DIGITS = 100_000;

	private static final Map<Class<?>, Function<BigDecimal, Number>> FROM_DECIMAL = Map.of(Byte.class,
			BigDecimal::byteValueExact, Short.class, BigDecimal::shortValueExact, Integer.class,
			BigDecimal::intValueExact, Long.class, BigDecimal::longValueExact, Float.class, NumberConversion::toFloat,
			Double.class, NumberConversion::toDouble, BigInteger.class, NumberConversion::toBigInteger,
			BigDecimal.class, (decimal) -> decimal);

	private NumberConversion() {
	}

	static boolean isTarget(Class<?> type) {
		return FROM_DECIMAL.containsKey(type);
	}

	/**
	 * Converts a number.
	 * @return the converted number, or {@code null} when something would be lost
	 */
	static @Nullable Number convert(Number value, Class<?> target) {
		Function<BigDecimal, Number> conversion = FROM_DECIMAL.get(target);
		if (conversion == null) {
			return null;
		}
		if ((value instanceof Double || value instanceof Float) && hasNoDecimal(value.doubleValue())) {
			return convertSpecial(value.doubleValue(), target);
		}
		BigDecimal decimal = toDecimal(value);
		try {
			return (decimal != null) ? conversion.apply(decimal) : null;
		}
		catch (ArithmeticException ex) {
			return null;
		}
	}

	private static boolean hasNoDecimal(double value) {
		return !Double.isFinite(value) || (value == 0 && Double.compare(value, 0.0) != 0);
	}

	private static @Nullable Number convertSpecial(double value, Class<?> target) {
		if (target == Double.class) {
			return value;
		}
		return (target == Float.class) ? (Number) (float) value : null;
	}

	private static @Nullable BigDecimal toDecimal(Number value) {
		if (value instanceof BigDecimal decimal) {
			return decimal;
		}
		if (value instanceof BigInteger integer) {
			return new BigDecimal(integer);
		}
		if (value instanceof Double || value instanceof Float) {
			return new BigDecimal(value.doubleValue());
		}
		if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
			return BigDecimal.valueOf(value.longValue());
		}
		return null;
	}

	private static Number toDouble(BigDecimal decimal) {
		double value = decimal.doubleValue();
		requireExact(decimal, value);
		return value;
	}

	private static Number toFloat(BigDecimal decimal) {
		float value = decimal.floatValue();
		requireExact(decimal, value);
		return value;
	}

	private static void requireExact(BigDecimal decimal, double value) {
		if (Double.isInfinite(value) || new BigDecimal(value).compareTo(decimal) != 0) {
			throw new ArithmeticException("Rounding necessary");
		}
	}

	private static Number toBigInteger(BigDecimal decimal) {
		if ((long) decimal.precision() - decimal.scale() > MAX_DIGITS) {
			throw new ArithmeticException("Too many digits");
		}
		return decimal.toBigIntegerExact();
	}

}
