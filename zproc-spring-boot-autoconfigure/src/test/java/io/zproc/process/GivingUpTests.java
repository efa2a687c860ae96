package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.zproc.Restart;
import io.zproc.WorkerFailedException;
import io.zproc.WorkerProcess;
import io.zproc.ZProcWorker;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A worker that is given up stops its application, if a property says so.
 */
@LeakChecked
@Timeout(180)
class GivingUpTests {

	private final ManualTimer timer = new ManualTimer();

	private final ScriptedWorkers workers = new ScriptedWorkers(Workers.class,
			Map.of("spare",
					new WorkerSettings.Single(null, null, null, null, null, RetryOptions.NOTHING,
							new RestartOptions(null, null, null, null, null, null, null, null, null,
									OnGiveUp.KEEP_RUNNING),
							LifeOptions.NOTHING, null)),
			new RestartOptions(null, null, null, null, null, null, 1, null, null, OnGiveUp.STOP_APPLICATION),
			System::nanoTime, () -> this.timer);

	@AfterEach
	void close() {
		this.workers.close();
		this.timer.shutdownNow();
	}

	@Test
	void saysWhoFailedWhyAndWhatToDo() {
		WorkerProcess<?> process = start("vital");
		this.workers.run("vital-1").die();
		assertThat(this.workers.stops()).isEmpty();
		this.timer.fire();
		this.workers.run("vital-1").beReady();
		var unused = process.result().whenComplete((result, failure) -> assertThat(this.workers.stops()).hasSize(1));
		this.workers.run("vital-1").throwException(new IllegalStateException("no mail"));
		assertThat(this.workers.stops()).singleElement()
			.asString()
			.startsWith("Worker 'vital-1' has failed for good in attempt 2: 1 restart is allowed within 1m"
					+ " (zproc.workers.vital.restart.max-restarts or zproc.worker.restart.max-restarts). Its last run: Worker 'vital-1' (pid 1) exited with 1"
					+ " after 1000 ms: java.lang.IllegalStateException: no mail")
			.contains("With zproc.workers.vital.restart.on-give-up=keep-running the application goes on without it.");
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(Duration.ZERO));
	}

	@Test
	void restartThatCannotBeLaunchedIsGivenUp() {
		start("vital");
		this.workers.run("vital-1").die();
		this.workers.refuse("vital-1");
		this.timer.fire();
		assertThat(this.workers.stops()).singleElement()
			.asString()
			.startsWith("Worker 'vital-1' could not be started again, for attempt 2: No process for vital-1. Its last"
					+ " run: Worker 'vital-1' (pid 1) exited with 137");
	}

	@Test
	void applicationGoesOnWithoutWorkerThatMayFail() {
		start("spare");
		this.workers.run("spare-1").die();
		this.timer.fire();
		this.workers.run("spare-1").die();
		assertThat(this.workers.process("spare-1").result()).isCompletedExceptionally();
		assertThat(this.workers.stops()).isEmpty();
	}

	@Test
	void workerThatIsNeverRestartedIsNotGivenUp() {
		start("job");
		this.workers.run("job-1").die();
		assertThat(this.workers.process("job-1").result()).isCompletedExceptionally();
		assertThat(this.workers.stops()).isEmpty();
	}

	@Test
	void stopOfWorkerThatWaitsIsNoGivingUp() {
		start("vital");
		this.workers.run("vital-1").die();
		this.workers.process("vital-1").stop(ScriptedWorkers.BOUND);
		assertThat(this.workers.process("vital-1").result()).isCompletedExceptionally();
		assertThat(this.workers.stops()).isEmpty();
	}

	private WorkerProcess<?> start(String worker) {
		SupervisedWorker<?> process = this.workers.supervisor()
			.add(this.workers.definition(worker), "default", List.of(), "");
		process.start();
		return process;
	}

	static class Workers {

		@ZProcWorker(autoStart = false)
		public void job() {
		}

		@ZProcWorker(autoStart = false, restart = Restart.ON_FAILURE)
		public void vital() {
		}

		@ZProcWorker(autoStart = false, restart = Restart.ON_FAILURE)
		public void spare() {
		}

	}

}
