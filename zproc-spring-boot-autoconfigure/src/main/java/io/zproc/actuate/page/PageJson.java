package io.zproc.actuate.page;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;

/**
 * What the page is told, as JSON. Not the application's mapper: whatever is set there,
 * the page must be able to read it.
 */
final class PageJson {

	private static final ObjectMapper MAPPER = JsonMapper.builder()
		.addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance)
			.addSerializer(Duration.class, ToStringSerializer.instance))
		.build();

	private PageJson() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static ObjectNode tree(Object value) {
		return MAPPER.valueToTree(value);
	}

}
