package io.zproc.apps;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import io.zproc.apps.busy.BusyApplication;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All processes of an application on one state: exact sums, watchers in processes, and
 * what becomes of the others when one is killed.
 */
@LeakChecked
@Timeout(720)
@ExtendWith(SharedArchive.class)
class BusyApplicationTests {

	/** Far longer than the test: what is free sooner was not freed by it. */
	private static final String GRACE = "--zproc.session.grace=5m";

	@Test
	void processesShareOneStateAndSurviveEachOther() {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(BusyApplication.class, GRACE, "--zproc.state.atomic-timeout=5m"))) {
			processWatcherHearsAllSinceBeforeTheLaunchButItself(application);
			sumIsExactWhileThreadsAreInterrupted(application);
			turnOfKilledWorkerIsFreeAtOnce(application);
			callsFailWhenServerIsKilled(application);
			application.jvm().signal("TERM");
			application.awaitGone(Duration.ofSeconds(25));
		}
	}

	private static void processWatcherHearsAllSinceBeforeTheLaunchButItself(RunningApplication application) {
		application.awaitWorker("echo-1", "starts slowly");
		application.ask("say");
	}

	private static void sumIsExactWhileThreadsAreInterrupted(RunningApplication application) {
		for (int i = 1; i <= 4; i++) {
			application.awaitWorker("counter-" + i, "is ready to count");
		}
		String storm = application.ask("storm");
		Matcher numbers = Pattern.compile("applied (\\d+), refused (\\d+), interrupted (\\d+), lost (\\d+)")
			.matcher(storm);
		assertThat(numbers.matches()).as(storm).isTrue();
		for (int i = 1; i <= 4; i++) {
			application.awaitWorker("counter-" + i, "counted 120");
			application.awaitLine("Worker 'counter-" + i + "' (pid "
					+ application.awaitWorker("counter-" + i, "counted") + ") exited with 0");
		}
		int applied = Integer.parseInt(numbers.group(1));
		assertThat(applied + Integer.parseInt(numbers.group(2))).isEqualTo(16 * 120);
		assertThat(Integer.parseInt(numbers.group(3))).as("calls that were interrupted").isGreaterThan(100);
		assertThat(numbers.group(4)).as("interrupts that a call has swallowed").isEqualTo("0");
		assertThat(application.ask("sum")).isEqualTo(String.valueOf(applied + 4 * 120));
		assertThat(application.lines("WARN")).isEmpty();
		// The process watcher had the time of the storm.
		List<Long> said = LongStream.rangeClosed(1, 20).boxed().toList();
		assertThat(application.ask("heard")).isEqualTo(said.toString());
		String overheard = application.ask("overheard");
		List<String> both = new ArrayList<>();
		said.forEach((n) -> both.addAll(List.of(String.valueOf(n), String.valueOf(-n))));
		assertThat(overheard.substring(1, overheard.length() - 1).split(", ")).containsExactlyInAnyOrderElementsOf(both)
			.containsSubsequence(said.stream().map(String::valueOf).toArray(String[]::new));
	}

	private static void turnOfKilledWorkerIsFreeAtOnce(RunningApplication application) {
		for (int i = 1; i <= 2; i++) {
			application.awaitWorker("holder-" + i, "asks for the turn");
		}
		boolean isFirst = application.awaitLine("has the turn").contains("[holder-1 ");
		String holder = isFirst ? "holder-1" : "holder-2";
		String waiter = isFirst ? "holder-2" : "holder-1";
		long pid = application.awaitWorker(holder, "has the turn");
		assertThat(application.lines("has the turn")).hasSize(1);
		long killedAt = System.nanoTime();
		Processes.kill9(pid);
		application.awaitWorker(waiter, "has the turn");
		assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).isLessThan(Duration.ofSeconds(3));
		assertThat(application.awaitLine("Worker '" + holder + "' (pid " + pid + ") exited with 137")).contains("ERROR",
				"SIGKILL");
	}

	private static void callsFailWhenServerIsKilled(RunningApplication application) {
		assertThat(application.ask("wait")).isEqualTo("waiting");
		long server = application.awaitServer();
		long killedAt = System.nanoTime();
		Processes.kill9(server);
		String increment = application.awaitLine("FACT increment failed as ");
		String atomic = application.awaitLine("FACT atomic failed as ");
		String await = application.awaitLine("FACT await failed as ");
		assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).isLessThan(Duration.ofSeconds(5));
		assertThat(increment).contains("failed as UNKNOWN", "(UNKNOWN)");
		assertThat(atomic).contains("failed as NOT_APPLIED", "(NOT_APPLIED)");
		application.ask("ask again");
		String get = application.awaitLine("FACT get failed as NOT_APPLIED");
		String put = application.awaitLine("FACT put failed as NOT_APPLIED");
		assertThat(List.of(increment, atomic, await, get, put)).allSatisfy((line) -> assertThat(line)
			.contains("tcp://127.0.0.1:", "(pid " + server + ") is lost", "noticed at 20"));
		assertThat(application.awaitLine("the shared state is lost")).contains("FACT stop: ", "exited with 137",
				"SIGKILL");
		assertThat(application.awaitLine("FACT event: server " + server + " is lost")).contains("exited with 137");
	}

}
