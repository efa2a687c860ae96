package io.zproc.protocol;

import java.io.IOException;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/**
 * A value type of the JDK that carries a tag, and how the value behind the tag is written
 * and read.
 *
 * @param <T> the type
 * @param tag the tag, which begins with {@code @}
 * @param type the exact class
 * @param output writes the value behind the tag
 * @param input reads it, from the current token
 */
record JdkValueType<T>(String tag, Class<T> type, Output<T> output, Input<T> input) {

	static <T> JdkValueType<T> text(String tag, Class<T> type, Function<T, String> format, Function<String, T> parse) {
		return new JdkValueType<>(tag, type, (generator, value) -> generator.writeString(format.apply(value)),
				(parser) -> parse.apply(text(parser)));
	}

	static <T> JdkValueType<T> integral(String tag, Class<T> type, ToLongFunction<T> number, LongFunction<T> create) {
		return new JdkValueType<>(tag, type, (generator, value) -> generator.writeNumber(number.applyAsLong(value)),
				(parser) -> create.apply(integral(parser)));
	}

	static String text(JsonParser parser) throws IOException {
		require(parser, JsonToken.VALUE_STRING);
		return parser.getText();
	}

	private static long integral(JsonParser parser) throws IOException {
		require(parser, JsonToken.VALUE_NUMBER_INT);
		return parser.getLongValue();
	}

	static void require(JsonParser parser, JsonToken expected) {
		if (parser.currentToken() != expected) {
			throw new ValueRefusedException("malformed: " + parser.currentToken() + " (expected: " + expected + ")");
		}
	}

	void write(JsonGenerator generator, Object value) throws IOException {
		generator.writeStartObject();
		generator.writeFieldName(this.tag);
		this.output.write(generator, this.type.cast(value));
		generator.writeEndObject();
	}

	/**
	 * Writes a value.
	 *
	 * @param <T> its type
	 */
	interface Output<T> {

		void write(JsonGenerator generator, T value) throws IOException;

	}

	/**
	 * Reads a value.
	 *
	 * @param <T> its type
	 */
	interface Input<T> {

		T read(JsonParser parser) throws IOException;

	}

}
