package io.zproc.apps;

import io.zproc.apps.elsewhere.ElsewhereApplication;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A main that starts Spring on another thread is no fork bomb.
 */
@LeakChecked
@Timeout(360)
@ExtendWith(SharedArchive.class)
class ElsewhereApplicationTests {

	@Test
	void workerOfMainThatRunsSpringElsewhereIsRefused() {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(ElsewhereApplication.class, "prepared"))) {
			assertThat(application.awaitEndAndCount()).isLessThanOrEqualTo(3);
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isZero();
			assertThat(application.lines("FACT main")).hasSize(2);
			assertThat(application.lines("FACT worked")).isEmpty();
			assertThat(application.lines("Worker 'worker-1'")).anySatisfy((line) -> assertThat(line)
				.contains("exited with 1", "did not run Spring on its own thread", "run on thread 'starter'"));
		}
	}

	@Test
	void workerOfUnknownMainRunsTheApplicationWithoutIt() {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(ElsewhereApplication.class))) {
			assertThat(application.awaitEndAndCount()).isLessThanOrEqualTo(3);
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isZero();
			assertThat(application.lines("FACT main")).hasSize(1);
			assertThat(application.lines("FACT worked")).hasSize(1);
		}
	}

}
