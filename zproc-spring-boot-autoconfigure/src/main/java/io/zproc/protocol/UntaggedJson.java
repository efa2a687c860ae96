package io.zproc.protocol;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an encoded value without its type tags, for people: an object of the
 * application is an object with its properties, a time is a text. Loads no class of the
 * application and makes none of its objects, so that values of classes that are not there
 * can be looked at.
 *
 * @since 0.1.0
 */
public final class UntaggedJson {

	private static final JsonFactory FACTORY = ApplicationObjects.factory();

	private static final Set<String> COLLECTION_TAGS = Set.of("@set", "@deque", "@map", "@optional");

	private static final List<String> TAG_PREFIXES = List.of(ApplicationObjects.TYPE_TAG, ApplicationObjects.ENUM_TAG,
			ObjectArrays.TAG);

	/** What everybody writes and reads as a number; others stay texts. */
	private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,300}(\\.[0-9]{1,300})?");

	private UntaggedJson() {
	}

	/**
	 * Reads an encoded value.
	 * @param key the key that it belongs to, named in the exception
	 * @param encoded its byte form
	 * @return {@code null}, a boolean, a number, a string, a list, or a map with string
	 * keys, and the same inside. A map whose keys are no texts that differ is a list of
	 * pairs
	 * @throws ZProcException if the bytes are no encoded value
	 */
	public static @Nullable Object read(String key, byte[] encoded) {
		try (JsonParser parser = FACTORY.createParser(encoded)) {
			parser.nextToken();
			Object value = read(parser);
			if (parser.nextToken() != null) {
				throw new ValueRefusedException("malformed: there is more after the value");
			}
			return value;
		}
		catch (IOException | RuntimeException ex) {
			throw new ZProcException("The value of '" + key + "' cannot be read: " + Refusal.of(ex), ex);
		}
	}

	private static @Nullable Object read(JsonParser parser) throws IOException {
		JsonToken token = parser.currentToken();
		if (token == null) {
			throw new ValueRefusedException("malformed: nothing there");
		}
		return switch (token) {
			case VALUE_NULL -> null;
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_STRING -> parser.getText();
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
			case START_ARRAY -> elements(parser);
			case START_OBJECT -> members(parser);
			default -> throw new ValueRefusedException("malformed: " + token + " (expected: a value)");
		};
	}

	private static List<@Nullable Object> elements(JsonParser parser) throws IOException {
		JdkValueType.require(parser, JsonToken.START_ARRAY);
		List<@Nullable Object> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(read(parser));
		}
		return elements;
	}

	private static @Nullable Object members(JsonParser parser) throws IOException {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
			parser.nextToken();
			if (isTag(name)) {
				return onlyMember(name, parser, members);
			}
			members.put(name, read(parser));
		}
		return members;
	}

	/** An object of the application may have other properties that begin like a tag. */
	private static boolean isTag(String name) {
		return name.startsWith("@") && (JdkValueTypes.ofTag(name) != null || COLLECTION_TAGS.contains(name)
				|| TAG_PREFIXES.stream().anyMatch(name::startsWith));
	}

	private static @Nullable Object onlyMember(String tag, JsonParser parser, Map<?, ?> before) throws IOException {
		if (before.isEmpty()) {
			Object value = tagged(tag, parser);
			if (parser.nextToken() == JsonToken.END_OBJECT) {
				return value;
			}
		}
		throw new ValueRefusedException("malformed: the tag " + tag + " is not alone");
	}

	private static @Nullable Object tagged(String tag, JsonParser parser) throws IOException {
		return switch (tag) {
			case "@map" -> map(elements(parser));
			case "@optional" -> elements(parser).stream().findFirst().orElse(null);
			case "@long" -> parser.getLongValue();
			case "@date" -> Instant.ofEpochMilli(parser.getLongValue()).toString();
			case "@bigint", "@decimal" -> number(JdkValueType.text(parser));
			default -> read(parser);
		};
	}

	private static Object number(String digits) {
		if (!NUMBER.matcher(digits).matches()) {
			return digits;
		}
		return (digits.indexOf('.') < 0) ? (Object) new BigInteger(digits) : new BigDecimal(digits);
	}

	private static Object map(List<@Nullable Object> pairs) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (Object pair : pairs) {
			if (!(pair instanceof List<?> parts) || parts.size() != 2) {
				throw new ValueRefusedException("malformed: a map's entry that is no pair");
			}
			Object key = parts.get(0);
			if (!(key instanceof List<?>) && !(key instanceof Map<?, ?>)) {
				map.put(String.valueOf(key), parts.get(1));
			}
		}
		return (map.size() == pairs.size()) ? map : pairs;
	}

}
