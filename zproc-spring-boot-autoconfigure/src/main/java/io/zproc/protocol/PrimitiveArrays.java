package io.zproc.protocol;

import java.lang.reflect.Array;
import java.util.List;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The arrays of primitives: Jackson writes and reads them without boxing.
 */
final class PrimitiveArrays {

	private static final int MAX_LENGTH = ApplicationObjects.MAX_STRING / 4 * 3;

	private static final ObjectMapper MAPPER = JsonMapper.builder()
		.disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
		.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
		.build();

	static final List<JdkValueType<?>> TYPES = List.of(array("@bytes", byte[].class),
			array("@boolean[]", boolean[].class), array("@char[]", char[].class), array("@short[]", short[].class),
			array("@int[]", int[].class), array("@long[]", long[].class), array("@float[]", float[].class),
			array("@double[]", double[].class));

	private PrimitiveArrays() {
	}

	private static <T> JdkValueType<T> array(String tag, Class<T> type) {
		return new JdkValueType<>(tag, type, (generator, value) -> MAPPER.writeValue(generator, bounded(value)),
				(parser) -> MAPPER.readValue(parser, type));
	}

	/** Bytes take a third more as Base64, which is read as one string. */
	private static Object bounded(Object array) {
		int length = Array.getLength(array);
		if (length > MAX_LENGTH) {
			throw new ValueRefusedException(
					"an array of " + length + " elements (expected: at most " + MAX_LENGTH + ")");
		}
		return array;
	}

}
