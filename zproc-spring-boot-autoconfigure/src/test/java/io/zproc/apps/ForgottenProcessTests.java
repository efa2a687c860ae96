package io.zproc.apps;

import java.time.Duration;

import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.WorkerProcess;
import io.zproc.apps.jobs.Jobs;
import io.zproc.apps.jobs.JobsApplication;
import io.zproc.process.StateConnection;
import io.zproc.testing.LeakChecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that have ended are forgotten, after a time or when they are too many.
 */
@LeakChecked
@Timeout(360)
class ForgottenProcessTests {

	@ParameterizedTest
	@ValueSource(strings = { "--zproc.processes.keep=0", "--zproc.processes.result-ttl=10ms" })
	void forgetsWhatHasEndedWithItsRecord(String property) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(JobsApplication.class)
			.web(WebApplicationType.NONE)
			.run("--zproc.mode=in-process", property)) {
			ProcessManager processes = context.getBean(ProcessManager.class);
			WorkerProcess<Void> later = processes.worker(Jobs::wash).startLater().spawn();
			WorkerProcess<Integer> process = processes.spawn(Jobs::bake, 2);
			assertThat(process.await(Duration.ofSeconds(60))).isEqualTo(4);
			SharedState records = context.getBean(StateConnection.class).client().reserved("$processes");
			Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
				assertThat(processes.processes()).singleElement().isSameAs(later);
				assertThat(records).isEmpty();
			});
			assertThat(process.await(Duration.ZERO)).isEqualTo(4);
		}
	}

}
