package io.zproc.process;

import java.time.Duration;
import java.util.Map;

import io.zproc.ProcessState;
import io.zproc.Restart;
import io.zproc.ZProcWorker;
import io.zproc.testing.LeakChecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run that takes too long is ended.
 */
@LeakChecked
@Timeout(360)
class TimeLimitTests {

	private final ScriptedWorkers workers = new ScriptedWorkers(Workers.class, Map.of(),
			new RestartOptions(Restart.ON_FAILURE, null, Duration.ZERO, null, null, null, 2, null, null, null),
			System::nanoTime, ManualTimer::automatic);

	@AfterEach
	void close() {
		this.workers.close();
	}

	@Test
	void eachRunIsEndedAndThePolicyDecides() {
		this.workers.start();
		Awaitility.await()
			.atMost(ScriptedWorkers.BOUND)
			.until(() -> this.workers.process("slow-1").state() == ProcessState.FAILED);
		assertThat(this.workers.process("slow-1").attempt()).isEqualTo(3);
		assertThat(this.workers.events()).containsOnlyOnce("launch patient-1")
			.filteredOn(
					"fail slow-1 within 3 s: its time limit of PT0.1S was over (zproc.workers.slow.time-limit)"::equals)
			.hasSize(3);
	}

	static class Workers {

		@ZProcWorker(timeLimit = "100ms", stopGrace = "3s")
		public void slow() {
		}

		@ZProcWorker(timeLimit = "1h")
		public void patient() {
		}

	}

}
