package io.zproc.process;

import java.time.Duration;
import java.util.Map;

import io.zproc.ZProcWorker;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers are forgotten together with their records on the state server.
 */
@LeakChecked
@Timeout(180)
class StartedWorkersTests {

	private final ScriptedWorkers workers = new ScriptedWorkers(Workers.class, Map.of());

	/** Forgets each as soon as it has ended. */
	private final StartedWorkers started = new StartedWorkers(this.workers::client,
			new Retention(0, Duration.ofDays(1), OutputTail.Limits.DEFAULT), System::nanoTime);

	@AfterEach
	void close() {
		this.workers.close();
	}

	@Test
	void forgetsRecordWithItsWorker() {
		SupervisedWorker<?> worker = startAndEnd();
		this.started.add(worker);
		assertThat(this.workers.shared("baker-1", "state")).isEqualTo("EXITED");
		this.started.ended(worker);
		assertThat(this.started.all()).isEmpty();
		assertThat(this.workers.shared("baker-1", "state")).isNull();
	}

	@Test
	void leavesRecordOfTheOneThatHasItsNumberNow() {
		SupervisedWorker<?> before = startAndEnd();
		this.started.add(before);
		this.workers.supervisor().startAgain(this.workers.definition("baker"), 1);
		SupervisedWorker<?> now = (SupervisedWorker<?>) this.workers.process("baker-1");
		this.started.add(now);
		// Its end may be noticed late.
		this.started.ended(before);
		assertThat(this.started.all()).hasSize(1).first().isSameAs(now);
		assertThat(this.workers.shared("baker-1", "state")).isEqualTo("STARTING");
	}

	private SupervisedWorker<?> startAndEnd() {
		this.workers.start();
		this.workers.run("baker-1").returnNothing();
		return (SupervisedWorker<?>) this.workers.process("baker-1");
	}

	static class Workers {

		@ZProcWorker
		public void baker() {
		}

	}

}
