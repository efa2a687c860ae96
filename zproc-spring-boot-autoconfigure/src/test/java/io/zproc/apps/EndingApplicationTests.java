package io.zproc.apps;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.zproc.apps.ending.EndingApplication;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However an application ends, none of its processes is left.
 */
@LeakChecked
@Timeout(360)
@ExtendWith(SharedArchive.class)
class EndingApplicationTests {

	/** The full number is in docs/testing.md. */
	private static final int ROUNDS = Integer.getInteger("zproc.orphans.rounds", 1);

	@Test
	@Timeout(3_600)
	void killedApplicationLeavesNoProcess() {
		for (int round = 1; round <= ROUNDS; round++) {
			try (RunningApplication application = start()) {
				long killedAt = System.nanoTime();
				application.jvm().kill9();
				application.awaitGone(RunningApplication.BOUND);
				System.out.println("Killed with a state server, a worker that ends and one that does not, the last was"
						+ " gone after " + Duration.ofNanos(System.nanoTime() - killedAt).toMillis() + " ms");
			}
		}
	}

	@Test
	void stoppedApplicationLeavesNoProcessWhenItIsKilled() {
		try (RunningApplication application = start()) {
			application.jvm().stop();
			assertThat(application.jvm().descendants()).hasSize(3);
			application.jvm().kill9();
			application.awaitGone(RunningApplication.BOUND);
		}
	}

	@Test
	void haltedApplicationLeavesNoProcess() throws IOException {
		try (RunningApplication application = start()) {
			application.jvm().stdin().write("halt\n".getBytes(StandardCharsets.UTF_8));
			application.jvm().stdin().flush();
			application.awaitGone(RunningApplication.BOUND);
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isEqualTo(3);
		}
	}

	@Test
	void closedContextLeavesNoProcessAlthoughItsJvmGoesOn() {
		try (RunningApplication application = start()) {
			assertThat(application.ask("close")).isEqualTo("closed");
			assertThat(application.jvm().descendants()).isEmpty();
			assertThat(application.jvm().isAlive()).isTrue();
		}
	}

	@Test
	void failedRefreshLeavesNoProcess() {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(EndingApplication.class, "--ending.fail=true"))) {
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isEqualTo(1);
			application.awaitServer();
			assertThat(application.lines("fails after its first write")).isNotEmpty();
			assertThat(application.jvm().descendants()).isEmpty();
		}
	}

	@Test
	void contextThatATestHasCachedLeavesNoProcess() throws IOException {
		try (RunningApplication test = RunningApplication.start(RunningApplication.of(CachedContextMain.class)
			// It takes no arguments.
			.jvmArgs("-Dzproc.worker.jvm-args=" + RunningApplication.jvmArgs()))) {
			test.awaitWorker("polite-1", "works");
			test.awaitWorker("stubborn-1", "works");
			test.jvm().stdin().close();
			assertThat(test.jvm().awaitExit(RunningApplication.BOUND)).as(() -> test.lines("").toString()).isZero();
			assertThat(test.jvm().descendants()).isEmpty();
		}
	}

	@Test
	void restartByDevToolsLeavesNoProcessOfTheFormerContext() throws IOException {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(EndingApplication.class, "--zproc.worker.stop-grace=1s",
					// Restarts when it is asked, not when a file changes.
					"--spring.devtools.restart.trigger-file=none.trigger")
				.jvmArgs("-cp", withDevTools()))) {
			Set<Long> former = Set.of(application.awaitServer(), application.awaitWorker("polite-1", "works"),
					application.awaitWorker("stubborn-1", "works"));
			assertThat(application.jvm().descendants()).hasSameElementsAs(former);
			application.ask("restart");
			Awaitility.await("other processes work")
				.pollInSameThread()
				.atMost(RunningApplication.BOUND)
				.until(() -> application.lines("FACT works").size() == 4);
			assertThat(application.jvm().descendants()).hasSize(3).doesNotContainAnyElementsOf(former);
			application.jvm().kill9();
			application.awaitGone(RunningApplication.BOUND);
		}
	}

	/** Surefire's class path does not have them. */
	private static String withDevTools() throws IOException {
		String jars = Files.readString(Path.of("target", "child-class-path.txt")).strip();
		return Arrays.stream(jars.split(File.pathSeparator, -1))
			.filter((jar) -> jar.contains("spring-boot-devtools"))
			.findFirst()
			.map((jar) -> System.getProperty("java.class.path") + File.pathSeparator + jar)
			.orElseThrow();
	}

	@Test
	void terminatedApplicationStopsItsWorkersFirst() {
		try (RunningApplication application = start()) {
			application.jvm().signal("TERM");
			endsInOrder(application);
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isEqualTo(143);
			// It alone was signalled, so the worker that ignores the request is forced.
			assertThat(application.lines("it gets SIGTERM"))
				.anySatisfy((line) -> assertThat(line).contains("'stubborn-1'"));
		}
	}

	@Test
	void interruptedGroupStopsItsWorkersFirst() throws IOException {
		Assumptions.assumeFalse(ignoresInterrupts(), "The tests run with SIGINT ignored, and so would the application");
		try (RunningApplication application = start()) {
			application.jvm().signalGroup("INT");
			endsInOrder(application);
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isEqualTo(130);
			assertThat(application.lines("ERROR")).isEmpty();
		}
	}

	@Test
	void deathOfTheStateServerStopsTheApplication() {
		try (RunningApplication application = start()) {
			long server = application.awaitServer();
			Processes.kill9(server);
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isEqualTo(1);
			assertThat(application.jvm().descendants()).isEmpty();
			assertThat(application.lines("APPLICATION IS STOPPED")).hasSize(1);
			assertThat(application.lines("The state server (pid " + server + ") exited with 137 (SIGKILL"))
				.anySatisfy((line) -> assertThat(line).contains("Its last output: none"));
			assertThat(application.lines("lower zproc.server.max-heap")).hasSize(1);
			// Its workers were asked first, as ever.
			assertThat(application.lines("ignores an interrupt")).isNotEmpty();
		}
	}

	@Test
	void deathOfTheStateServerWhileTheApplicationStopsIsNone() {
		try (RunningApplication application = start()) {
			long server = application.awaitServer();
			application.jvm().signal("TERM");
			application.awaitWorker("stubborn-1", "ignores an interrupt");
			Processes.kill9(server);
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isEqualTo(143);
			assertThat(application.jvm().descendants()).isEmpty();
			assertThat(application.lines("APPLICATION IS STOPPED")).isEmpty();
			assertThat(application.lines("the application is stopping already")).hasSize(1);
		}
	}

	@Test
	void deathOfTheStateServerWhileTheApplicationStartsEndsIt() {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(EndingApplication.class, "--ending.kill-server=true"))) {
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isEqualTo(1);
			assertThat(application.jvm().descendants()).isEmpty();
			assertThat(application.lines("APPLICATION IS STOPPED")).hasSize(1);
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
		application.awaitGone(RunningApplication.BOUND);
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
