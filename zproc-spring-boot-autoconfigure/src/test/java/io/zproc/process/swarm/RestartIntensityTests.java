package io.zproc.process.swarm;

import java.time.Duration;

import io.zproc.server.swarm.DispatcherLimits;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@LeakChecked
@Timeout(30)
class RestartIntensityTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private final RestartIntensity intensity = new RestartIntensity(
			new SwarmSettings(new DispatcherLimits(3, 60_000, 1 << 20, 1 << 20), Duration.ofMillis(100),
					Duration.ofSeconds(1), 6, WINDOW, Duration.ofSeconds(1)));

	@Test
	void waitsTwiceAsLongAfterEachDeathOfTheWindowUpToTheLongest() {
		for (long expectedMs : new long[] { 100, 200, 400, 800, 1_000, 1_000 }) {
			assertThat(this.intensity.died(true, 0)).hasMillis(expectedMs);
		}
		assertThat(this.intensity.died(true, WINDOW.toNanos() + 1)).hasMillis(100);
	}

	@Test
	void endsWithMoreDeathsWithinTheWindowThanMay() {
		for (int death = 1; death <= 6; death++) {
			assertThat(this.intensity.died(true, death)).isNotNull();
		}
		assertThat(this.intensity.died(true, 7)).isNull();
		assertThat(this.intensity.reason()).contains("more than 6", "PT1M", "zproc.swarm.max-deaths");
	}

	/** A start that takes long before it fails would never reach the intensity. */
	@Test
	void endsWithProcessesThatAreNeverReadyHoweverSlowlyTheyDie() {
		for (int death = 1; death < RestartIntensity.MAX_UNREADY; death++) {
			assertThat(this.intensity.died(false, death * HOUR.toNanos())).isNotNull();
		}
		assertThat(this.intensity.died(false, 5 * HOUR.toNanos())).isNull();
		assertThat(this.intensity.reason()).contains("5 of its processes in a row", "before they were ready");
	}

	@Test
	void goesOnWhenOneWasReadyAmongThoseThatWereNot() {
		for (int death = 1; death <= 20; death++) {
			if (death % (RestartIntensity.MAX_UNREADY - 1) == 0) {
				this.intensity.ready();
			}
			assertThat(this.intensity.died(death % 2 == 0, death * HOUR.toNanos())).isNotNull();
		}
	}

}
