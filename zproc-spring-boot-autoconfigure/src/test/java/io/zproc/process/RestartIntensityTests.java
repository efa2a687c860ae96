package io.zproc.process;

import java.time.Duration;

import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@LeakChecked
@Timeout(90)
class RestartIntensityTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private static final Duration HEALTHY = Duration.ofSeconds(40);

	private static final Duration SHORT = Duration.ofSeconds(1);

	private static final int MAX_UNREADY = 4;

	private final RestartIntensity intensity = new RestartIntensity(limits(6));

	private static RestartLimits limits(int maxRestarts) {
		return new RestartLimits(Duration.ofMillis(100), 2, Duration.ofSeconds(1), Duration.ZERO, maxRestarts, WINDOW,
				HEALTHY, MAX_UNREADY);
	}

	@Test
	void waitsTwiceAsLongAfterEachDeathUpToTheLongestUntilOneWasHealthy() {
		for (long expectedMs : new long[] { 100, 200, 400, 800, 1_000, 1_000 }) {
			assertThat(this.intensity.died(SHORT, 0)).hasMillis(expectedMs);
		}
		assertThat(this.intensity.died(HEALTHY, 0)).hasMillis(100);
		assertThat(this.intensity.died(HEALTHY.minusNanos(1), 0)).hasMillis(200);
	}

	/** With slow starts, deaths within the window are few: that alone is no health. */
	@Test
	void waitsAsLongAsBeforeWhenNoneWasHealthy() {
		for (long expectedMs : new long[] { 100, 200, 400, 800, 1_000, 1_000, 1_000 }) {
			assertThat(this.intensity.died(SHORT, expectedMs * HOUR.toNanos())).hasMillis(expectedMs);
		}
	}

	@Test
	void endsWithMoreDeathsWithinTheWindowThanMay() {
		for (int death = 1; death <= 6; death++) {
			assertThat(this.intensity.died(SHORT, death)).isNotNull();
		}
		assertThat(this.intensity.died(SHORT, 7)).isNull();
		assertThat(this.intensity.isNeverReady()).isFalse();
	}

	@Test
	void countsDeathsOfTheWindowOnly() {
		for (int death = 1; death <= 6; death++) {
			assertThat(this.intensity.died(SHORT, death)).isNotNull();
		}
		assertThat(this.intensity.died(SHORT, WINDOW.toNanos() + 2)).isNotNull();
		assertThat(this.intensity.died(SHORT, WINDOW.toNanos() + 2)).isNull();
	}

	/** A start that takes long before it fails would never reach the intensity. */
	@Test
	void endsWithThoseThatAreNeverReadyHoweverSlowlyTheyDie() {
		for (int death = 1; death <= MAX_UNREADY; death++) {
			assertThat(this.intensity.died(null, death * HOUR.toNanos())).isNotNull();
		}
		assertThat(this.intensity.died(null, 5 * HOUR.toNanos())).isNull();
		assertThat(this.intensity.isNeverReady()).isTrue();
	}

	@Test
	void goesOnWhenOneWasReadyAmongThoseThatWereNot() {
		for (int death = 1; death <= 20; death++) {
			if (death % MAX_UNREADY == 0) {
				this.intensity.ready();
			}
			assertThat(this.intensity.died((death % 2 == 0) ? SHORT : null, death * HOUR.toNanos())).isNotNull();
		}
	}

	@Test
	void hasNoEndWithoutBound() {
		RestartIntensity endless = new RestartIntensity(new RestartLimits(Duration.ofMillis(100), 2, SHORT,
				Duration.ZERO, RestartLimits.FOR_EVER, WINDOW, HEALTHY, RestartLimits.FOR_EVER));
		for (int death = 1; death <= 1_000; death++) {
			assertThat(endless.died(null, death)).isNotNull();
		}
	}

	@Test
	void refusesLimitsThatCannotBe() {
		assertThatIllegalArgumentException().isThrownBy(() -> limits(-2))
			.withMessage("restart.max-restarts: -2 (expected: >= 0, or -1 for no end)");
	}

}
