package io.zproc.protocol;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;

/**
 * Hands what a property holds to a {@link ValueWriter}.
 */
final class PropertyWriter extends JsonSerializer<Object> {

	private final ApplicationObjects objects;

	PropertyWriter(ApplicationObjects objects) {
		this.objects = objects;
	}

	@Override
	public void serialize(Object value, JsonGenerator generator, SerializerProvider provider) throws IOException {
		new ValueWriter(this.objects).write(generator, value);
	}

}
