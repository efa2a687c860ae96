package io.zproc.protocol;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;

/**
 * Skips a stored property that its class computes and cannot take back. Any other unknown
 * property would be lost, and stays an error.
 */
final class ReadOnlyProperties extends DeserializationProblemHandler {

	@Override
	public boolean handleUnknownProperty(DeserializationContext context, JsonParser parser,
			JsonDeserializer<?> deserializer, Object beanOrClass, String name) throws IOException {
		Class<?> type = (beanOrClass instanceof Class<?> c) ? c : beanOrClass.getClass();
		if (!isWritten((ObjectMapper) parser.getCodec(), context.constructType(type), name)) {
			return false;
		}
		parser.skipChildren();
		return true;
	}

	private static boolean isWritten(ObjectMapper mapper, JavaType type, String name) {
		BeanDescription description = mapper.getSerializationConfig().introspect(type);
		return description.findProperties()
			.stream()
			.anyMatch((property) -> property.getName().equals(name) && property.couldSerialize());
	}

}
