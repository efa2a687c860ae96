package io.zproc.actuate;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.zproc.Origin;
import io.zproc.client.StateClient;
import io.zproc.client.StateFixture;
import io.zproc.client.StateFixture.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ValueType}.
 */
@Timeout(90)
class ValueTypeTests {

	private final StateFixture fixture = new StateFixture(Engine.IN_PROCESS);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void namesWhatJsonHas() {
		assertThat(type(null)).isEqualTo("null");
		assertThat(type(true)).isEqualTo("boolean");
		assertThat(type(-5)).isEqualTo("int");
		assertThat(type(1.5)).isEqualTo("double");
		assertThat(type(1e300)).isEqualTo("double");
		assertThat(type("a")).isEqualTo("string");
		assertThat(type(Arrays.asList(1, null))).isEqualTo("list");
		assertThat(type(Map.of("a", 1))).isEqualTo("map");
		assertThat(type(Map.of())).isEqualTo("map");
	}

	@Test
	void namesTheTagOfOtherValues() {
		assertThat(type(5L)).isEqualTo("long");
		assertThat(type(new BigDecimal("1.50"))).isEqualTo("decimal");
		assertThat(type(Set.of(1))).isEqualTo("set");
		assertThat(type(Map.of(1, 2))).isEqualTo("map");
	}

	@Test
	void namesClassesOfTheApplication() {
		assertThat(type(new Origin("w", 1, 2, 3, ""))).isEqualTo(Origin.class.getName());
		assertThat(type(List.of(new Origin("w", 1, 2, 3, "")))).isEqualTo("list");
	}

	@Test
	void doesNotReadFurtherThanItMust() {
		assertThat(ValueType.of(new byte[0])).isEqualTo("unknown");
		assertThat(ValueType.of("{\"@broken".getBytes(java.nio.charset.StandardCharsets.UTF_8))).isEqualTo("map");
	}

	private String type(Object value) {
		StateClient client = this.fixture.client();
		return ValueType.of(client.encode("key", value));
	}

}
