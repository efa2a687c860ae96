package io.zproc.process.swarm;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.zproc.process.RestartLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the processes of a swarm that die are replaced, and when no more.
 */
class DeathRateTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final DeathRate deaths = new DeathRate(new RestartLimits(Duration.ofSeconds(1), 2, Duration.ofMinutes(1),
			Duration.ZERO, 3, Duration.ofHours(1), Duration.ofMinutes(1), 1), this.nanos::get);

	@Test
	void timeWithoutDeathsLetsTheOnesBeforeNotCount() {
		assertThat(this.deaths.died(true)).hasSeconds(1);
		pass(Duration.ofSeconds(59));
		assertThat(this.deaths.died(true)).hasSeconds(2);
		pass(Duration.ofSeconds(60));
		assertThat(this.deaths.died(true)).hasSeconds(1);
	}

	@Test
	void endsWithTooManyDeaths() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.deaths.died(true)).isNotNull();
		}
		assertThat(this.deaths.died(true)).isNull();
		assertThat(this.deaths.whyTooMany()).startsWith("more than 3 of its processes died within PT1H")
			.contains("zproc.swarm.max-deaths");
	}

	@Test
	void endsWithDeathsInRowBeforeOneIsReady() {
		assertThat(this.deaths.died(false)).isNotNull();
		this.deaths.ready();
		assertThat(this.deaths.died(false)).isNotNull();
		// However slowly they follow each other.
		pass(Duration.ofHours(2));
		assertThat(this.deaths.died(false)).isNull();
		assertThat(this.deaths.whyTooMany()).startsWith("2 of its processes in a row died before they were ready");
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
