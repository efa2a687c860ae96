package io.zproc.apps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.zproc.apps.report.ReportApplication;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What reaches a worker, what its parent hears of it, and how an application without a
 * web server ends.
 */
@LeakChecked
@Timeout(540)
@ExtendWith(SharedArchive.class)
class ReportApplicationTests {

	@Test
	void workersGetAllOfTheApplicationAndItEndsWithThem() throws IOException {
		try (RunningApplication application = RunningApplication.start(RunningApplication
			.of(ReportApplication.class, "--spring.profiles.active=night", "--report.option=42", "plain argument",
					"--zproc.workers.reporter.instances=2", "--logging.level.io.zproc.process=debug",
					"--zproc.workers.reporter.max-heap=48m",
					"--zproc.workers.reporter.jvm-args=-XX:MaxMetaspaceFreeRatio=71,-Dreport.given=yes")
			.jvmArgs("-Dreport.property=a property")
			.environment("REPORT_VARIABLE", "a variable"))) {
			List<Long> workers = List.of(reporter(application, 1), reporter(application, 2));
			startsAreToldInPhases(application, workers);
			failureOfOneIsTold(application);
			secretIsNowhere(application, workers);
			application.ask("go");
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isZero();
			assertThat(application.jvm().descendants()).isEmpty();
			inApplicationWatcherHasSeenAll(application);
			assertThat(application.lines("exited with 0")).hasSize(2);
			assertThat(application.lines("All workers have ended, and so does the application (zproc.exit-when-done)"))
				.hasSize(1);
			assertThat(application.lines("No worker ")).isEmpty();
		}
	}

	private static long reporter(RunningApplication application, int instance) {
		String key = "reporter-" + instance;
		long pid = application.awaitWorker(key, "reports");
		String report = application.lines("pid " + pid + " reports").get(0);
		assertThat(report).contains("zproc.worker.reporter", "[" + key + " " + pid + "]", "namespaces=reports,reports",
				"context=reporter," + instance + ",1", "profile=night", "shift=night shift", "option=42",
				"argument=[plain argument]", "property=a property", "variable=a variable", "flag=71", "annotated=no",
				"given=yes");
		long heap = Long.parseLong(report.replaceAll(".*heap=(\\d+).*", "$1"));
		assertThat(heap).isBetween(40L, 48L);
		return pid;
	}

	private static void startsAreToldInPhases(RunningApplication application, List<Long> workers) {
		assertThat(application.awaitLine("State server (pid " + application.awaitServer() + ") started: "))
			.contains(" DEBUG ")
			.matches(".* started: main after \\d+ ms, sockets bound after \\d+ ms, ready after \\d+ ms");
		for (int instance = 1; instance <= workers.size(); instance++) {
			String worker = "Worker 'reporter-" + instance + "' (pid " + workers.get(instance - 1) + ") started: ";
			assertThat(application.awaitLine(worker)).contains(" DEBUG ")
				.matches(".* started: main after \\d+ ms, .*method called after \\d+ ms, ready after \\d+ ms")
				.containsPattern("connected after \\d+ ms")
				.containsPattern("context loaded after \\d+ ms, .*context refreshed after \\d+ ms, ");
			assertThat(application.lines(worker)).hasSize(1);
		}
	}

	private static void failureOfOneIsTold(RunningApplication application) {
		long pid = application.awaitWorker("thrower-1", "the oven is broken");
		assertThat(application.awaitLine("Worker 'thrower-1' (pid " + pid + ") exited with 1")).contains("ERROR",
				"java.lang.IllegalStateException: the oven is broken");
		assertThat(application.ask("records")).containsSubsequence("reporter-1 RUNNING null", "reporter-2 RUNNING null",
				"thrower-1 FAILED 1", "the oven is broken");
	}

	private static void secretIsNowhere(RunningApplication application, List<Long> workers) throws IOException {
		String secret = application.ask("secret");
		assertThat(secret).hasSize(64);
		List<Long> processes = new ArrayList<>(application.jvm().descendants());
		assertThat(processes).containsAll(workers).contains(application.awaitServer()).hasSize(3);
		processes.add(application.jvm().pid());
		for (Long process : processes) {
			String commandLine = read(process, "cmdline");
			assertThat(commandLine).contains("java").doesNotContain(secret).doesNotContainPattern("[0-9a-f]{32}");
			assertThat(read(process, "environ")).contains("REPORT_VARIABLE").doesNotContain(secret);
		}
		assertThat(application.jvm().output().stream().filter((line) -> line.contains(secret)))
			.containsExactly("FACT secret: " + secret);
	}

	private static String read(long process, String file) throws IOException {
		return Files.readString(Path.of("/proc", Long.toString(process), file), StandardCharsets.ISO_8859_1);
	}

	private static void inApplicationWatcherHasSeenAll(RunningApplication application) {
		String all = LongStream.rangeClosed(1, 80).mapToObj(Long::toString).collect(Collectors.joining(", "));
		assertThat(application.lines("FACT saw")).containsExactly("FACT saw [" + all + "] of 80");
	}

}
