package io.zproc.worker;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A worker is reported as ready once, and in time.
 */
class ReadinessTests {

	private final AtomicInteger reports = new AtomicInteger();

	private final Readiness readiness = new Readiness(this.reports::incrementAndGet);

	@Test
	void isReportedOnce() {
		this.readiness.ready();
		this.readiness.ready();
		assertThat(this.reports).hasValue(1);
	}

	@Test
	void isNotReportedAfterTheEnd() {
		this.readiness.end();
		this.readiness.ready();
		assertThat(this.reports).hasValue(0);
	}

	@Test
	void isReportedAgainWhenTheReportWasLost() {
		Readiness failing = new Readiness(() -> {
			if (this.reports.incrementAndGet() == 1) {
				throw new IllegalStateException("lost");
			}
		});
		assertThatIllegalStateException().isThrownBy(failing::ready);
		failing.ready();
		failing.ready();
		assertThat(this.reports).hasValue(2);
	}

}
