package io.zproc.client.jeromq;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handshakes that take long are not all thrown away.
 */
class HandshakePatienceTests {

	private static final long FIRST = Duration.ofMillis(750).toNanos();

	private final HandshakePatience patience = new HandshakePatience();

	@Test
	void eachThatWasInVainDoublesTheTimeOfTheNext() {
		assertThat(this.patience.isOver(FIRST - 1)).isFalse();
		assertThat(this.patience.isOver(FIRST)).isTrue();
		assertThat(this.patience.isOver(2 * FIRST - 1)).isFalse();
		assertThat(this.patience.isOver(2 * FIRST)).isTrue();
		assertThat(this.patience.isOver(4 * FIRST - 1)).isFalse();
	}

	@Test
	void theTimeIsBounded() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.patience.isOver(16 * FIRST)).isTrue();
		}
	}

	@Test
	void oneThatSucceedsBeginsAnew() {
		assertThat(this.patience.isOver(FIRST)).isTrue();
		this.patience.rewarded();
		assertThat(this.patience.isOver(FIRST)).isTrue();
	}

}
