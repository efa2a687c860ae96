package io.zproc.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.zproc.ZProcException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link UntaggedJson}.
 */
@SuppressWarnings("JavaUtilDate") // Applications have them.
class UntaggedJsonTests {

	private final ValueCodec codec = new ValueCodec(List.of("io.zproc.protocol"), getClass().getClassLoader());

	private Object shown(Object value) {
		return UntaggedJson.read("key", this.codec.encode("key", value));
	}

	private static Object read(String json) {
		return UntaggedJson.read("key", json.getBytes(StandardCharsets.UTF_8));
	}

	static List<Arguments> values() {
		UUID id = UUID.randomUUID();
		return List.of(arguments(null, null), arguments("text", "text"), arguments(true, true), arguments(5, 5),
				arguments(0.5, 0.5), arguments(5L, 5L), arguments(1L << 40, 1L << 40), arguments('c', "c"),
				arguments(Double.NaN, "NaN"), arguments(new BigInteger("12"), new BigInteger("12")),
				arguments(new BigDecimal("1.50"), new BigDecimal("1.50")),
				arguments(new BigDecimal("1E+400"), "1E+400"), arguments(LocalDate.of(2026, 2, 3), "2026-02-03"),
				arguments(Duration.ofMinutes(1), "PT1M"), arguments(Instant.EPOCH, "1970-01-01T00:00:00Z"),
				arguments(new Date(0), "1970-01-01T00:00:00Z"), arguments(id, id.toString()),
				arguments(TimeUnit.DAYS, "DAYS"), arguments(Set.of(1L), List.of(1L)), arguments(Optional.of(1L), 1L),
				arguments(Optional.empty(), null), arguments(new int[] { 1, 2 }, List.of(1, 2)),
				arguments(new byte[] { 1 }, "AQ=="), arguments(new Long[] { 1L }, List.of(1L)),
				arguments(Arrays.asList(1L, null), Arrays.asList(1L, null)),
				arguments(Map.of("a", 1L), Map.of("a", 1L)), arguments(Map.of("@a", 1L), Map.of("@a", 1L)),
				arguments(Map.of(1, 5L), Map.of("1", 5L)),
				arguments(Map.of(List.of(1L), 5L), List.of(List.of(List.of(1L), 5L))));
	}

	@ParameterizedTest
	@MethodSource("values")
	void valueIsWhatItLooksLikeInJson(Object value, Object shown) {
		assertThat(shown(value)).isEqualTo(shown);
	}

	record Line(String article, BigDecimal price) {
	}

	record Order(long id, LocalDate placed, List<Line> lines, String note) {
	}

	@Test
	void recordIsAnObjectWithItsFields() {
		Order order = new Order(17, LocalDate.of(2026, 2, 3),
				new ArrayList<>(List.of(new Line("tea", new BigDecimal("1.50")))), null);
		Map<String, Object> expected = new java.util.HashMap<>();
		expected.put("id", 17L);
		expected.put("placed", "2026-02-03");
		expected.put("lines", List.of(Map.of("article", "tea", "price", new BigDecimal("1.50"))));
		expected.put("note", null);
		assertThat(shown(order)).isEqualTo(expected);
		assertThat(shown(Map.of("a", List.of(order)))).isEqualTo(Map.of("a", List.of(expected)));
	}

	@Test
	void classesThatAreNotThereAreShown() {
		assertThat(read("{\"@type:no.such.Type\":{\"@id\":{\"@enum:no.such.Enum\":\"A\"}}}"))
			.isEqualTo(Map.of("@id", "A"));
		assertThat(read("{\"@array:no.such.Type\":[1]}")).isEqualTo(List.of(1));
	}

	@Test
	void keysThatLookTheSameAreAllShown() {
		assertThat(read("{\"@map\":[[1,2],[\"1\",3]]}")).isEqualTo(List.of(List.of(1, 2), List.of("1", 3)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[1", "1 2", "tru", "{\"@long\":}", "{\"@long\":1,\"a\":2}",
			"{\"a\":2,\"@long\":1}", "{\"@map\":[1]}", "{\"@decimal\":1}", "{\"@set\":[1}" })
	void refusesWhatIsNoValue(String json) {
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> read(json))
			.withMessageStartingWith("The value of 'key' cannot be read: ");
	}

	@Test
	void refusesWhatIsTooDeep() {
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> read("[".repeat(100_000) + "]".repeat(100_000)))
			.withMessageContaining("nested deeper");
	}

}
