package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.ProcessState;
import io.zproc.Restart;
import io.zproc.ZProcWorker;
import io.zproc.process.EndedRun.End;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told last of a worker is what was decided last.
 */
@Timeout(180)
class RunTransitionsTests {

	private final WorkerDefinition worker = ScriptedWorkers.worker(Workers.class, "eager");

	private final ProcessRecord starting = ProcessRecord
		.starting(new RunOrder(this.worker, 1, 1, "default", 0, List.of(), "", ScriptedWorkers.PLAN), 1);

	private final EndedRun dead = new EndedRun(this.starting.ended(ProcessState.FAILED, 137, "It was killed"), End.DIED,
			null, null, Duration.ofSeconds(1), false, List.of());

	private final List<ProcessState> told = new CopyOnWriteArrayList<>();

	private final StartGate gate = new StartGate("eager-1");

	/** What else happens while a change is under way: the time is asked for within it. */
	private volatile Runnable meanwhile = () -> {
	};

	private final RunTransitions transitions = transitions();

	private RunTransitions transitions() {
		NextRun nextRun = new NextRun(new RestartPolicy(this.worker, null));
		nextRun.begin();
		ToldRecord record = new ToldRecord((now) -> this.told.add(now.state()), new WorkerEvents((event) -> {
		}, null));
		return new RunTransitions("eager-1", nextRun, record, this.gate, () -> {
			Runnable once = this.meanwhile;
			this.meanwhile = () -> {
			};
			once.run();
			return 0;
		});
	}

	@Test
	void runThatEndsJustAsItIsReadyIsToldToEndLast() throws InterruptedException {
		Thread end = new Thread(() -> this.transitions.ended(this.dead), "end");
		this.meanwhile = () -> {
			end.start();
			Awaitility.await()
				.atMost(ScriptedWorkers.BOUND)
				.until(() -> end.getState() == Thread.State.BLOCKED || !end.isAlive());
		};
		this.transitions.changed(this.starting.with(ProcessState.RUNNING));
		end.join(ScriptedWorkers.BOUND.toMillis());
		assertThat(this.told).containsExactly(ProcessState.RUNNING, ProcessState.BACKING_OFF);
		assertThat(this.gate.wasReady()).isTrue();
	}

	@Test
	void stopFollowsTheEndThatItFindsWaiting() {
		this.transitions.ended(this.dead);
		assertThat(this.transitions.stop()).isSameAs(this.dead);
		assertThat(this.transitions.stop()).isNull();
		assertThat(this.told).containsExactly(ProcessState.BACKING_OFF, ProcessState.EXITED);
	}

	@Test
	void runThatIsReadyAfterItsEndIsToldToNobody() {
		this.transitions.ended(this.dead);
		this.transitions.changed(this.starting.with(ProcessState.RUNNING));
		assertThat(this.gate.wasReady()).isFalse();
		assertThat(this.told).containsExactly(ProcessState.BACKING_OFF);
	}

	static class Workers {

		@ZProcWorker(restart = Restart.ON_FAILURE)
		public void eager() {
		}

	}

}
