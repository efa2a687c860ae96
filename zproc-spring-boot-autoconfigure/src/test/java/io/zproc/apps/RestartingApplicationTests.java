package io.zproc.apps;

import io.zproc.apps.restarting.RestartingApplication;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker whose process has ended is started again, in a new process or thread.
 */
@LeakChecked
@Timeout(720)
@ExtendWith(SharedArchive.class)
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
			assertThatAStuckMethodIsEnded(application);
			application.awaitWorker("stuck-1", "RestartingApplication$Mailer.stuck(");
			assertThatStoppedProcessesAreHung(application);
			application.jvm().signal("TERM");
			application.awaitGone(RunningApplication.BOUND);
		}
	}

	@Test
	void startsWorkersAgainInNewThreads() {
		try (RunningApplication application = start("in-process")) {
			assertThatFailuresAreReported(application);
			application.awaitLine("FACT archive has 3 letters");
			assertThatAStuckMethodIsEnded(application);
			application.awaitLine("RestartingApplication$Mailer.stuck(");
			application.jvm().signal("TERM");
			application.awaitGone(RunningApplication.BOUND);
			assertThat(application.lines("mailer runs in attempt 4")).isEmpty();
			assertThat(application.lines("Worker '")).noneMatch((line) -> line.contains("(pid "))
				.anyMatch((line) -> line.contains("Worker 'stuck-1' (a thread) is hung: "));
		}
	}

	@Test
	void givenUpWorkerEndsThoseAboveItAndTheApplication() {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(RestartingApplication.class, "--spring.main.web-application-type=none",
					"--zproc.worker.restart.on-give-up=stop-application", "--zproc.worker.restart.max-restarts=0",
					"--zproc.workers.hopeless.auto-start=false", "--zproc.workers.mailer.auto-start=false",
					"--zproc.workers.archive.auto-start=false", "--zproc.workers.stuck.auto-start=false",
					"--zproc.workers.owner.auto-start=true"))) {
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isEqualTo(1);
			assertThat(application.jvm().descendants()).isEmpty();
			application.awaitLine("FACT boss ignores its interrupt");
			assertThat(application.lines("APPLICATION IS STOPPED")).hasSize(1);
			assertThat(application.lines("Worker 'owner-1' has failed for good in attempt 1"))
				.anySatisfy((line) -> assertThat(line).contains("Its last run: Worker 'owner-1' (pid ",
						") exited with 1 after ", "Worker 'boss-1' has failed for good in attempt 1",
						"Worker 'hopeless-1' has failed for good in attempt 1: 0 restarts are allowed within 1m"));
			assertThat(application.lines("With zproc.workers.owner.restart.on-give-up=keep-running")).hasSize(1);
		}
	}

	@Test
	void watcherThatStopsOnErrorIsStartedAgainAtTheChangeThatItHasNotHandled() {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(RestartingApplication.class, "--zproc.mode=in-process",
					"--spring.main.web-application-type=none", "--zproc.watch.stop-on-error=true",
					"--zproc.worker.restart.delay=10ms", "--zproc.workers.hopeless.auto-start=false",
					"--zproc.workers.stuck.auto-start=false", "--zproc.workers.clerk.auto-start=true"))) {
			// Started after all versions were taken from which watchers begin.
			application.awaitLine("FACT mailer runs in attempt 3");
			application.ask("letters");
			application.awaitLine("FACT clerk has read letter 3");
			assertThat(application.lines("FACT clerk has read letter")).map((line) -> line.substring(line.length() - 1))
				.containsSubsequence("1", "2", "3");
			assertThat(application.lines("and stops (zproc.watch.stop-on-error)")).isNotEmpty();
			assertThat(application.lines("Worker 'clerk-1' (a thread) ")).hasSize(1)
				.allSatisfy((line) -> assertThat(line).contains("exited with 1 after "));
			application.jvm().signal("TERM");
			application.awaitGone(RunningApplication.BOUND);
		}
	}

	private static void assertThatFailuresAreReported(RunningApplication application) {
		application.awaitLine("FACT mailer runs in attempt 3");
		application.ask("letters");
		assertThat(application.ask("mailer")).endsWith(", attempt 3");
		assertThat(application.lines("Worker 'mailer-1' ("))
			.anyMatch((line) -> line.contains(") exited with 1 after ") && line.contains("The mail server is away"))
			.anyMatch((line) -> line.contains(") ended itself with exit code 75 after "));
		assertThat(application
			.lines("attempt 2; the next run follows in 20 ms (restart 2 in all, 2 of at most 5 within 1m)"))
			.isNotEmpty();
		assertThat(application.ask("hopeless"))
			.contains("WorkerFailedException: Worker 'hopeless-1' has failed for good in attempt 2: 1 restart is"
					+ " allowed within 1m");
		assertThat(application.lines("attempt 2; no other run follows: 1 restart is allowed within 1m (zproc."))
			.hasSize(1);
	}

	private static void assertThatAStuckMethodIsEnded(RunningApplication application) {
		application.awaitLine("FACT stuck no more");
		assertThat(application.awaitLine("is hung: its method had no heartbeat for ")).contains("Worker 'stuck-1' (");
		application.awaitLine("because it hung: its method had no heartbeat for ");
	}

	private static void assertThatStoppedProcessesAreHung(RunningApplication application) {
		long mailer = application.awaitWorker("mailer-1", "FACT mailer runs in attempt 4");
		long archive = application.awaitWorker("archive-1", "archive has 4 letters");
		Processes.stop(mailer);
		Processes.stop(archive);
		assertThat(application.awaitLine("Worker 'archive-1' (pid " + archive + ") is hung: no heartbeat for "))
			.contains("kill -CONT " + archive, "it is left alone");
		Processes.signal(archive, "CONT");
		application.awaitLine("Worker 'archive-1' (pid " + archive + ") is not hung any more");
		assertThat(application.awaitWorker("mailer-1", "FACT mailer runs in attempt 5")).isNotEqualTo(mailer);
		application.awaitLine("because it hung: no heartbeat for ");
		assertThat(Processes.isAlive(mailer)).isFalse();
	}

	private static RunningApplication start(String mode) {
		return RunningApplication.start(RunningApplication.of(RestartingApplication.class, "--zproc.mode=" + mode,
				"--zproc.worker.restart.delay=10ms", "--zproc.worker.heartbeat-timeout=4s",
				"--zproc.workers.mailer.on-hung=kill", "--zproc.workers.hopeless.restart.max-restarts=1",
				"--spring.main.web-application-type=none"));
	}

}
