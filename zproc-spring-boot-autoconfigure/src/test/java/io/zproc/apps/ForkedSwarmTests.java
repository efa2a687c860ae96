package io.zproc.apps;

import java.util.List;
import java.util.stream.IntStream;

import io.zproc.Swarm;
import io.zproc.SwarmTask;
import io.zproc.SwarmTaskException.Reason;
import io.zproc.SwarmTaskException;
import io.zproc.apps.jobs.SwarmJobs;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Swarms whose processes are processes.
 */
@LeakChecked
@Timeout(720)
@ExtendWith(SharedArchive.class)
@TestPropertySource(properties = { "zproc.mode=processes", "spring.main.banner-mode=off", "zproc.swarm.max-kills=2",
		"zproc.swarm.max-restart-delay=100ms" })
class ForkedSwarmTests extends SwarmCases {

	@DynamicPropertySource
	static void startsFast(DynamicPropertyRegistry registry) {
		registry.add("zproc.worker.jvm-args", RunningApplication::jvmArgs);
	}

	@Test
	void runsInOtherProcesses() {
		List<Object> where = swarm().worker("pid").map(IntStream.range(0, 50).boxed().toList());
		assertThat(where).noneSatisfy((id) -> assertThat(id).isEqualTo(ProcessHandle.current().pid()));
	}

	@Test
	void outlivesItsProcesses() {
		try (Swarm crashing = processes().swarm("crashing", 1)) {
			assertThatExceptionOfType(SwarmTaskException.class)
				.isThrownBy(() -> crashing.worker("crash").acknowledgeEarly().run("crashed early", 1))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.LOST))
				.withMessageContaining("134");
			assertThat(state().get("crashed early")).isEqualTo(1L);
			assertThatExceptionOfType(SwarmTaskException.class)
				.isThrownBy(() -> crashing.worker("crash").run("crashed always", 1_000))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.SET_ASIDE))
				.withMessageContaining("(crash)")
				.withMessageContaining("2 processes in a row")
				.withMessageContaining("134");
			assertThat(state().get("crashed always")).isEqualTo(2L);
			assertThat(crashing.run(SwarmJobs::square, 3)).isEqualTo(9);
			killsInMidCall(crashing);
			assertThat(crashing.progress().setAside()).isEqualTo(1);
		}
	}

	private void killsInMidCall(Swarm crashing) {
		long pid = ((Number) crashing.worker("pid").run(0)).longValue();
		SwarmTask<String> task = crashing.submit(SwarmJobs::pass, "gate of killed");
		await().atMost(BOUND).until(() -> Long.valueOf(1).equals(state().get("at gate of killed")));
		assertThat(ProcessHandle.of(pid)).hasValueSatisfying(ProcessHandle::destroyForcibly);
		await().atMost(BOUND).until(() -> Long.valueOf(2).equals(state().get("at gate of killed")));
		state().put("gate of killed", true);
		assertThat(task.await(BOUND)).isEqualTo("gate of killed");
	}

	@Test
	void endsByForceWhatDoesNotEnd() {
		Swarm forced = processes().swarm("forced", 1);
		SwarmTask<String> running = forced.submit(SwarmJobs::pass, "gate of forced");
		await().atMost(BOUND).until(() -> Long.valueOf(1).equals(state().get("at gate of forced")));
		forced.kill();
		assertThatExceptionOfType(SwarmTaskException.class).isThrownBy(() -> running.await(BOUND))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED));
	}

}
