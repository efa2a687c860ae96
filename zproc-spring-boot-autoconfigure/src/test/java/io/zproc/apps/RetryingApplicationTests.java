package io.zproc.apps;

import io.zproc.apps.retrying.RetryingApplication;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker's method that throws is called again in the same process or thread.
 */
@LeakChecked
@Timeout(540)
@ExtendWith(SharedArchive.class)
class RetryingApplicationTests {

	@ParameterizedTest
	@ValueSource(strings = { "processes", "in-process" })
	void callsMethodAgainAndReportsEachFailure(String mode) {
		try (RunningApplication application = RunningApplication.start(RunningApplication.of(RetryingApplication.class,
				"--zproc.mode=" + mode, "--zproc.workers.hopeless.retry.delay=1ms"))) {
			application.awaitLine("FACT sent after 2 retries in attempt 1");
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isZero();
			assertThat(application.lines("; the next run follows in ")).hasSize(2)
				.first()
				.asString()
				.contains("Worker 'mailer-1' (" + (mode.equals("in-process") ? "a thread" : "pid "),
						", attempt 1) failed in run 1 of 6; the next run follows in 20 ms");
			assertThat(application.lines("java.io.IOException: The mail server is away")).hasSize(2);
			assertThat(application.lines("FACT tries ")).hasSize(1);
			assertThat(application.lines("IllegalArgumentException: The address is no address")).isNotEmpty();
		}
	}

}
