package io.zproc.client;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.zproc.SharedState;
import io.zproc.client.StateEngine.GrantedTurn;
import io.zproc.server.ServerLimits;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that reads much is served, even while one of its threads waits for a turn and
 * its lowest unanswered request stays the same.
 */
@LeakChecked
@Timeout(180)
class BigAnswersTests {

	private static final int LARGE = 900_000;

	private static final int MIDDLING = 40_000;

	@ParameterizedTest
	@EnumSource
	void largeValuesAreReadWhileAnotherThreadWaits(StateFixture.Engine engine) {
		readWhileAnotherThreadWaits(engine, LARGE, 40);
	}

	@ParameterizedTest
	@EnumSource
	void middlingValuesAreReadWhileAnotherThreadWaits(StateFixture.Engine engine) {
		readWhileAnotherThreadWaits(engine, MIDDLING, 600);
	}

	private static void readWhileAnotherThreadWaits(StateFixture.Engine engine, int size, int count) {
		ServerLimits limits = new ServerLimits(10, 1 << 20, 1 << 20, 2 << 20, 30_000, 1_500, 1_000);
		try (StateFixture fixture = new StateFixture(engine, limits)) {
			StateClient reader = fixture.newClient(UUID.randomUUID(), Duration.ofSeconds(3));
			SharedState big = reader.state("big");
			big.put("text", "x".repeat(size));
			long turn = fixture.client()
				.engine()
				.take("default", List.of(), List.of())
				.await(Duration.ofSeconds(5))
				.turn();
			Pending<GrantedTurn> held = reader.engine().take("default", List.of(), List.of());
			for (int i = 0; i < count; i++) {
				assertThat((String) big.get("text")).hasSize(size);
			}
			assertThat(held.future()).isNotDone();
			fixture.client().engine().release(turn).await(Duration.ofSeconds(5));
			reader.engine().release(held.await(Duration.ofSeconds(5)).turn()).await(Duration.ofSeconds(5));
		}
	}

}
