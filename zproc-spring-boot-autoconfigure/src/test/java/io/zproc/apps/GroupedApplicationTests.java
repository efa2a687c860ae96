package io.zproc.apps;

import java.util.List;

import io.zproc.apps.grouped.GroupedApplication;
import io.zproc.testing.DocumentedExample;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers of a group are started again together, in new processes or threads. The example
 * of {@code docs/groups.md} is code, and does what the page says.
 */
@LeakChecked
@Timeout(720)
@ExtendWith(SharedArchive.class)
class GroupedApplicationTests {

	@Test
	void startsGroupsAgainInNewProcesses() {
		try (RunningApplication application = start("processes")) {
			Processes.kill9(application.awaitWorker("parser-1", "parser works in attempt 1"));
			pipelineIsStartedAgain(application);
			assertThat(application.lines("Worker 'parser-1' (pid "))
				.anySatisfy((line) -> assertThat(line).contains("exited with 137 (SIGKILL"));
			assertThat(
					application.lines("attempt 1; the next run follows in 10 ms (restart 1 of its group 'pipeline' in"))
				.hasSize(1);
			Processes.kill9(application.awaitWorker("index-1", "index works in attempt 1"));
			restIsStartedAgain(application);
			application.jvm().signal("TERM");
			application.awaitGone(RunningApplication.BOUND);
		}
	}

	@Test
	void startsGroupsAgainInNewThreads() {
		try (RunningApplication application = start("in-process")) {
			application.ask("break parser");
			pipelineIsStartedAgain(application);
			application.ask("break index");
			restIsStartedAgain(application);
			application.jvm().signal("TERM");
			application.awaitGone(RunningApplication.BOUND);
		}
	}

	private static void pipelineIsStartedAgain(RunningApplication application) {
		for (String worker : List.of("reader", "parser", "writer")) {
			application.awaitLine("FACT " + worker + " works in attempt 2");
		}
		assertThat(application.lines("Group 'pipeline' is started again because of worker 'parser-1' (restart 1):"
				+ " [reader-1, parser-1, writer-1]"))
			.hasSize(1);
		assertThat(application.lines("its group 'pipeline' is started again")).hasSize(2)
			.satisfiesExactly((line) -> assertThat(line).contains("INFO", "'writer-1'"),
					(line) -> assertThat(line).contains("INFO", "'reader-1'"));
	}

	private static void restIsStartedAgain(RunningApplication application) {
		application.awaitLine("FACT index works in attempt 2");
		application.awaitLine("FACT query works in attempt 2");
		assertThat(application
			.lines("Group 'search' is started again because of worker 'index-1' (restart 1): [index-1," + " query-1]"))
			.hasSize(1);
		for (String fact : List.of("store works in attempt 2", "works in attempt 3")) {
			assertThat(application.lines(fact)).isEmpty();
		}
	}

	private static RunningApplication start(String mode) {
		RunningApplication application = RunningApplication
			.start(RunningApplication.of(GroupedApplication.class, "--zproc.mode=" + mode,
					"--spring.main.web-application-type=none", "--zproc.groups.search.strategy=rest-for-one",
					"--zproc.worker.restart.delay=10ms", "--zproc.worker.max-heap=48m"));
		for (String last : List.of("writer", "query")) {
			application.awaitLine("FACT " + last + " works in attempt 1");
		}
		return application;
	}

	@Test
	void exampleIsTheCode() {
		DocumentedExample.isShown("groups.md", "# Workers that restart together",
				"apps/grouped/GroupedApplication.java");
	}

}
