package io.zproc.process;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which workers are remembered, and for how long.
 */
class RosterTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	@Test
	void forgetsWhenTimeIsOver() {
		Roster<String> roster = roster(10, Duration.ofNanos(10));
		roster.add("first");
		roster.add("second");
		roster.add("runs");
		assertThat(roster.ended("second")).isEmpty();
		this.nanos.addAndGet(9);
		assertThat(roster.ended("first")).isEmpty();
		assertThat(roster.forget()).isEmpty();
		this.nanos.addAndGet(1);
		assertThat(roster.forget()).containsExactly("second");
		assertThat(roster.all()).containsExactly("first", "runs");
		this.nanos.addAndGet(9);
		assertThat(roster.forget()).containsExactly("first");
		this.nanos.addAndGet(1_000);
		assertThat(roster.forget()).isEmpty();
		assertThat(roster.all()).containsExactly("runs");
	}

	@Test
	void forgetsOldestEndWhenThereAreTooMany() {
		Roster<String> roster = roster(2, Duration.ofDays(1));
		roster.add("first");
		roster.add("second");
		roster.add("third");
		assertThat(roster.all()).hasSize(3);
		assertThat(roster.ended("third")).containsExactly("third");
		assertThat(roster.ended("second")).isEmpty();
		roster.add("fourth");
		assertThat(roster.ended("first")).containsExactly("second");
		assertThat(roster.all()).containsExactly("first", "fourth");
	}

	@Test
	void forgetsNothingThatRuns() {
		Roster<String> roster = roster(0, Duration.ofNanos(1));
		roster.add("runs");
		this.nanos.addAndGet(1_000);
		assertThat(roster.forget()).isEmpty();
		assertThat(roster.all()).containsExactly("runs");
		assertThat(roster.ended("runs")).containsExactly("runs");
		assertThat(roster.all()).isEmpty();
	}

	@Test
	void refusesRetentionThatCannotBe() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Retention(-1, Duration.ofSeconds(1), OutputTail.Limits.DEFAULT))
			.withMessageContaining("-1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Retention(1, Duration.ZERO, OutputTail.Limits.DEFAULT))
			.withMessageContaining("PT0S");
	}

	private Roster<String> roster(int keep, Duration resultTtl) {
		return new Roster<>(new Retention(keep, resultTtl, OutputTail.Limits.DEFAULT), this.nanos::get);
	}

}
