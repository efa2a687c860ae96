package io.zproc.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.zproc.ZProcException;
import io.zproc.protocol.shop.Shop;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TypedReadTests {

	private final ValueCodec codec = new ValueCodec(List.of("io.zproc.protocol.shop"), getClass().getClassLoader());

	static Stream<Arguments> exact() {
		return Stream.of(arguments(5L, 5), arguments(5, 5L), arguments(5, (short) 5), arguments(-128, (byte) -128),
				arguments(5, 5.0), arguments(5, 5.0f), arguments(5.0, 5), arguments(1L << 53, 0x1p53),
				arguments(Long.MIN_VALUE, -0x1p63), arguments(0.5f, 0.5), arguments(0.1f, (double) 0.1f),
				arguments(0.5, 0.5f), arguments(0.5, new BigDecimal("0.5")), arguments(new BigDecimal("0.5"), 0.5),
				arguments(new BigDecimal("5.00"), 5), arguments(5, new BigDecimal("5")),
				arguments(5, BigInteger.valueOf(5)), arguments(BigInteger.valueOf(5), 5),
				arguments(new BigDecimal("1E+3"), BigInteger.valueOf(1000)), arguments(Double.NaN, Float.NaN),
				arguments(Float.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY), arguments(-0.0, -0.0f),
				arguments(BigInteger.TWO.pow(100), 0x1p100), arguments(0, 0.0));
	}

	static Stream<Arguments> lossy() {
		return Stream.of(arguments(5.5, Integer.class), arguments(300, Byte.class), arguments(128, Byte.class),
				arguments(-32769, Short.class), arguments(1L << 31, Integer.class), arguments(0x1p63, Long.class),
				arguments((1L << 53) + 1, Double.class), arguments((1 << 24) + 1, Float.class),
				arguments(Long.MAX_VALUE, Double.class), arguments(0.1, Float.class), arguments(1e300, Float.class),
				arguments(new BigDecimal("0.1"), Double.class), arguments(new BigDecimal("1E+400"), Double.class),
				arguments(new BigDecimal("1E-400"), Double.class), arguments(new BigDecimal("5.5"), BigInteger.class),
				arguments(new BigDecimal("1E+2147483647"), BigInteger.class),
				arguments(new BigDecimal("1E+2147483647"), Long.class),
				arguments(new BigDecimal("1E-2147483647"), Long.class), arguments(BigInteger.TWO.pow(63), Long.class),
				arguments(Double.NaN, Integer.class), arguments(Double.NaN, BigDecimal.class),
				arguments(-0.0, Integer.class), arguments(-0.0, BigDecimal.class),
				arguments(Float.POSITIVE_INFINITY, BigInteger.class));
	}

	static Stream<Arguments> other() {
		return Stream.of(arguments("5", Integer.class), arguments(5, String.class), arguments(true, Integer.class),
				arguments(1, Boolean.class), arguments('x', String.class), arguments(List.of(), Map.class),
				arguments(Map.of(), List.class), arguments(Set.of(), List.class), arguments(List.of(), Set.class),
				arguments("RED", Shop.Color.class), arguments(5, Instant.class),
				arguments(Map.of("id", 1), String.class), arguments(new Shop.Empty(), Shop.Line.class),
				arguments(new int[0], long[].class), arguments(Map.of(), Thread.class),
				arguments(Map.of(1, 2), Shop.Line.class));
	}

	@ParameterizedTest
	@MethodSource("exact")
	void numberConvertsWhereNothingIsLost(Number value, Number expected) {
		assertThat(this.codec.decode("k", this.codec.encode("k", value), expected.getClass())).isEqualTo(expected);
		assertThat(this.codec.convert("k", value, expected.getClass())).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("lossy")
	void numberIsRefusedWhereSomethingIsLost(Number value, Class<?> type) {
		assertRefused(value, type).withMessageContaining("without losing something");
	}

	@ParameterizedTest
	@MethodSource("other")
	void otherTypesAreRefused(Object value, Class<?> type) {
		assertRefused(value, type);
	}

	private ThrowableAssertAlternative<ZProcException> assertRefused(Object value, Class<?> type) {
		byte[] encoded = this.codec.encode("k", value);
		Object decoded = this.codec.decode("k", encoded);
		return assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> this.codec.decode("k", encoded, type))
			.withMessageContaining("'k'")
			.withMessageContaining(type.getTypeName())
			.withMessageContaining(decoded.getClass().getTypeName());
	}

	@Test
	void primitiveStandsForItsWrapper() {
		assertThat(this.codec.convert("k", 5L, int.class)).isEqualTo(5);
		assertThat(this.codec.convert("k", 5, long.class)).isEqualTo(5L);
		assertThat(this.codec.convert("k", 5, double.class)).isEqualTo(5.0);
		assertThat(this.codec.convert("k", 'x', char.class)).isEqualTo('x');
		assertThat(this.codec.convert("k", true, boolean.class)).isTrue();
		assertThat(this.codec.convertList("k", List.of(5L), int.class)).isEqualTo(List.of(5));
	}

	@Test
	void nullStaysNull() {
		byte[] encoded = this.codec.encode("k", null);
		assertThat(this.codec.decode("k", encoded, String.class)).isNull();
		assertThat(this.codec.decode("k", encoded, int.class)).isNull();
		assertThat(this.codec.decodeList("k", encoded, String.class)).isNull();
		assertThat(this.codec.decodeMap("k", encoded, String.class)).isNull();
	}

	@Test
	void superclassAndInterfaceAreTypesOfTheValue() {
		assertThat(this.codec.convert("k", 5L, Number.class)).isEqualTo(5L);
		assertThat(this.codec.convert("k", 5L, Object.class)).isEqualTo(5L);
		assertThat(this.codec.convert("k", "x", CharSequence.class)).isEqualTo("x");
		assertThat(this.codec.convert("k", new Shop.Circle(1), Shop.Shape.class)).isEqualTo(new Shop.Circle(1));
		assertThat((Object) this.codec.convert("k", List.of(1), Collection.class)).isEqualTo(List.of(1));
	}

	@Test
	void mapIsReadAsRecord() {
		Map<String, Object> map = Map.of("id", 5, "customer", "you", "total", 2, "lines",
				List.of(Map.of("article", "tea", "count", 2L, "color", Shop.Color.RED)));
		Shop.Order order = new Shop.Order(5, "you", new BigDecimal("2"), null,
				List.of(new Shop.Line("tea", 2, Shop.Color.RED)));
		assertThat(this.codec.decode("k", this.codec.encode("k", map), Shop.Order.class)).isEqualTo(order);
		assertThat(this.codec.decodeList("k", this.codec.encode("k", List.of(map, order)), Shop.Order.class))
			.isEqualTo(List.of(order, order));
	}

	@Test
	void mapIsReadAsBean() {
		Shop.JavaBean bean = this.codec.convert("k", Map.of("visits", 3L, "anything", Map.of("a", 1L)),
				Shop.JavaBean.class);
		assertThat(bean.getVisits()).isEqualTo(3);
		assertThat(bean.getAnything()).isEqualTo(Map.of("a", 1L));
	}

	@Test
	void mapThatDoesNotFitIsRefused() {
		assertRefused(Map.of("nothing", 1), Shop.Line.class).withMessageContaining("nothing");
		assertRefused(Map.of("count", "x"), Shop.Line.class).withMessageContaining("java.lang.String");
		assertRefused(Map.of("count", 1L << 40), Shop.Line.class).withMessageContaining("without losing something");
		assertRefused(Map.of("value", 0), Shop.Positive.class).withMessageContaining("expected: > 0");
		assertRefused(Map.of(), Shop.Shape.class);
	}

	@Test
	void listConverts() {
		List<Object> list = Arrays.asList(1, 2L, null, 3.0);
		assertThat(this.codec.decodeList("k", this.codec.encode("k", list), Long.class))
			.isEqualTo(Arrays.asList(1L, 2L, null, 3L));
	}

	@Test
	void mapConverts() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("a", 1);
		map.put("@b", 2L);
		map.put("c", null);
		Map<String, Long> expected = new LinkedHashMap<>();
		expected.put("a", 1L);
		expected.put("@b", 2L);
		expected.put("c", null);
		assertThat(this.codec.decodeMap("k", this.codec.encode("k", map), Long.class)).isEqualTo(expected);
	}

	@Test
	void otherTypeIsSaidOnce() {
		for (Map.Entry<Class<?>, Object> read : Map
			.<Class<?>, Object>of(Shop.Order.class, "x", int.class, "x", Set.class, "x")
			.entrySet()) {
			assertThatExceptionOfType(ZProcException.class)
				.isThrownBy(() -> this.codec.convert("n", read.getValue(), read.getKey()))
				.withMessageMatching("The value of 'n' \\(a java\\.lang\\.String\\) cannot be read as [A-Za-z.<>$]+");
		}
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.codec.convertList("n", Set.of(), String.class))
			.withMessageMatching("The value of 'n' \\(a java\\.util\\.[A-Za-z$.]+\\) cannot be read as [A-Za-z.<>$]+");
	}

	@Test
	void elementThatDoesNotFitIsNamed() {
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.codec.convertList("k", List.of(1, "x"), Integer.class))
			.withMessageContaining("'k'")
			.withMessageContaining("at [1]: a java.lang.String cannot be read as java.lang.Integer");
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.codec.convertMap("k", Map.of("a", 5.5), Integer.class))
			.withMessageContaining("at [a]: the java.lang.Double 5.5 cannot be read as java.lang.Integer");
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.codec.convertMap("k", Map.of(1, 5), Integer.class))
			.withMessageContaining("at [key 0]: a java.lang.Integer cannot be read as java.lang.String");
	}

	@Test
	void objectOfTheTypeIsTheSameObject() {
		List<Integer> list = List.of(1000, 2000);
		Map<String, Long> map = Map.of("a", 5000L);
		Shop.Line line = new Shop.Line("a", 1, null);
		BigDecimal decimal = new BigDecimal("5.00");
		assertThat(this.codec.convertList("k", list, Integer.class)).isSameAs(list);
		assertThat(this.codec.convertList("k", list, Number.class)).isSameAs(list);
		assertThat(this.codec.convertMap("k", map, long.class)).isSameAs(map);
		assertThat(this.codec.convert("k", line, Shop.Line.class)).isSameAs(line);
		assertThat((Object) this.codec.convert("k", list, List.class)).isSameAs(list);
		assertThat(this.codec.convert("k", decimal, BigDecimal.class)).isSameAs(decimal);
		assertThat(this.codec.convertList("k", list, Long.class)).isNotSameAs(list);
	}

	@Test
	void undecodableBytesAreRefusedWithTheKey() {
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.codec.decode("k", new byte[] { 'x' }, String.class))
			.withMessageContaining("'k'");
	}

}
