package io.zproc.process;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.zproc.ProcessManager;
import io.zproc.ProcessState;
import io.zproc.WorkerProcess;
import io.zproc.ZProcWorker;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A worker gets more processes and fewer while the application runs.
 */
@LeakChecked
@Timeout(360)
class ScalingTests {

	private final ScriptedWorkers workers = new ScriptedWorkers(Workers.class, Map.of());

	private final ProcessManager processes = this.workers.processes();

	@AfterEach
	void close() {
		this.workers.close();
	}

	@Test
	void startsWhatIsMissingAndStopsTheHighestFirst() {
		this.workers.start();
		this.processes.scale("baker", 4);
		assertThat(this.workers.events()).containsExactly("launch baker-1", "launch baker-2", "launch baker-3",
				"launch baker-4");
		this.processes.scale("baker", 1);
		assertThat(this.workers.events()).contains("end baker-2", "end baker-3", "end baker-4")
			.doesNotContain("stop baker-1");
		assertThat(this.workers.process("baker-4").state()).isEqualTo(ProcessState.EXITED);
		this.processes.scale("baker", 1);
		this.processes.scale("baker", 0);
		assertThat(this.workers.events()).hasSize(12).endsWith("stop baker-1", "end baker-1");
	}

	@Test
	void numbersComeBackWithFirstAttempts() {
		this.workers.start();
		WorkerProcess<?> second = this.workers.process("baker-2");
		this.processes.scale("baker", 1);
		this.processes.scale("baker", 2);
		WorkerProcess<?> again = this.workers.process("baker-2");
		assertThat(again).isNotSameAs(second);
		assertThat(again.attempt()).isEqualTo(1);
		assertThat(this.processes.processes().contains(again)).isTrue();
		assertThat(this.processes.processes().contains(second)).isFalse();
		assertThat(this.workers.shared("baker-2", "state")).isEqualTo("STARTING");
		assertThat(second.state()).isEqualTo(ProcessState.EXITED);
	}

	@Test
	void leavesOutNumbersOfSpawnedProcessesAndThoseAlone() {
		this.workers.start();
		this.processes.spawn("baker");
		this.processes.scale("baker", 3);
		this.processes.scale("baker", 1);
		this.processes.scale("baker", 4);
		assertThat(this.workers.events().stream().filter((event) -> event.startsWith("launch"))).containsExactly(
				"launch baker-1", "launch baker-2", "launch baker-3", "launch baker-4", "launch baker-2",
				"launch baker-4", "launch baker-5");
		assertThat(this.workers.events()).doesNotContain("stop baker-3");
	}

	@Test
	void startOfApplicationKeepsWhatWasScaledBefore() {
		this.processes.scale("baker", 3);
		this.processes.scale("washer", 1);
		this.workers.start();
		assertThat(this.workers.events()).containsExactly("launch baker-1", "launch baker-2", "launch baker-3",
				"launch washer-1");
	}

	@Test
	void zeroBeforeTheStartLetsNothingStart() {
		this.processes.scale("baker", 0);
		this.workers.start();
		assertThat(this.workers.events()).isEmpty();
	}

	@Test
	void whatHasEndedByItselfCounts() {
		this.workers.start();
		this.workers.run("baker-1").returnNothing();
		this.processes.scale("baker", 2);
		assertThat(this.workers.events()).hasSize(3);
		this.processes.scale("baker", 3);
		assertThat(this.workers.events()).endsWith("launch baker-3");
	}

	@Test
	void newInstancesWaitForOthersAndDismissedOnesAreNotWaitedFor() {
		this.processes.scale("seller", 1);
		assertThat(this.workers.events()).containsExactly("launch seller-1");
		this.workers.start();
		this.processes.scale("seller", 3);
		assertThat(this.workers.process("seller-2").state()).isEqualTo(ProcessState.NEW);
		this.processes.scale("seller", 2);
		this.workers.run("baker-1").beReady();
		this.processes.scale("baker", 1);
		this.workers.awaitEvents("launch seller-2");
		this.processes.scale("seller", 3);
		this.workers.awaitEvents("launch seller-3");
		assertThat(this.workers.events()).containsOnlyOnce("launch seller-3");
	}

	@Test
	void failedStartIsNotKept() {
		this.workers.start();
		this.workers.refuse("baker-4");
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> this.processes.scale("baker", 5))
			.withMessage("No process for baker-4");
		assertThat(this.workers.process("baker-5").state()).isEqualTo(ProcessState.FAILED);
		this.workers.refuse("");
		this.processes.scale("baker", 4);
		assertThat(this.workers.events()).containsExactly("launch baker-1", "launch baker-2", "launch baker-3",
				"launch baker-4");
	}

	@Test
	void callsAreDoneOneAfterTheOther() throws Exception {
		this.workers.start();
		this.workers.run("baker-2").beSlow();
		CompletableFuture<Void> down = CompletableFuture.runAsync(() -> this.processes.scale("baker", 1));
		this.workers.awaitEvents("stop baker-2");
		CompletableFuture<Void> up = CompletableFuture.runAsync(() -> this.processes.scale("baker", 2));
		assertThat(down).isNotDone();
		this.workers.run("baker-2").stopped(0);
		CompletableFuture.allOf(down, up).get(ScriptedWorkers.BOUND.toSeconds(), TimeUnit.SECONDS);
		assertThat(this.workers.events()).containsSubsequence("end baker-2", "launch baker-2");
		assertThat(this.workers.process("baker-2").isAlive()).isTrue();
	}

	@Test
	void refusesWhatCannotBe() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.scale("bakery", 1))
			.withMessageStartingWith("There is no worker 'bakery'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.scale("baker", -1))
			.withMessage("Instances of worker 'baker': -1 (expected: >= 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.scale("fetcher", 1))
			.withMessageContaining("cannot be scaled: its method ");
		this.workers.supervisor().prepareWorker(ScriptedWorkers.PLAN);
		assertThatIllegalStateException().isThrownBy(() -> this.processes.scale("baker", 1))
			.withMessageContaining("cannot be scaled in a worker's process");
	}

	@Test
	void nothingIsStartedWhenTheApplicationHasEnded() {
		this.workers.start();
		this.workers.supervisor().close();
		assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> this.processes.scale("baker", 3));
	}

	static class Workers {

		@ZProcWorker(instances = 2)
		public void baker() {
		}

		@ZProcWorker(autoStart = false)
		public void washer() {
		}

		@ZProcWorker(after = "baker", autoStart = false)
		public void seller() {
		}

		@ZProcWorker
		public void fetcher(String what) {
		}

	}

}
