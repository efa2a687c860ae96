package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.zproc.ProcessState;
import io.zproc.Restart;
import io.zproc.ZProcWorker;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of an application stops each worker before those that it needs.
 */
@LeakChecked
@Timeout(360)
class OrderlyStopTests {

	private static final List<String> LABELS = List.of("store-1", "store-2", "shop-1", "till-1", "radio-1");

	private final ScriptedWorkers workers = new ScriptedWorkers(Workers.class, Map.of("store",
			new WorkerSettings.Single(null, null, null, null, null, RetryOptions.NOTHING, RestartOptions.NOTHING,
					new LifeOptions(null, Duration.ofSeconds(7), null, null, null, false, false), null),
			"radio",
			new WorkerSettings.Single(null, null, null, null, null, RetryOptions.NOTHING,
					new RestartOptions(Restart.ALWAYS, null, Duration.ZERO, null, null, null, null, null, null, null),
					LifeOptions.NOTHING, null)));

	@AfterEach
	void close() {
		this.workers.close();
	}

	private void start() {
		this.workers.start();
		LABELS.forEach((label) -> this.workers.run(label).beReady());
	}

	@Test
	void stopsWorkersBeforeThoseThatTheyNeed() {
		start();
		this.workers.supervisor().close();
		List<String> events = this.workers.events();
		assertThat(events).containsSubsequence("stop till-1", "end till-1", "stop shop-1", "end shop-1")
			.containsSubsequence("end shop-1", "stop store-1")
			.containsSubsequence("end shop-1", "stop store-2")
			.contains("end store-1", "end store-2", "end radio-1")
			.noneMatch((event) -> event.startsWith("force"));
	}

	@Test
	void nobodyWaitsForWorkersThatDoNotNeedIt() throws Exception {
		start();
		this.workers.run("till-1").beSlow();
		this.workers.run("store-2").beSlow();
		CompletableFuture<Void> stop = CompletableFuture.runAsync(this.workers.supervisor()::close);
		this.workers.awaitEvents("stop till-1", "end radio-1");
		assertThat(this.workers.events()).doesNotContain("stop shop-1", "stop store-1");
		this.workers.run("till-1").stopped(0);
		this.workers.awaitEvents("stop store-2", "end store-1");
		assertThat(stop).isNotDone();
		this.workers.run("store-2").stopped(0);
		stop.get(ScriptedWorkers.BOUND.toSeconds(), TimeUnit.SECONDS);
	}

	@Test
	void eachWorkerHasItsOwnGrace() {
		start();
		LABELS.forEach((label) -> this.workers.run(label).beStubborn());
		this.workers.supervisor().close();
		assertThat(this.workers.events()).contains("force till-1 after 3 s", "force shop-1 after 10 s",
				"force store-1 after 7 s", "force store-2 after 7 s", "force radio-1 after 10 s");
	}

	@Test
	void spawnedProcessesStopInTheSameOrder() {
		start();
		this.workers.supervisor().add(this.workers.definition("shop"), "default", List.of(), "").start();
		this.workers.run("shop-2").beReady();
		this.workers.supervisor().stopAll(Duration.ofSeconds(1));
		assertThat(this.workers.events()).containsSubsequence("end till-1", "stop shop-2")
			.containsSubsequence("end shop-2", "stop store-1");
	}

	@Test
	void whatDiesMeanwhileIsNotStartedAgain() throws Exception {
		start();
		this.workers.run("till-1").beSlow();
		this.workers.run("radio-1").beSlow();
		CompletableFuture<Void> stop = CompletableFuture.runAsync(this.workers.supervisor()::close);
		this.workers.awaitEvents("stop till-1", "stop radio-1");
		this.workers.run("radio-1").die();
		this.workers.run("store-1").die();
		this.workers.run("till-1").stopped(0);
		stop.get(ScriptedWorkers.BOUND.toSeconds(), TimeUnit.SECONDS);
		assertThat(this.workers.events()).containsOnlyOnce("launch radio-1", "launch store-1");
		assertThat(this.workers.process("radio-1").state()).isEqualTo(ProcessState.FAILED);
	}

	@Test
	void interruptEndsAllByForceAndIsKept() throws Exception {
		start();
		LABELS.forEach((label) -> this.workers.run(label).beSlow());
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread stopping = new Thread(() -> {
			this.workers.supervisor().close();
			interrupted.complete(Thread.currentThread().isInterrupted());
		});
		stopping.start();
		this.workers.awaitEvents("stop till-1", "stop radio-1");
		stopping.interrupt();
		assertThat(interrupted.get(ScriptedWorkers.BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(this.workers.events()).contains("end till-1", "end shop-1", "end store-1", "end store-2",
				"end radio-1");
	}

	@Test
	void secondEndFindsNothing() {
		start();
		this.workers.supervisor().close();
		List<String> events = this.workers.events();
		this.workers.supervisor().close();
		assertThat(this.workers.events()).isEqualTo(events);
	}

	static class Workers {

		@ZProcWorker(instances = 2)
		public void store() {
		}

		@ZProcWorker(after = "store")
		public void shop() {
		}

		@ZProcWorker(after = "shop", stopGrace = "3s")
		public void till() {
		}

		@ZProcWorker
		public void radio() {
		}

	}

}
