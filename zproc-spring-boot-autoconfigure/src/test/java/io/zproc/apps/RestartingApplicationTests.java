package io.zproc.apps;

import io.zproc.apps.restarting.RestartingApplication;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker whose process has ended is started again, in a new process or thread.
 */
@LeakChecked
@Timeout(240)
class RestartingApplicationTests {

	@Test
	void startsWorkersAgainInNewProcesses() {
		try (RunningApplication application = start("processes")) {
			assertThatFailuresAreReported(application);
			long mailer = application.awaitWorker("mailer-1", "FACT mailer runs in attempt 3");
			long archive = application.awaitWorker("archive-1", "archive has 3 letters");
			Processes.kill9(archive);
			Processes.kill9(mailer);
			assertThat(application.awaitWorker("mailer-1", "FACT mailer runs in attempt 4")).isNotEqualTo(mailer);
			assertThat(application.ask("fourth letter")).isEqualTo("4");
			assertThat(application.awaitWorker("archive-1", "archive has 4 letters")).isNotEqualTo(archive);
			assertThat(application.lines("exited with 137 (SIGKILL: ")).hasSize(2);
			application.jvm().signal("TERM");
			application.awaitGone(RunningApplication.BOUND);
		}
	}

	@Test
	void startsWorkersAgainInNewThreads() {
		try (RunningApplication application = start("in-process")) {
			assertThatFailuresAreReported(application);
			application.awaitLine("FACT archive has 3 letters");
			application.jvm().signal("TERM");
			application.awaitGone(RunningApplication.BOUND);
			assertThat(application.lines("mailer runs in attempt 4")).isEmpty();
		}
	}

	private static void assertThatFailuresAreReported(RunningApplication application) {
		application.awaitLine("FACT mailer runs in attempt 3");
		application.ask("letters");
		assertThat(application.ask("mailer")).endsWith(", attempt 3");
		assertThat(application.lines("Worker 'mailer-1' (pid "))
			.anyMatch((line) -> line.contains(") exited with 1 after ") && line.contains("The mail server is away"))
			.anyMatch((line) -> line.contains(") ended itself with exit code 75 after "));
		assertThat(application.lines("attempt 2; the next run follows in 20 ms (restart 2; at most 5 within PT1M)"))
			.isNotEmpty();
		assertThat(application.ask("hopeless"))
			.contains("WorkerFailedException: Worker 'hopeless-1' has failed for good in attempt 2: it needed more than"
					+ " 1 restarts within PT1M");
		assertThat(application.lines("attempt 2; no other run follows: it needed more than 1 restarts within PT1M"))
			.hasSize(1);
	}

	private static RunningApplication start(String mode) {
		return RunningApplication.start(RunningApplication.of(RestartingApplication.class, "--zproc.mode=" + mode,
				"--zproc.worker.restart.delay=10ms", "--zproc.workers.hopeless.restart.max-restarts=1",
				"--spring.main.web-application-type=none"));
	}

}
