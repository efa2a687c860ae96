package io.zproc.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads objects and enums of the application. Jackson finds their properties;
 * the value of each property is written and read by {@link ValueWriter} and
 * {@link ValueReader}, whatever type the property declares.
 */
final class ApplicationObjects {

	static final String TYPE_TAG = "@type:";

	static final String ENUM_TAG = "@enum:";

	/** In levels of JSON: a tag, and the pairs of a map, are levels of their own. */
	static final int MAX_DEPTH = 500;

	/** Leaves room for 64 MiB of bytes in Base64. */
	static final int MAX_STRING = 96 * 1024 * 1024;

	/** Longer keys of a map are written as values. */
	static final int MAX_NAME = 10_000;

	private final ClassAllowList allowList;

	private final ObjectArrays arrays;

	private final ObjectMapper mapper;

	ApplicationObjects(ClassAllowList allowList, ClassLoader loader) {
		this.allowList = allowList;
		this.arrays = new ObjectArrays(allowList);
		this.mapper = JsonMapper.builder(factory())
			.annotationIntrospector(new PropertyIntrospector(this))
			.typeFactory(TypeFactory.defaultInstance().withClassLoader(loader))
			.visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
			.enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.REQUIRE_SETTERS_FOR_GETTERS)
			.disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST, MapperFeature.USE_GETTERS_AS_SETTERS)
			.disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE, SerializationFeature.WRAP_EXCEPTIONS)
			.disable(DeserializationFeature.WRAP_EXCEPTIONS)
			.addHandler(new ReadOnlyProperties())
			.build();
	}

	ClassAllowList classes() {
		return this.allowList;
	}

	/** Reads and writes JSON within the bounds of values. */
	static JsonFactory factory() {
		return JsonFactory.builder()
			.streamReadConstraints(
					StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxStringLength(MAX_STRING).build())
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			// The JDK's own digits changed with JDK 19.
			.enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
			// The keys of maps are data.
			.disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
			.build();
	}

	JsonGenerator generator(OutputStream output) throws IOException {
		return this.mapper.createGenerator(output);
	}

	JsonParser parser(byte[] encoded) throws IOException {
		return this.mapper.createParser(encoded);
	}

	TypeFactory types() {
		return this.mapper.getTypeFactory();
	}

	ObjectArrays arrays() {
		return this.arrays;
	}

	boolean isApplication(Class<?> type) {
		return this.allowList.isApplication(type);
	}

	/** Whether objects of exactly this class are read by their properties. */
	boolean isObject(Class<?> type) {
		return isApplication(type) && !type.isEnum() && !Modifier.isAbstract(type.getModifiers())
				&& !Collection.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type);
	}

	String tag(Class<?> type) {
		this.allowList.checkWritable(type);
		return TYPE_TAG + type.getName();
	}

	void write(JsonGenerator generator, Object value) throws IOException {
		this.mapper.writeValue(generator, value);
	}

	@Nullable Object read(JsonParser parser, String tag) throws IOException {
		Class<?> type = this.allowList.loadApplication(tag.substring(TYPE_TAG.length()));
		if (!isObject(type)) {
			throw new ValueRefusedException(type.getName() + " is not a class of objects with properties");
		}
		return this.mapper.readValue(parser, type);
	}

	/** Reads the members of a map as the properties of an object. */
	@Nullable Object fromMap(Map<?, ?> map, JavaType type) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JsonGenerator generator = generator(bytes)) {
			new ValueWriter(this).writeMembers(generator, map);
		}
		try (JsonParser parser = parser(bytes.toByteArray())) {
			return this.mapper.readValue(parser, type);
		}
	}

	String enumTag(Class<?> type) {
		if (!type.getName().startsWith("java.")) {
			this.allowList.checkWritable(type);
		}
		return ENUM_TAG + type.getName();
	}

	Object enumConstant(String tag, String name) {
		Class<?> type = this.allowList.loadEnum(tag.substring(ENUM_TAG.length()));
		for (Object constant : type.getEnumConstants()) {
			if (((Enum<?>) constant).name().equals(name)) {
				return constant;
			}
		}
		throw new ValueRefusedException("the enum " + type.getName() + " has no constant " + name);
	}

}
