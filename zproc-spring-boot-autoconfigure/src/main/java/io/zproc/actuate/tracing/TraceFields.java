package io.zproc.actuate.tracing;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.zproc.protocol.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tracers give along, such as {@code traceparent}, as one text: a line for each
 * field.
 */
final class TraceFields {

	private static final Logger logger = LoggerFactory.getLogger(TraceFields.class);

	private TraceFields() {
	}

	/**
	 * Writes the fields, as far as they fit in what may go along.
	 */
	static String encode(Map<String, String> fields) {
		StringBuilder text = new StringBuilder();
		int size = 0;
		for (Map.Entry<String, String> field : fields.entrySet()) {
			String line = field.getKey() + ":" + field.getValue();
			int length = line.getBytes(StandardCharsets.UTF_8).length + (text.isEmpty() ? 0 : 1);
			if (size + length > Protocol.MAX_TRACE_BYTES || field.getKey().indexOf(':') >= 0
					|| line.lines().count() != 1) {
				logger.debug(
						"Field '{}' of a trace, {} bytes, does not go along (expected: all fields at most {} bytes, and"
								+ " no ':' in a name or line break)",
						field.getKey(), length, Protocol.MAX_TRACE_BYTES);
			}
			else {
				text.append(text.isEmpty() ? "" : "\n").append(line);
				size += length;
			}
		}
		return text.toString();
	}

	/**
	 * Reads the fields; what is none is passed over.
	 */
	static Map<String, String> decode(String text) {
		Map<String, String> fields = new LinkedHashMap<>();
		text.lines().forEach((line) -> {
			int colon = line.indexOf(':');
			if (colon > 0) {
				fields.put(line.substring(0, colon), line.substring(colon + 1));
			}
		});
		return fields;
	}

}
