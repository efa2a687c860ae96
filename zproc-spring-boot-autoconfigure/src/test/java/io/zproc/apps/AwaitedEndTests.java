package io.zproc.apps;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import io.zproc.ProcessManager;
import io.zproc.ProcessState;
import io.zproc.SharedState;
import io.zproc.WorkerFailedException;
import io.zproc.WorkerProcess;
import io.zproc.apps.jobs.Jobs;
import io.zproc.apps.jobs.JobsApplication;
import io.zproc.testing.LeakChecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The end of an application that waits for its workers.
 */
@LeakChecked
@Timeout(360)
class AwaitedEndTests {

	private static final Duration BOUND = Duration.ofMinutes(3);

	@Test
	void endWaitsForWorkersThatEndByThemselves() {
		ConfigurableApplicationContext context = run("60s");
		SharedState state = context.getBean(SharedState.class);
		WorkerProcess<String> process = context.getBean(ProcessManager.class).spawn(Jobs::waitForWord);
		state.watch("listening").whenNotNull("listening").timeout(BOUND).await();
		CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
		Awaitility.await().atMost(BOUND).until(() -> closing.isDone() || isWaiting());
		assertThat(closing).isNotDone();
		state.put("word", "done");
		closing.join();
		assertThat(process.await(Duration.ZERO)).isEqualTo("done");
	}

	@Test
	void endStopsWorkersWhenTheTimeIsOver() {
		ConfigurableApplicationContext context = run("10ms");
		WorkerProcess<String> process = context.getBean(ProcessManager.class).spawn(Jobs::waitForWord);
		context.getBean(SharedState.class).watch("listening").whenNotNull("listening").timeout(BOUND).await();
		context.close();
		assertThat(process.state()).isEqualTo(ProcessState.EXITED);
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(Duration.ZERO))
			.withMessageContaining("was stopped");
	}

	/** In {@code WorkerSupervisor.awaitEnd}, called by the stop of the life cycle. */
	private static boolean isWaiting() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.anyMatch(
					(stack) -> Arrays.stream(stack).anyMatch((frame) -> frame.getMethodName().equals("awaitWorkers")));
	}

	private static ConfigurableApplicationContext run(String awaitAtEnd) {
		return new SpringApplicationBuilder(JobsApplication.class).web(WebApplicationType.NONE)
			.run("--zproc.mode=in-process", "--zproc.processes.await-at-end=" + awaitAtEnd);
	}

}
