package io.zproc.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.zproc.apps.ending.EndingApplication;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However an application ends, none of its processes is left.
 */
@LeakChecked
@Timeout(120)
class EndingApplicationTests {

	/** The grace of 2 s, 2 s from SIGTERM to SIGKILL, and what a slow machine adds. */
	private static final Duration STOP_BOUND = Duration.ofSeconds(12);

	@Test
	void killedApplicationLeavesNoProcess() {
		try (RunningApplication application = start()) {
			application.jvm().kill9();
			application.awaitGone(Duration.ofSeconds(5));
		}
	}

	@Test
	void terminatedApplicationStopsItsWorkersFirst() {
		try (RunningApplication application = start()) {
			application.jvm().signal("TERM");
			endsInOrder(application);
			assertThat(application.jvm().awaitExit(STOP_BOUND)).isEqualTo(143);
			// It alone was signalled, so the worker that ignores the request is forced.
			assertThat(application.lines("it gets SIGTERM")).hasSize(1).first().asString().contains("'stubborn-1'");
		}
	}

	@Test
	void interruptedGroupStopsItsWorkersFirst() throws IOException {
		Assumptions.assumeFalse(ignoresInterrupts(), "The tests run with SIGINT ignored, and so would the application");
		try (RunningApplication application = start()) {
			application.jvm().signalGroup("INT");
			endsInOrder(application);
			assertThat(application.jvm().awaitExit(STOP_BOUND)).isEqualTo(130);
			assertThat(application.lines("ERROR")).isEmpty();
		}
	}

	private static RunningApplication start() {
		RunningApplication application = RunningApplication
			.start(RunningApplication.of(EndingApplication.class, "--zproc.worker.stop-grace=2s").inOwnGroup());
		List<Long> workers = List.of(application.awaitWorker("polite-1", "works"),
				application.awaitWorker("stubborn-1", "works"));
		assertThat(application.jvm().descendants()).hasSize(3).containsAll(workers).contains(application.awaitServer());
		return application;
	}

	private static void endsInOrder(RunningApplication application) {
		application.awaitGone(STOP_BOUND);
		// Read by the last bean of the application, when the workers were gone.
		application.awaitLine("FACT last words ended, ended after its method");
		assertThat(application.lines("ignores an interrupt")).isNotEmpty();
		assertThat(application.lines("StateUnavailableException")).isEmpty();
	}

	/** A shell starts its background jobs like that. */
	private static boolean ignoresInterrupts() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("SigIgn:"))
			.anyMatch((line) -> (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16) & 2) != 0);
	}

}
