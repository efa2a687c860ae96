package io.zproc.apps;

import java.util.List;

import io.zproc.WorkerProcess;
import io.zproc.apps.jobs.Jobs;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are processes.
 */
@LeakChecked
@Timeout(240)
@TestPropertySource(
		properties = { "zproc.mode=processes", "zproc.worker.jvm-args=-XX:TieredStopAtLevel=1,-XX:+UseSerialGC",
				"zproc.workers.many.max-heap=900m", "spring.main.banner-mode=off" })
class ForkedProcessTests extends ProcessCases {

	@Test
	void bigResultArrivesByWayOfSmallServer() {
		WorkerProcess<List<String>> process = processes().spawn(Jobs::many, 100, 1_000_000);
		List<String> result = process.await(BOUND);
		assertThat(process.pid()).isNotEqualTo(ProcessHandle.current().pid());
		assertThat(result).hasSize(100);
		assertThat(result.get(57)).isEqualTo("7".repeat(1_000_000));
	}

	@Test
	void closesContextAfterExit() {
		state().remove("ended");
		processes().spawn(Jobs::fail, "leave").await(BOUND);
		assertThat(state().get("ended")).isEqualTo("leave");
	}

}
