package io.zproc.protocol;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ValueWriter} writes, from the current token to the last one of the
 * value.
 */
final class ValueReader {

	private final ApplicationObjects objects;

	ValueReader(ApplicationObjects objects) {
		this.objects = objects;
	}

	@Nullable Object read(JsonParser parser) throws IOException {
		JsonToken token = parser.currentToken();
		if (token == null) {
			throw new ValueRefusedException("malformed: nothing there");
		}
		return switch (token) {
			case VALUE_NULL -> null;
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_STRING -> parser.getText();
			case VALUE_NUMBER_INT -> parser.getIntValue();
			case VALUE_NUMBER_FLOAT -> finite(Double.parseDouble(parser.getText()));
			case START_ARRAY -> readElements(parser);
			case START_OBJECT -> readMembers(parser);
			default -> throw new ValueRefusedException("malformed: " + token + " (expected: a value)");
		};
	}

	private static Double finite(double value) {
		if (Double.isInfinite(value)) {
			throw new ValueRefusedException("malformed: a number too large for a double");
		}
		return value;
	}

	private @Nullable Object readMembers(JsonParser parser) throws IOException {
		Map<Object, @Nullable Object> map = new LinkedHashMap<>();
		for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
			parser.nextToken();
			if (name.startsWith("@")) {
				return readOnlyMember(name, parser, map);
			}
			Object value = read(parser);
			putNew(map, name, value);
		}
		return map;
	}

	private Object readOnlyMember(String tag, JsonParser parser, Map<?, ?> before) throws IOException {
		if (before.isEmpty()) {
			Object value = readTagged(tag, parser);
			if (value != null && parser.nextToken() == JsonToken.END_OBJECT) {
				return value;
			}
		}
		throw new ValueRefusedException("malformed: the tag " + tag + " is not alone, or has no value");
	}

	private @Nullable Object readTagged(String tag, JsonParser parser) throws IOException {
		JdkValueType<?> type = JdkValueTypes.ofTag(tag);
		if (type != null) {
			return type.input().read(parser);
		}
		return switch (tag) {
			case "@set" -> readSet(parser);
			case "@deque" -> new ArrayDeque<>(readElements(parser));
			case "@map" -> readMap(parser);
			case "@optional" -> readOptional(parser);
			default -> readNamed(tag, parser);
		};
	}

	private @Nullable Object readNamed(String tag, JsonParser parser) throws IOException {
		if (tag.startsWith(ApplicationObjects.ENUM_TAG)) {
			return this.objects.enumConstant(tag, JdkValueType.text(parser));
		}
		if (tag.startsWith(ObjectArrays.TAG)) {
			return this.objects.arrays().create(tag, readElements(parser));
		}
		if (tag.startsWith(ApplicationObjects.TYPE_TAG)) {
			return this.objects.read(parser, tag);
		}
		throw new ValueRefusedException("unknown tag " + tag);
	}

	private List<@Nullable Object> readElements(JsonParser parser) throws IOException {
		JdkValueType.require(parser, JsonToken.START_ARRAY);
		List<@Nullable Object> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(read(parser));
		}
		return elements;
	}

	private Set<@Nullable Object> readSet(JsonParser parser) throws IOException {
		List<@Nullable Object> elements = readElements(parser);
		Set<@Nullable Object> set = new LinkedHashSet<>(elements);
		if (set.size() < elements.size()) {
			throw new ValueRefusedException("malformed: a set with equal elements");
		}
		return set;
	}

	private Map<Object, @Nullable Object> readMap(JsonParser parser) throws IOException {
		JdkValueType.require(parser, JsonToken.START_ARRAY);
		Map<Object, @Nullable Object> map = new LinkedHashMap<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			List<@Nullable Object> entry = readElements(parser);
			if (entry.size() != 2) {
				throw new ValueRefusedException("malformed: a map's entry with " + entry.size() + " parts");
			}
			putNew(map, entry.get(0), entry.get(1));
		}
		return map;
	}

	private Optional<Object> readOptional(JsonParser parser) throws IOException {
		List<@Nullable Object> elements = readElements(parser);
		if (elements.isEmpty()) {
			return Optional.empty();
		}
		Object element = elements.get(0);
		if (elements.size() > 1 || element == null) {
			throw new ValueRefusedException("malformed: an optional with several values, or null");
		}
		return Optional.of(element);
	}

	@SuppressWarnings("NullAway") // The keys of a map may be null, as in a HashMap.
	private static void putNew(Map<Object, @Nullable Object> map, @Nullable Object key, @Nullable Object value) {
		int size = map.size();
		map.put(key, value);
		if (map.size() == size) {
			throw new ValueRefusedException("malformed: a map with equal keys");
		}
	}

}
