package io.zproc.protocol;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EncodedIntegerTests {

	private final ValueCodec codec = new ValueCodec(List.of(), getClass().getClassLoader());

	static Stream<Number> boundaries() {
		return LongStream
			.of(0, Byte.MIN_VALUE, Byte.MAX_VALUE, Short.MIN_VALUE, Short.MAX_VALUE, Integer.MIN_VALUE,
					Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE)
			.flatMap((edge) -> LongStream.of(edge - 1, edge, edge + 1))
			.boxed()
			.flatMap(EncodedIntegerTests::ofEveryType);
	}

	private static Stream<Number> ofEveryType(long value) {
		return Stream.<Number>of((byte) value, (short) value, (int) value, value)
			.filter((number) -> number.longValue() == value);
	}

	@ParameterizedTest
	@MethodSource("boundaries")
	void hasTheBytesOfTheCodec(Number number) {
		byte[] encoded = this.codec.encode("n", number);
		EncodedInteger integer = EncodedInteger.parse(encoded);
		assertThat(integer).isNotNull();
		assertThat(integer.value()).isEqualTo(number.longValue());
		assertThat(integer.encoded()).isEqualTo(encoded);
		assertThat(this.codec.decode("n", integer.plus(0))).isEqualTo(number);
		if (number instanceof Long value) {
			assertThat(EncodedInteger.ofLong(value)).isEqualTo(encoded);
		}
	}

	@ParameterizedTest
	@MethodSource("boundaries")
	void sumsAsItsOwnTypeOrRefuses(Number number) {
		EncodedInteger integer = EncodedInteger.parse(this.codec.encode("n", number));
		assertThat(integer).isNotNull();
		boundaries().map(Number::longValue).distinct().forEach((delta) -> assertSum(integer, number, delta));
	}

	private void assertSum(EncodedInteger integer, Number number, long delta) {
		BigInteger sum = BigInteger.valueOf(number.longValue()).add(BigInteger.valueOf(delta));
		if (sum.bitLength() < bits(number)) {
			Object decoded = this.codec.decode("n", integer.plus(delta));
			assertThat(decoded).hasSameClassAs(number);
			assertThat(((Number) decoded).longValue()).isEqualTo(sum.longValue());
		}
		else {
			assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> integer.plus(delta));
		}
	}

	private static int bits(Number number) {
		if (number instanceof Byte) {
			return Byte.SIZE;
		}
		if (number instanceof Short) {
			return Short.SIZE;
		}
		return (number instanceof Integer) ? Integer.SIZE : Long.SIZE;
	}

	@Test
	void hasTheBytesOfTheCodecForEveryByteAndShort() {
		for (int i = Short.MIN_VALUE; i <= Short.MAX_VALUE; i++) {
			assertThat(EncodedInteger.parse(this.codec.encode("n", (short) i)).value()).isEqualTo(i);
		}
		for (int i = Byte.MIN_VALUE; i <= Byte.MAX_VALUE; i++) {
			assertThat(EncodedInteger.parse(this.codec.encode("n", (byte) i)).value()).isEqualTo(i);
		}
	}

	@Test
	void hasTheBytesOfTheCodecForRandomLongs() {
		new Random(7).longs(1000).forEach((value) -> {
			assertThat(EncodedInteger.ofLong(value)).isEqualTo(this.codec.encode("n", value));
			assertThat(this.codec.decode("n", EncodedInteger.ofLong(value))).isEqualTo(value);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "-", "-0", "+5", "05", " 5", "5 ", "5.0", "1e3", "2147483648", "-2147483649",
			"null", "true", "\"5\"", "[5]", "{}", "{\"@long\":}", "{\"@long\":5", "{\"@long\": 5}", "{\"@long\":05}",
			"{\"@long\":9223372036854775808}", "{\"@byte\":128}", "{\"@short\":-32769}", "{\"@int\":5}",
			"{\"@bigint\":\"5\"}", "{\"@long\":\"5\"}", "{\"@long\":5}}", "{\"n\":5}", "\u00b25",
			"{\"@long\":0000000000000000000000000000000000000000000005}" })
	void isNothingElse(String text) {
		assertThat(EncodedInteger.parse(text.getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@Test
	void isNoOtherEncodedValue() {
		Stream.of(null, true, "5", 5.0, 5.0f, 'x', BigInteger.TEN, List.of(5), List.of())
			.forEach((value) -> assertThat(EncodedInteger.parse(this.codec.encode("n", value))).isNull());
	}

	@Test
	void overflowNamesTypeAndOperands() {
		assertThatExceptionOfType(ArithmeticException.class)
			.isThrownBy(() -> EncodedInteger.parse(this.codec.encode("n", (byte) 127)).plus(1))
			.withMessage("byte overflow: 127 + 1");
	}

	@Test
	void encodedIsACopy() {
		EncodedInteger integer = EncodedInteger.parse(EncodedInteger.ofLong(5));
		integer.encoded()[0] = 0;
		assertThat(integer.encoded()).isEqualTo(EncodedInteger.ofLong(5));
	}

}
