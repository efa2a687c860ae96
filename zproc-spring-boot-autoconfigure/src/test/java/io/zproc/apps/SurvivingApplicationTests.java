package io.zproc.apps;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.zproc.apps.surviving.SurvivingApplication;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A state server that is killed under load, and an application of several processes, one
 * below the other, that goes on with another one.
 */
@LeakChecked
@Timeout(720)
@ExtendWith(SharedArchive.class)
class SurvivingApplicationTests {

	@Test
	void allProcessesGoOnWithAnotherStateServer() {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(SurvivingApplication.class, "--zproc.server.on-death=restart"))) {
			application.ask("begin");
			Set<Long> workers = new TreeSet<>(List.of(application.awaitWorker("count-1", "counts at 1"),
					application.awaitWorker("count-2", "counts at 0")));
			application.awaitWorker("inAProcess-1", "process hears");
			application.awaitLine("FACT application hears");
			long server = application.awaitServer();
			Processes.kill9(server);
			assertThat(application.awaitLine("another one takes its place")).contains("(pid " + server + ")", "137");
			application.awaitWorker("inAProcess-1", "process has a gap up to 1");
			application.awaitLine("FACT application has a gap up to 1");
			assertThat(application.ask("go on")).isEqualTo("went on");
			// Watchers, too, go on after the gap.
			for (String who : List.of("application", "process")) {
				Awaitility.await()
					.atMost(RunningApplication.BOUND)
					.until(() -> application.lines(who + " hears ")
						.stream()
						.anyMatch((line) -> line.matches(".*hears 1\\d{6}.*")));
			}
			String finished = application.ask("finish");
			Matcher numbers = Pattern.compile("\\[(\\d+), (\\d+)]").matcher(finished);
			assertThat(numbers.matches()).as(finished).isTrue();
			long acknowledged = Long.parseLong(numbers.group(1));
			long sum = Long.parseLong(application.ask("sum"));
			System.out.println("Two processes, one below the other: " + acknowledged + " increments acknowledged, "
					+ numbers.group(2) + " unknown, " + sum + " found");
			assertThat(sum).isLessThanOrEqualTo(acknowledged + Long.parseLong(numbers.group(2)));
			for (long worker : workers) {
				assertThat(application.lines("(pid " + worker + ") exited with 0")).hasSize(1);
			}
			application.jvm().signal("TERM");
			assertThat(application.jvm().awaitExit(RunningApplication.BOUND)).isEqualTo(143);
			assertThat(application.lines("APPLICATION IS STOPPED")).isEmpty();
		}
	}

}
