package io.zproc.protocol;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes one value: plain where JSON tells the type, tagged elsewhere. For one use, in
 * one thread.
 */
final class ValueWriter {

	private final ApplicationObjects objects;

	private boolean meetsApplication;

	ValueWriter(ApplicationObjects objects) {
		this.objects = objects;
	}

	/** Whether something of the application's own was written: it must be verified. */
	boolean meetsApplication() {
		return this.meetsApplication;
	}

	void write(JsonGenerator generator, @Nullable Object value) throws IOException {
		if (value == null) {
			generator.writeNull();
		}
		else if (value instanceof String text) {
			generator.writeString(bounded(text));
		}
		else if (value instanceof Boolean bool) {
			generator.writeBoolean(bool);
		}
		else if (value instanceof Integer number) {
			generator.writeNumber(number);
		}
		else if (value instanceof Double number && Double.isFinite(number)) {
			generator.writeNumber(number);
		}
		else {
			writeStructure(generator, value);
		}
	}

	private void writeStructure(JsonGenerator generator, Object value) throws IOException {
		if (value instanceof Map<?, ?> map) {
			this.meetsApplication |= this.objects.isApplication(map.getClass());
			writeMap(generator, map);
		}
		else if (value instanceof Collection<?> collection) {
			this.meetsApplication |= this.objects.isApplication(collection.getClass());
			writeCollection(generator, collection);
		}
		else if (value instanceof Enum<?> constant) {
			generator.writeStartObject();
			generator.writeFieldName(this.objects.enumTag(constant.getDeclaringClass()));
			generator.writeString(constant.name());
			generator.writeEndObject();
		}
		else {
			writeTagged(generator, value);
		}
	}

	private void writeTagged(JsonGenerator generator, Object value) throws IOException {
		JdkValueType<?> type = JdkValueTypes.ofClass(value.getClass());
		if (type != null) {
			type.write(generator, value);
		}
		else if (value instanceof Optional<?> optional) {
			writeElements(generator, "@optional", optional.stream().toList());
		}
		else if (value instanceof Object[] array) {
			writeElements(generator, this.objects.arrays().tag(array), Arrays.asList(array));
		}
		else {
			this.meetsApplication = true;
			String tag = this.objects.tag(value.getClass());
			generator.writeStartObject();
			generator.writeFieldName(tag);
			this.objects.write(generator, value);
			generator.writeEndObject();
		}
	}

	private void writeCollection(JsonGenerator generator, Collection<?> collection) throws IOException {
		if (collection instanceof List<?> list) {
			writeElements(generator, list);
		}
		else if (collection instanceof Set<?> set) {
			writeElements(generator, "@set", set);
		}
		else if (collection instanceof ArrayDeque<?> deque) {
			writeElements(generator, "@deque", deque);
		}
		else {
			throw new ValueRefusedException(
					collection.getClass().getName() + " is neither a List, a Set nor an ArrayDeque; copy it into one");
		}
	}

	private void writeElements(JsonGenerator generator, String tag, Collection<?> elements) throws IOException {
		generator.writeStartObject();
		generator.writeFieldName(tag);
		writeElements(generator, elements);
		generator.writeEndObject();
	}

	private void writeElements(JsonGenerator generator, Collection<?> elements) throws IOException {
		generator.writeStartArray();
		for (Object element : elements) {
			write(generator, element);
		}
		generator.writeEndArray();
	}

	private void writeMap(JsonGenerator generator, Map<?, ?> map) throws IOException {
		if (map.keySet().stream().allMatch(ValueWriter::isPlainKey)) {
			writeMembers(generator, map);
			return;
		}
		generator.writeStartObject();
		generator.writeFieldName("@map");
		generator.writeStartArray();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			generator.writeStartArray();
			write(generator, entry.getKey());
			write(generator, entry.getValue());
			generator.writeEndArray();
		}
		generator.writeEndArray();
		generator.writeEndObject();
	}

	/** Writes a map as the members of an object, whatever their names begin with. */
	void writeMembers(JsonGenerator generator, Map<?, ?> map) throws IOException {
		generator.writeStartObject();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			generator.writeFieldName((String) entry.getKey());
			write(generator, entry.getValue());
		}
		generator.writeEndObject();
	}

	private static boolean isPlainKey(@Nullable Object key) {
		return key instanceof String name && !name.startsWith("@") && name.length() <= ApplicationObjects.MAX_NAME
				&& name.codePoints().noneMatch(ValueWriter::isLoneSurrogate);
	}

	/** Jackson writes these in names, but reads them in strings only. */
	private static boolean isLoneSurrogate(int codePoint) {
		return Character.MIN_SURROGATE <= codePoint && codePoint <= Character.MAX_SURROGATE;
	}

	private static String bounded(String text) {
		if (text.length() > ApplicationObjects.MAX_STRING) {
			throw new ValueRefusedException("a string of " + text.length() + " characters (expected: at most "
					+ ApplicationObjects.MAX_STRING + ")");
		}
		return text;
	}

}
