package io.zproc.protocol;

import java.io.IOException;
import java.lang.reflect.Array;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a property holds with a {@link ValueReader}, and makes it what the property
 * declares.
 */
final class PropertyReader extends JsonDeserializer<Object> implements ContextualDeserializer {

	private final ApplicationObjects objects;

	private final @Nullable JavaType declared;

	PropertyReader(ApplicationObjects objects, @Nullable JavaType declared) {
		this.objects = objects;
		this.declared = declared;
	}

	@Override
	public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
		JavaType type = context.getContextualType();
		return new PropertyReader(this.objects, (type == null && property != null) ? property.getType() : type);
	}

	@Override
	public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
		Object value = new ValueReader(this.objects).read(parser);
		return (this.declared != null) ? new ValueConversion(this.objects).convert(value, this.declared) : value;
	}

	@Override
	public @Nullable Object getNullValue(DeserializationContext context) {
		if (this.declared != null && this.declared.isPrimitive()) {
			throw new ValueRefusedException("null cannot be read as " + this.declared.getRawClass());
		}
		return null;
	}

	/** A component that was added to a class later starts as it would in Java. */
	@Override
	public @Nullable Object getAbsentValue(DeserializationContext context) {
		if (this.declared != null && this.declared.isPrimitive()) {
			return Array.get(Array.newInstance(this.declared.getRawClass(), 1), 0);
		}
		return null;
	}

}
