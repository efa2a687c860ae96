package io.zproc.protocol;

import java.io.File;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zproc.ZProcException;
import io.zproc.protocol.shop.Shop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValueRefusalTests {

	private static final String SHOP = "io.zproc.protocol.shop.Shop";

	private static boolean initialized;

	private final ValueCodec codec = new ValueCodec(List.of("io.zproc.protocol.shop"), getClass().getClassLoader());

	/** In no package of the application. */
	record Outsider(int value) {

		static {
			initialized = true;
		}

	}

	enum OutsideEnum {

		A

	}

	@Test
	void classOutsideTheAllowListIsRefusedAtPut() {
		assertRefused(new Outsider(1), "'k'", "ValueRefusalTests$Outsider", "zproc.state.allowed-packages");
		assertRefused(OutsideEnum.A, "'k'", "OutsideEnum", "zproc.state.allowed-packages");
		assertRefused(new Outsider[0], "'k'", "Outsider", "zproc.state.allowed-packages");
		assertRefused(new Object(), "'k'", "java.lang.Object");
		assertRefused(String.class, "'k'", "java.lang.Class");
	}

	@Test
	void classOfTheJdkIsRefusedWithoutBadAdvice() {
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.codec.encode("result of worker odd-1", new ReentrantLock()))
			.withMessage("The value of 'result of worker odd-1' (a java.util.concurrent.locks.ReentrantLock) cannot be"
					+ " written: class java.util.concurrent.locks.ReentrantLock is no value type of the JDK, and cannot"
					+ " be a value; use another type");
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.codec.encode("k", List.of(Thread.currentThread())))
			.withMessageContaining("at [0]: class java.lang.Thread is no value type")
			.withMessageNotContaining("allowed-packages");
	}

	@ParameterizedTest
	@ValueSource(classes = { int.class, Integer.class, Number.class, Object.class, String.class, CharSequence.class,
			ZoneId.class, Enum.class, DayOfWeek.class, Optional.class, byte[].class, int[][].class, Object[].class,
			List.class, ArrayList.class, Properties.class, Runnable.class, Exception.class, InputStream.class,
			Shop.Line.class, Shop.Shape.class, Shop.Color.class, Shop.Line[].class, ObjectMapper.class })
	void typeMayBeThatOfAValue(Class<?> type) {
		assertThat(this.codec.canBeValue(type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { Thread.class, ReentrantLock.class, AtomicLong.class, Class.class, StringBuilder.class,
			Random.class, File.class, Thread[][].class, Outsider.class, OutsideEnum.class, Outsider[].class })
	void typeIsNeverThatOfAValue(Class<?> type) {
		assertThat(this.codec.canBeValue(type)).isFalse();
	}

	@Test
	void whatChangesUnderneathIsRefused() {
		assertRefused(new AtomicInteger(), "AtomicInteger");
		assertRefused(new AtomicLong(), "AtomicLong");
		assertRefused(new BitSet(), "BitSet");
		assertRefused(new PriorityQueue<>(List.of(1)), "PriorityQueue", "copy it into one");
		assertRefused(Map.of(1, 2).values(), "neither a List, a Set nor an ArrayDeque");
	}

	@Test
	void messageSaysWhereInTheValue() {
		assertRefused(Map.of("a", List.of(1, new Outsider(1))), "at a[1]:");
		assertRefused(List.of(List.of(new Outsider(1))), "at [0][0]:");
		assertRefused(new Shop.Anything(null, null, List.of(1, Map.of("b", new Outsider(1))), null), "at list[1].b:");
		assertRefused(Set.of(new Outsider(1)), "at [0]:");
	}

	@Test
	void numberTooLongIsRefused() {
		assertRefused(BigInteger.TEN.pow(200_000), "200001 digits");
	}

	@Test
	void arrayTooLongToBeReadIsRefused() {
		assertRefused(new byte[80 * 1024 * 1024], "an array of 83886080 elements");
	}

	@Test
	void localeThatIsNoLanguageTagIsRefused() {
		assertRefused(new Locale("no", "NO", "NY"), "no_NO_NY");
	}

	@Test
	void cyclesAreRefused() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertRefused(list, "'k'", "does it contain itself");
		Map<String, Object> map = new HashMap<>();
		map.put("self", List.of(map));
		assertRefused(map, "'k'", "does it contain itself");
		Object[] array = new Object[1];
		array[0] = array;
		assertRefused(array, "'k'", "does it contain itself");
	}

	@Test
	void deepListComesBackAndDeeperOneIsRefused() {
		assertThat(this.codec.decode("k", this.codec.encode("k", nested(500)))).isEqualTo(nested(500));
		assertRefused(nested(501), "nested deeper than 500 levels");
	}

	private static Object nested(int levels) {
		List<Object> list = new ArrayList<>();
		for (int i = 1; i < levels; i++) {
			list = new ArrayList<>(List.of(list));
		}
		return list;
	}

	@Test
	void packageIsNoPrefix() {
		for (String name : List.of("io.zproc.protocol.sho", "io.zproc.protocol.shop.Shop", "o.zproc", "zproc", "")) {
			ValueCodec other = new ValueCodec(List.of(name), getClass().getClassLoader());
			assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> other.encode("k", new Shop.Empty()));
			assertThatExceptionOfType(ZProcException.class)
				.isThrownBy(() -> other.decode("k", bytes("{\"@type:" + SHOP + "$Empty\":{}}")));
		}
		ValueCodec above = new ValueCodec(List.of("org.else", "io.zproc"), getClass().getClassLoader());
		assertThat(above.decode("k", above.encode("k", new Outsider(1)))).isEqualTo(new Outsider(1));
	}

	@Test
	void classOutsideTheAllowListIsNeverLoaded() {
		List<String> asked = new ArrayList<>();
		ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {
			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				asked.add(name);
				return super.loadClass(name, resolve);
			}
		};
		ValueCodec watched = new ValueCodec(List.of("io.zproc.protocol.shop"), loader);
		for (String tag : List.of("@type:org.evil.Gadget", "@enum:org.evil.Gadget", "@array:org.evil.Gadget",
				"@type:java.net.URL", "@type:[Lorg.evil.Gadget;", "@array:java.lang.Runtime",
				"@type:io.zproc.protocol.shopping.Gadget")) {
			for (String payload : List.of("{}", "[]", "\"x\"", "null", "1")) {
				assertNotDecoded(watched, "{\"" + tag + "\":" + payload + "}");
			}
		}
		assertThat(asked).noneMatch((name) -> name.contains("Gadget") || name.contains("URL"));
	}

	@Test
	void refusedClassIsNotInitialized() {
		initialized = false;
		assertNotDecoded("{\"@type:io.zproc.protocol.ValueRefusalTests$NeverInitialized\":{}}");
		assertNotDecoded("{\"@enum:io.zproc.protocol.ValueRefusalTests$NeverInitialized\":\"A\"}");
		assertThat(initialized).isFalse();
	}

	static class NeverInitialized {

		static {
			initialized = true;
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "nul", "NaN", "Infinity", "'x'", "\"x", "\"\\x\"", "[", "[1", "[1,]", "[,]", "]",
			"{", "{\"a\"", "{\"a\":", "{\"a\":1", "{a:1}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "1 2", "[] []", "1e999",
			"-1e999", "2147483648", "-2147483649", "01", "+1", ".5", "/* c */ 1", "{\"@\":1}", "{\"@unknown\":1}",
			"{\"@long\":1,\"@long\":2}", "{\"@long\":1,\"a\":2}", "{\"a\":1,\"@long\":2}", "{\"@long\":1.5}",
			"{\"@long\":\"1\"}", "{\"@long\":null}", "{\"@long\":9223372036854775808}", "{\"@short\":32768}",
			"{\"@byte\":-129}", "{\"@float\":\"x\"}", "{\"@double\":\"1.5\"}", "{\"@double\":{}}", "{\"@char\":\"\"}",
			"{\"@char\":\"xy\"}", "{\"@char\":1}", "{\"@bytes\":\"*\"}", "{\"@bytes\":[{}]}", "{\"@bytes\":null}",
			"{\"@int[]\":null}", "{\"@int[]\":[1.5]}", "{\"@int[]\":[\"1\"]}", "{\"@int[]\":{}}", "{\"@bigint\":\"x\"}",
			"{\"@decimal\":\"\"}", "{\"@uuid\":\"x\"}", "{\"@set\":1}", "{\"@set\":[1,1]}", "{\"@set\":[1}",
			"{\"@map\":{}}", "{\"@map\":[1]}", "{\"@map\":[[1]]}", "{\"@map\":[[1,2,3]]}", "{\"@map\":[[1,2],[1,3]]}",
			"{\"@optional\":[1,2]}", "{\"@optional\":[null]}", "{\"@deque\":[null]}", "{\"@date\":\"x\"}",
			"{\"@time:Instant\":\"x\"}", "{\"@time:Instant\":1}", "{\"@time:Year\":1000000000000}",
			"{\"@time:ZoneId\":\"No/Where\"}", "{\"@time:Nothing\":\"x\"}", "{\"@currency\":\"\"}", "{\"@uri\":\" \"}",
			"{\"@enum:java.time.DayOfWeek\":\"SOMEDAY\"}", "{\"@enum:java.time.DayOfWeek\":1}",
			"{\"@enum:java.lang.String\":\"x\"}", "{\"@enum:java.lang.Missing\":\"x\"}", "{\"@enum:\":\"x\"}",
			"{\"@type:\":{}}", "{\"@type:" + SHOP + "$Missing\":{}}", "{\"@type:" + SHOP + "$Line\":null}",
			"{\"@type:" + SHOP + "$Line\":[]}", "{\"@type:" + SHOP + "$Line\":5}",
			"{\"@type:" + SHOP + "$Color\":\"RED\"}", "{\"@type:" + SHOP + "$Shape\":{}}",
			"{\"@type:" + SHOP + "$Lines\":[]}", "{\"@type:" + SHOP + "$ByState\":{}}",
			"{\"@type:" + SHOP + "$Positive\":{\"value\":-1}}", "{\"@type:" + SHOP + "$Line\":{\"color\":\"RED\"}}",
			"{\"@type:" + SHOP + "$Line\":{\"count\":{\"@type:" + SHOP + "$Line\":{}}}}", "{\"@array:\":[]}",
			"{\"@array:void\":[]}", "{\"@array:int\":[1.5]}", "{\"@array:int\":[null]}",
			"{\"@array:java.lang.String\":[1]}", "{\"@array:java.lang.String\":1}", "{\"@array:java.lang.Thread\":[]}",
			"{\"@array:[]\":[]}" })
	void malformedBytesAreRefused(String json) {
		assertNotDecoded(json);
	}

	@Test
	void hostileDepthIsRefused() {
		for (String opening : List.of("[", "{\"a\":", "{\"@set\":[", "{\"@map\":[[", "{\"@optional\":[",
				"{\"@array:java.lang.Object\":[", "{\"@type:" + SHOP + "$Node\":{\"next\":",
				"{\"@type:" + SHOP + "$Tags\":[", "{\"@int[]\":[")) {
			assertNotDecoded(opening.repeat(100_000));
		}
		assertNotDecoded("{\"@array:int" + "[]".repeat(10_000) + "\":[]}");
	}

	@Test
	void hostileNumbersAreRefused() {
		String digits = "9".repeat(2_000_000);
		for (String json : List.of(digits, "1." + digits, "{\"@long\":" + digits + "}",
				"{\"@bigint\":\"" + digits + "\"}", "{\"@decimal\":\"" + digits + "\"}",
				"{\"@int[]\":[" + digits + "]}", "{\"@double\":" + digits + ".5}")) {
			assertNotDecoded(json);
		}
	}

	@Test
	void randomBytesNeverEscape() {
		Random random = new Random(42);
		byte[] valid = this.codec.encode("k",
				new Shop.Anything(5L, 1.5f, List.of(new Shop.Line("a", 1, Shop.Color.RED), Set.of(new int[] { 1 })),
						Map.of("k", Map.of(1, "x\u20ac"))));
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = Arrays.copyOf(valid, (i % 2 == 0) ? valid.length : random.nextInt(valid.length));
			for (int flips = random.nextInt(3); flips >= 0 && bytes.length > 0; flips--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			assertDecodedOrRefused(bytes);
			random.nextBytes(bytes);
			assertDecodedOrRefused(bytes);
		}
	}

	private void assertDecodedOrRefused(byte[] bytes) {
		try {
			this.codec.decode("k", bytes);
		}
		catch (ZProcException ex) {
			assertThat(ex).hasMessageContaining("'k'");
		}
	}

	private void assertNotDecoded(String json) {
		assertNotDecoded(this.codec, json);
	}

	private static void assertNotDecoded(ValueCodec codec, String json) {
		assertThatExceptionOfType(ZProcException.class).as(json.substring(0, Math.min(80, json.length())))
			.isThrownBy(() -> codec.decode("k", bytes(json)))
			.withMessageStartingWith("The value of 'k' cannot be read");
	}

	private void assertRefused(Object value, String... parts) {
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> this.codec.encode("k", value))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts).hasSizeLessThan(600));
	}

	private static byte[] bytes(String json) {
		return json.getBytes(StandardCharsets.UTF_8);
	}

}
