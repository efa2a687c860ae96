package io.zproc.apps;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.zproc.apps.swarming.SwarmingApplication;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a swarm whose owner is killed, or whose processes cannot live.
 */
@LeakChecked
@Timeout(360)
@ExtendWith(SharedArchive.class)
class SwarmingApplicationTests {

	private static final Pattern MEMBER = Pattern.compile("'(zproc-swarm-\\d+)'");

	@Test
	void killedOwnerLeavesNoProcessOfItsSwarm() {
		try (RunningApplication application = start()) {
			assertThat(application.ask("start")).isEqualTo("started");
			application.awaitLine("is in a call");
			// By the process that is not in that call.
			assertThat(application.ask("call")).isEqualTo("1");
			assertThat(application.jvm().descendants()).hasSize(3).contains(application.awaitServer());
			application.jvm().kill9();
			application.awaitGone(RunningApplication.BOUND);
		}
	}

	@Test
	void swarmWhoseProcessesKeepDyingFailsAndStartsNoMore() {
		try (RunningApplication application = start("--zproc.workers.zproc-swarm.jvm-args=-XX:+NoSuchOption")) {
			assertThat(application.ask("start")).isEqualTo("started");
			assertThat(application.ask("call")).startsWith("CLOSED: ")
				.contains("Swarm 'pool' failed: 5 of its processes in a row died before they were ready");
			assertThat(application.ask("resize")).isEqualTo("told");
			assertThat(application.ask("close")).isEqualTo("closed");
			assertThat(members(application)).hasSizeBetween(5, 6);
			assertThat(application.jvm().descendants()).containsExactly(application.awaitServer());
		}
	}

	private static RunningApplication start(String... args) {
		return RunningApplication.start(
				// Nothing else holds it before its first swarm.
				RunningApplication.of(SwarmingApplication.class, "--spring.main.keep-alive=true").args(args));
	}

	/** All that were ever started: each one's end is written. */
	private static Set<String> members(RunningApplication application) {
		return application.lines("")
			.stream()
			.flatMap((line) -> MEMBER.matcher(line).results())
			.map((found) -> found.group(1))
			.collect(Collectors.toSet());
	}

}
