package io.zproc.client;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.zproc.SharedState;
import io.zproc.client.StateFixture.Engine;
import io.zproc.testing.DocumentedExample;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/values.md} is code, and does what it says.
 */
@LeakChecked
@Timeout(180)
class ValuesDocumentTests {

	// example
	record Line(String article, int count) {
	}

	record Order(long id, LocalDate day, List<Line> lines) {
	}

	void keep(SharedState state) {
		Order order = new Order(17, LocalDate.of(2026, 12, 24), List.of(new Line("tea", 2)));
		state.put("order", order);
		state.put("orders", List.of(order, order));
		state.put("stock", Map.of("tea", 12, "milk", 3));

		assertThat(state.get("order")).isEqualTo(order); // at every depth
		Order typed = state.get("order", Order.class);
		List<Order> orders = state.getList("orders", Order.class);
		Map<String, Long> stock = state.getMap("stock", Long.class); // nothing is lost
		assertThat(typed.lines().get(0).article()).isEqualTo("tea");
		assertThat(orders).containsExactly(order, order);
		assertThat(stock).containsEntry("tea", 12L);
	}
	// end

	@ParameterizedTest
	@EnumSource(Engine.class)
	void exampleDoesWhatItSays(Engine engine) {
		try (StateFixture fixture = new StateFixture(engine)) {
			keep(fixture.state());
		}
	}

	@Test
	void exampleIsTheCode() {
		DocumentedExample.isShown("values.md", "# Values", "client/ValuesDocumentTests.java");
	}

}
