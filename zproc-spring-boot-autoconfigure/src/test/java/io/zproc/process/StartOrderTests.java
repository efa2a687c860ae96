package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.zproc.ProcessState;
import io.zproc.Restart;
import io.zproc.WorkerContext;
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
 * Workers are started when those before them are ready.
 */
@LeakChecked
@Timeout(360)
class StartOrderTests {

	private final ManualTimer timer = new ManualTimer();

	private final ScriptedWorkers workers = new ScriptedWorkers(Workers.class, Map.of(), RestartOptions.NOTHING,
			System::nanoTime, () -> this.timer);

	@AfterEach
	void close() {
		this.workers.close();
	}

	@Test
	void startsWorkerWhenAllInstancesOfOthersAreReady() {
		this.workers.start();
		assertThat(this.workers.events()).containsExactly("launch store-1", "launch store-2", "launch queue-1");
		assertThat(this.workers.process("shop-1").state()).isEqualTo(ProcessState.NEW);
		assertThat(this.workers.process("shop-1").isAlive()).isFalse();
		assertThat(this.workers.shared("shop-1", "state")).isEqualTo("NEW");
		this.workers.run("store-1").beReady();
		this.workers.run("queue-1").beReady();
		assertThat(this.workers.process("shop-1").attempt()).isZero();
		this.workers.run("store-2").beReady();
		this.workers.awaitEvents("launch shop-1");
		assertThat(this.workers.events()).doesNotContain("launch till-1");
		this.workers.run("shop-1").beReady();
		this.workers.awaitEvents("launch till-1");
		assertThat(this.workers.process("till-1").state()).isEqualTo(ProcessState.STARTING);
	}

	@Test
	void isReadyAtTheLatestWhenItHasReturned() {
		this.workers.start();
		this.workers.run("store-1").returnNothing();
		this.workers.run("store-2").returnNothing();
		this.workers.run("queue-1").returnNothing();
		this.workers.awaitEvents("launch shop-1");
	}

	@Test
	void waitsForRestartOfWhatHasFailedBeforeItWasReady() {
		this.workers.start();
		this.workers.run("queue-1").beReady();
		this.workers.run("store-2").beReady();
		this.workers.run("store-1").die();
		this.timer.fire();
		assertThat(this.workers.process("store-1").attempt()).isEqualTo(2);
		assertThat(this.workers.process("shop-1").state()).isEqualTo(ProcessState.NEW);
		this.workers.run("store-1").beReady();
		this.workers.awaitEvents("launch shop-1");
	}

	@Test
	void isNotStartedWhenOthersFailForGoodNorAreThoseAfterIt() {
		this.workers.start();
		this.workers.run("queue-1").die();
		String reason = "Worker 'shop-1' was not started: worker 'queue-1', which must be ready before, has ended: ";
		assertThatExceptionOfType(WorkerFailedException.class)
			.isThrownBy(() -> this.workers.process("till-1").await(ScriptedWorkers.BOUND))
			.withMessage("Worker 'till-1' was not started: worker 'shop-1', which must be ready before, has ended: "
					+ this.workers.shared("shop-1", "failure"));
		assertThat((String) this.workers.shared("shop-1", "failure")).startsWith(reason).doesNotContain("\n");
		assertThat(this.workers.shared("shop-1", "state")).isEqualTo("FAILED");
		assertThat(this.workers.shared("shop-1", "attempt")).isEqualTo(0);
		assertThat(this.workers.shared("shop-1", "pid")).isEqualTo(-1L);
		// Too late.
		this.workers.run("store-1").beReady();
		this.workers.run("store-2").beReady();
		this.workers.process("shop-1").start();
		this.workers.supervisor().close();
		assertThat(this.workers.events()).doesNotContain("launch shop-1");
	}

	@Test
	void deathAfterItWasReadyIsNotWaitedFor() {
		this.workers.start();
		this.workers.run("queue-1").beReady();
		this.workers.run("queue-1").die();
		this.workers.run("store-1").beReady();
		this.workers.run("store-2").beReady();
		this.workers.awaitEvents("launch shop-1");
	}

	@Test
	void stopWhileItWaitsLetsNothingRun() throws InterruptedException {
		this.workers.start();
		WorkerProcess<?> shop = this.workers.process("shop-1");
		shop.start();
		assertThat(shop.attempt()).isZero();
		assertThat(this.workers.supervisor().awaitEnd(Duration.ZERO)).isFalse();
		shop.stop(ScriptedWorkers.BOUND);
		assertThat(shop.state()).isEqualTo(ProcessState.EXITED);
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> shop.await(Duration.ZERO))
			.withMessageContaining("was stopped before it was started");
		List.of("store-1", "store-2", "queue-1").forEach((label) -> this.workers.run(label).beReady());
		List.of("store-1", "store-2", "queue-1").forEach((label) -> this.workers.run(label).returnNothing());
		// What waits for the worker that was stopped does so in vain.
		assertThat(this.workers.supervisor().awaitEnd(ScriptedWorkers.BOUND)).isTrue();
		assertThat(this.workers.process("till-1").state()).isEqualTo(ProcessState.FAILED);
		assertThat(this.workers.events()).doesNotContain("launch shop-1", "launch till-1");
	}

	@Test
	void endOfApplicationLetsNothingRun() {
		this.workers.start();
		this.workers.supervisor().close();
		assertThat(this.workers.events()).doesNotContain("launch shop-1", "launch till-1");
		assertThat(this.workers.process("till-1").state().isTerminal()).isTrue();
	}

	@Test
	void spawnedProcessesDoNotWaitAndAreNotWaitedFor() {
		this.workers.supervisor().add(this.workers.definition("shop"), "default", List.of(), "").start();
		assertThat(this.workers.events()).containsExactly("launch shop-2");
		this.workers.run("shop-2").die();
		this.workers.start();
		List.of("store-1", "store-2", "queue-1", "shop-1").forEach((label) -> this.workers.run(label).beReady());
		this.workers.awaitEvents("launch till-1");
	}

	static class Workers {

		// Found in the order of their names, more or less.
		@ZProcWorker(after = "shop")
		public void till() {
		}

		@ZProcWorker(after = { "store", "queue" })
		public void shop() {
		}

		@ZProcWorker(instances = 2, reportsReady = true, restart = Restart.ON_FAILURE)
		public void store(WorkerContext context) {
		}

		@ZProcWorker
		public void queue() {
		}

	}

}
