package io.zproc.protocol;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value what a reader asks for where nothing is lost: numbers, the kinds of
 * collections, and maps that hold the properties of an object.
 */
final class ValueConversion {

	private final ApplicationObjects objects;

	ValueConversion(ApplicationObjects objects) {
		this.objects = objects;
	}

	/**
	 * Converts a value.
	 * @return the converted value; the same object when it is of the type already
	 */
	@Nullable Object convert(@Nullable Object value, JavaType type) {
		if (value == null || type.isJavaLangObject()) {
			return value;
		}
		if (type.isCollectionLikeType() && value instanceof Collection<?> collection) {
			return convertCollection(collection, type);
		}
		if (type.isMapLikeType() && value instanceof Map<?, ?> map) {
			return convertMap(map, type);
		}
		return convertSingle(value, type);
	}

	private @Nullable Object convertSingle(Object value, JavaType type) {
		Class<?> wanted = MethodType.methodType(type.getRawClass()).wrap().returnType();
		if (wanted.isInstance(value)) {
			return value;
		}
		if (value instanceof Number number && NumberConversion.isTarget(wanted)) {
			Number converted = NumberConversion.convert(number, wanted);
			if (converted != null) {
				return converted;
			}
			throw new ValueRefusedException("the " + value.getClass().getTypeName() + " " + abbreviate(value)
					+ " cannot be read as " + wanted.getTypeName() + " without losing something");
		}
		if (value instanceof Optional<?> optional) {
			// A getter may return an Optional of what its field and constructor hold.
			return convert(optional.orElse(null), type);
		}
		if (value instanceof Map<?, ?> map && this.objects.isObject(wanted)) {
			return convertObject(map, type);
		}
		throw new ValueRefusedException(otherType(value, type).reason());
	}

	/** Why a value of one type is not read as another. */
	static Refusal otherType(Object value, JavaType type) {
		Class<?> wanted = MethodType.methodType(type.getRawClass()).wrap().returnType();
		return new Refusal("", "a " + value.getClass().getTypeName() + " cannot be read as " + wanted.getTypeName());
	}

	/** The digits of a huge number do not belong in a message. */
	private static String abbreviate(Object number) {
		String text = number.toString();
		return (text.length() <= 40) ? text : text.substring(0, 40) + "...";
	}

	private @Nullable Object convertObject(Map<?, ?> map, JavaType type) {
		if (!map.keySet().stream().allMatch(String.class::isInstance)) {
			throw new ValueRefusedException(
					"a map with keys that are not strings cannot be read as " + type.getRawClass().getName());
		}
		try {
			return this.objects.fromMap(map, type);
		}
		catch (IOException ex) {
			throw new ValueRefusedException(
					"the map cannot be read as " + type.getRawClass().getName() + ": " + Refusal.of(ex).reason(), ex);
		}
	}

	private Object convertCollection(Collection<?> collection, JavaType type) {
		List<@Nullable Object> elements = new ArrayList<>(collection.size());
		boolean same = type.getRawClass().isInstance(collection);
		for (Object element : collection) {
			Object converted = convertInside("[" + elements.size() + "]", element, type.getContentType());
			same &= (converted == element);
			elements.add(converted);
		}
		if (same) {
			return collection;
		}
		Collection<@Nullable Object> wanted = new UsualCollections(this.objects).collection(collection, type);
		wanted.addAll(elements);
		return wanted;
	}

	@SuppressWarnings("NullAway") // The keys of a map may be null, as in a HashMap.
	private Object convertMap(Map<?, ?> map, JavaType type) {
		List<@Nullable Object> keys = new ArrayList<>(map.size());
		List<@Nullable Object> values = new ArrayList<>(map.size());
		boolean same = type.getRawClass().isInstance(map);
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			Object key = convertInside("[key " + keys.size() + "]", entry.getKey(), type.getKeyType());
			Object value = convertInside("[" + entry.getKey() + "]", entry.getValue(), type.getContentType());
			same &= (key == entry.getKey() && value == entry.getValue());
			keys.add(key);
			values.add(value);
		}
		if (same) {
			return map;
		}
		Map<Object, @Nullable Object> wanted = new UsualCollections(this.objects).map(map, type);
		for (int i = 0; i < keys.size(); i++) {
			wanted.put(keys.get(i), values.get(i));
		}
		return wanted;
	}

	private @Nullable Object convertInside(String segment, @Nullable Object value, JavaType type) {
		try {
			return convert(value, type);
		}
		catch (ValueRefusedException ex) {
			throw ex.inside(segment);
		}
	}

}
