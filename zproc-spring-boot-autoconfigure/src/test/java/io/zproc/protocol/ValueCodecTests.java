package io.zproc.protocol;

import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.zproc.protocol.shop.Shop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings({ "JavaUtilDate", "JdkObsolete" }) // Applications have them.
class ValueCodecTests {

	private final ValueCodec codec = new ValueCodec(List.of("io.zproc.protocol.shop"), getClass().getClassLoader());

	static Stream<Object> values() {
		return ValueSamples.values();
	}

	static Stream<Object> immutableValues() {
		return ValueSamples.immutable();
	}

	@ParameterizedTest
	@MethodSource("values")
	void comesBackAsItself(Object value) {
		assertComesBack(value);
	}

	@ParameterizedTest
	@MethodSource("values")
	void comesBackFromInsideEveryCollection(Object value) {
		assertComesBack(Arrays.asList(value, null, List.of(value)));
		assertComesBack(Map.of("k", value, "m", Map.of("deep", value)));
		assertComesBack(Set.of(value));
		assertComesBack(Map.of(value, value));
		assertComesBack(Optional.of(value));
		assertComesBack(List.of(Optional.of(Set.of(Map.of(value, List.of(value))))));
	}

	@ParameterizedTest
	@MethodSource("values")
	void comesBackFromInsideObjects(Object value) {
		Number number = (value instanceof Number n) ? n : null;
		assertComesBack(new Shop.Anything(value, number, List.of(value), Map.of("k", value)));
		assertComesBack(new Shop.Pair<>(value, List.of(new Shop.Pair<>(value, null))));
		Shop.JavaBean bean = new Shop.JavaBean();
		bean.setAnything(value);
		assertComesBack(bean);
		Shop.Open open = new Shop.Open();
		open.other("k", value);
		open.other("l", List.of(value));
		assertComesBack(open);
		assertComesBack(new Shop.Tags(List.of(value)));
	}

	@ParameterizedTest
	@MethodSource("values")
	void comesBackFromInsideArrays(Object value) {
		Object[] array = (Object[]) Array.newInstance(value.getClass().isEnum() ? value.getClass() : Object.class, 2);
		array[0] = value;
		assertThat(roundTrip(array)).isEqualTo(array).hasSameClassAs(array);
	}

	@ParameterizedTest
	@MethodSource("immutableValues")
	void isImmutable(Object value) {
		assertThat(ValueCodec.isImmutable(value)).isTrue();
	}

	@Test
	void nullIsImmutableAndComesBack() {
		assertThat(ValueCodec.isImmutable(null)).isTrue();
		assertThat(encoded(null)).isEqualTo("null");
		assertThat(roundTrip(null)).isNull();
	}

	@Test
	void whatCanChangeIsNotImmutable() {
		Stream
			.of(new Date(), new int[0], new Object[0], List.of(), Set.of(), Map.of(), Optional.of("x"),
					new Shop.Empty(), new Object())
			.forEach((value) -> assertThat(ValueCodec.isImmutable(value)).isFalse());
	}

	@Test
	void plainJsonIsPlain() {
		assertThat(encoded("x")).isEqualTo("\"x\"");
		assertThat(encoded(5)).isEqualTo("5");
		assertThat(encoded(true)).isEqualTo("true");
		assertThat(encoded(5.0)).isEqualTo("5.0");
		assertThat(encoded(Arrays.asList(1, "a", null))).isEqualTo("[1,\"a\",null]");
		assertThat(encoded(Map.of("k", List.of(1.5)))).isEqualTo("{\"k\":[1.5]}");
	}

	@Test
	void everythingElseIsTagged() {
		assertThat(encoded(5L)).isEqualTo("{\"@long\":5}");
		assertThat(encoded(Double.NaN)).isEqualTo("{\"@double\":\"NaN\"}");
		assertThat(encoded(1.5f)).isEqualTo("{\"@float\":1.5}");
		assertThat(encoded('x')).isEqualTo("{\"@char\":\"x\"}");
		assertThat(encoded(new byte[] { 1, 2 })).isEqualTo("{\"@bytes\":\"AQI=\"}");
		assertThat(encoded(new int[] { 1, 2 })).isEqualTo("{\"@int[]\":[1,2]}");
		assertThat(encoded(new int[][] { { 1 } })).isEqualTo("{\"@array:int[]\":[{\"@int[]\":[1]}]}");
		assertThat(encoded(Set.of(1))).isEqualTo("{\"@set\":[1]}");
		assertThat(encoded(Map.of(1, 2))).isEqualTo("{\"@map\":[[1,2]]}");
		assertThat(encoded(Map.of("@k", 2))).isEqualTo("{\"@map\":[[\"@k\",2]]}");
		assertThat(encoded(Optional.empty())).isEqualTo("{\"@optional\":[]}");
		assertThat(encoded(Instant.EPOCH)).isEqualTo("{\"@time:Instant\":\"1970-01-01T00:00:00Z\"}");
		assertThat(encoded(new UUID(0, 1))).isEqualTo("{\"@uuid\":\"00000000-0000-0000-0000-000000000001\"}");
		assertThat(encoded(DayOfWeek.MONDAY)).isEqualTo("{\"@enum:java.time.DayOfWeek\":\"MONDAY\"}");
		assertThat(encoded(Shop.Color.GREEN)).isEqualTo("{\"@enum:io.zproc.protocol.shop.Shop$Color\":\"GREEN\"}");
		assertThat(encoded(new Shop.Line("a", 1, null)))
			.isEqualTo("{\"@type:io.zproc.protocol.shop.Shop$Line\":{\"article\":\"a\",\"color\":null,\"count\":1}}");
	}

	@Test
	void listsComeBackAsArrayLists() {
		for (List<?> list : List.<List<?>>of(List.of(), List.of(1), Arrays.asList(1, null),
				new LinkedList<>(List.of(1)), Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
				new ArrayList<>(List.of(1, 2, 3)).subList(1, 2), Collections.nCopies(3, 5L))) {
			assertThat(roundTrip(list)).isEqualTo(list).isExactlyInstanceOf(ArrayList.class);
		}
	}

	@Test
	void setsComeBackAsLinkedHashSets() {
		for (Set<?> set : List.of(Set.of(), Set.of(1), new HashSet<>(Arrays.asList(1L, null)),
				EnumSet.of(DayOfWeek.MONDAY), new TreeSet<>(List.of("b", "a")), new LinkedHashSet<>(List.of(3, 1, 2)),
				Map.of(1, 2).keySet())) {
			assertThat(roundTrip(set)).isEqualTo(set).isExactlyInstanceOf(LinkedHashSet.class);
		}
	}

	@Test
	void mapsComeBackAsLinkedHashMaps() {
		Map<Object, Object> nulls = new HashMap<>();
		nulls.put(null, null);
		Map<Object, Object> mixed = new LinkedHashMap<>();
		mixed.put("a", 1);
		mixed.put("@long", 5L);
		mixed.put(List.of(1), Set.of(2));
		for (Map<?, ?> map : List.of(Map.of(), Map.of("k", 1), Map.of("@long", 5), Map.of(1L, 2), nulls, mixed,
				new TreeMap<>(Map.of("b", 1, "a", 2)), new ConcurrentHashMap<>(Map.of("k", 1)),
				new EnumMap<>(Map.of(DayOfWeek.MONDAY, 1)), Map.of("x".repeat(60_000), 1), Map.of("", 1))) {
			assertThat(roundTrip(map)).isEqualTo(map).isExactlyInstanceOf(LinkedHashMap.class);
		}
	}

	@Test
	void collectionsKeepTheirOrder() {
		List<Integer> numbers = IntStream.range(0, 1000)
			.boxed()
			.sorted(Comparator.comparing(Integer::toBinaryString))
			.toList();
		assertThat((Set<?>) roundTrip(new LinkedHashSet<>(numbers)))
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.collection(Object.class))
			.containsExactlyElementsOf(numbers);
		TreeSet<Integer> reversed = new TreeSet<>(Comparator.reverseOrder());
		reversed.addAll(numbers);
		assertThat(new ArrayList<>((Set<?>) roundTrip(reversed))).isEqualTo(new ArrayList<>(reversed));
	}

	@Test
	void dequeComesBackAsDeque() {
		Object read = roundTrip(new ArrayDeque<>(List.of(1L, 2)));
		assertThat(read).isExactlyInstanceOf(ArrayDeque.class);
		assertThat(List.copyOf((ArrayDeque<?>) read)).isEqualTo(List.of(1L, 2));
	}

	@Test
	void arraysComeBackAsArraysOfTheSameType() {
		for (Object array : List.of(new byte[] { 1, -1 }, new short[] { 1, Short.MIN_VALUE }, new int[] { 1 },
				new int[0], new long[] { Long.MIN_VALUE, Long.MAX_VALUE },
				new float[] { 0.1f, -0.0f, Float.NaN, Float.MIN_VALUE },
				new double[] { 0.1, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1.0 / 3 },
				new boolean[] { true, false }, new char[] { 'x', '\ud800', '\0' }, new String[] { "a", null },
				new Object[] { 1L, new int[] { 1 }, null }, new Long[] { 1L }, new Number[] { 1, 2.5f },
				new int[][] { { 1 }, null }, new Instant[] { Instant.EPOCH }, new DayOfWeek[] { DayOfWeek.MONDAY },
				new Shop.Color[] { Shop.Color.GREEN }, new Shop.Line[][] { { new Shop.Line("a", 1, null) } },
				new Shop.Shape[] { new Shop.Circle(1) }, new List<?>[] { List.of(1) })) {
			Object read = roundTrip(array);
			assertThat(read).hasSameClassAs(array);
			assertThat(Arrays.deepEquals(new Object[] { read }, new Object[] { array })).isTrue();
		}
	}

	@Test
	void whatIsReadCanBeChanged() {
		@SuppressWarnings("unchecked")
		Map<String, List<Object>> read = (Map<String, List<Object>>) roundTrip(Map.of("k", List.of(1)));
		read.get("k").add(2);
		read.put("l", new ArrayList<>());
		assertThat(read).isEqualTo(Map.of("k", List.of(1, 2), "l", List.of()));
	}

	@Test
	void hugeStringAndBytesComeBack() {
		String text = "x".repeat(64 * 1024 * 1024);
		assertThat(this.codec.decode("k", this.codec.encode("k", text)).equals(text)).isTrue();
		byte[] bytes = new byte[40 * 1024 * 1024];
		assertThat(Arrays.equals((byte[]) this.codec.decode("k", this.codec.encode("k", bytes)), bytes)).isTrue();
	}

	@Test
	void manyNumbersComeBack() {
		List<Integer> list = IntStream.range(0, 100_000).boxed().toList();
		assertThat(roundTrip(list)).isEqualTo(list);
		Map<String, Integer> map = new HashMap<>();
		list.forEach((i) -> map.put("key-" + i, i));
		assertThat(roundTrip(map)).isEqualTo(map);
	}

	private void assertComesBack(Object value) {
		assertThat(roundTrip(value)).isEqualTo(value);
	}

	private Object roundTrip(Object value) {
		byte[] encoded = this.codec.encode("k", value);
		Object decoded = this.codec.decode("k", encoded);
		assertThat(this.codec.encode("k", decoded)).isEqualTo(encoded);
		return decoded;
	}

	private String encoded(Object value) {
		return new String(this.codec.encode("k", value), StandardCharsets.UTF_8);
	}

}
