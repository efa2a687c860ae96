package io.zproc.actuate.tracing;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TraceFields}.
 */
class TraceFieldsTests {

	private final Map<String, String> fields = new LinkedHashMap<>();

	private Map<String, String> carried() {
		String text = TraceFields.encode(this.fields);
		assertThat(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(512);
		return TraceFields.decode(text);
	}

	@Test
	void fieldsComeBack() {
		assertThat(carried()).isEmpty();
		this.fields.put("traceparent", "00-1-2-01");
		this.fields.put("tracestate", "");
		this.fields.put("baggage", "user:é=1:2, b=3");
		assertThat(carried()).isEqualTo(this.fields).hasSize(3);
	}

	@Test
	void whatIsTooLongStaysBehindAndTheRestGoesAlong() {
		this.fields.put("traceparent", "00-1-2-01");
		this.fields.put("baggage", "é".repeat(250));
		this.fields.put("b3", "0");
		assertThat(carried()).containsOnlyKeys("traceparent", "b3");
	}

	@Test
	void allOfTheRoomCanBeUsed() {
		this.fields.put("a", "x".repeat(510));
		assertThat(carried()).isEqualTo(this.fields);
		this.fields.put("a", "x".repeat(511));
		assertThat(carried()).isEmpty();
	}

	@Test
	void whatWouldBeReadAsSomethingElseStaysBehind() {
		this.fields.put("a:b", "1");
		this.fields.put("c", "1\nd:2");
		this.fields.put("e", "1\rf:2");
		assertThat(carried()).isEmpty();
	}

	@Test
	void whatIsNoFieldIsPassedOver() {
		assertThat(TraceFields.decode("nothing\n:x\na:1\n\n")).containsExactly(Map.entry("a", "1"));
	}

}
