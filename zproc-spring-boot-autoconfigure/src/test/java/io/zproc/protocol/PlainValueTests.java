package io.zproc.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link PlainValue} says what the JSON parser and generator say, or nothing.
 */
class PlainValueTests {

	private final ValueCodec codec = new ValueCodec(List.of(), PlainValueTests.class.getClassLoader());

	static Stream<Object> plain() {
		return Stream.of("", "a", "plain text, with 'quotes' and /slashes/ & <tags>", "~ ", "x".repeat(1000), 0, 7, 10,
				999_999_999);
	}

	static Stream<Object> others() {
		return Stream.of("\"", "back\\slash", "line\nbreak", "tab\t", "\u0000", "\u007f", "\u00e4", "\u20ac",
				"\ud83c\udf6a", "x".repeat(2000), 5L, true, 1.5, List.of(1));
	}

	@ParameterizedTest
	@MethodSource("plain")
	void readsAndWritesWhatTheParserReadsAndWrites(Object value) {
		byte[] written = PlainValue.write(value);
		assertThat(written).isEqualTo(inList(value));
		assertThat(PlainValue.read(written)).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("others")
	void leavesTheOthersToTheParser(Object value) {
		assertThat(PlainValue.write(value)).isNull();
		byte[] encoded = this.codec.encode("k", value);
		assertThat(PlainValue.read(encoded)).isNull();
		assertThat(this.codec.decode("k", encoded)).isEqualTo(value);
	}

	@Test
	void findsWhatIsNotPlainAtEachPlace() {
		for (int value = 0; value < 256; value++) {
			boolean isPlain = value >= ' ' && value < 0x7F && value != '"' && value != '\\';
			for (int place = 1; place <= 20; place++) {
				byte[] encoded = ("\"" + "~ ".repeat(10) + "\"").getBytes(StandardCharsets.UTF_8);
				encoded[place] = (byte) value;
				assertThat(PlainValue.read(encoded)).as("byte %d at %d", value, place)
					.isEqualTo(isPlain ? new String(encoded, 1, 20, StandardCharsets.US_ASCII) : null);
			}
		}
	}

	@Test
	void numbersOfAllSizesAreIntegers() {
		for (int value : new int[] { -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1_000_000_000 }) {
			assertThat(this.codec.decode("k", this.codec.encode("k", value))).isEqualTo(value);
		}
	}

	@Test
	void readsNothingThatIsNoJson() {
		for (String json : List.of("", "\"", "\"a", "a", "\"a\"b\"", "\"a\"\"", "01", "00", "1 ", " 1", "+1", "-",
				"\"a\\\"", "1234567890", "null")) {
			assertThat(read(json)).as(json).isNull();
		}
	}

	private static @Nullable Object read(String json) {
		return PlainValue.read(json.getBytes(StandardCharsets.UTF_8));
	}

	/** In a list a value is always written by the generator. */
	private byte[] inList(Object value) {
		String list = new String(this.codec.encode("k", List.of(value)), StandardCharsets.UTF_8);
		return list.substring(1, list.length() - 1).getBytes(StandardCharsets.UTF_8);
	}

}
