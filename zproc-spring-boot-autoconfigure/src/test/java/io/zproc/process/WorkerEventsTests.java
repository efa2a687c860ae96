package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.zproc.ProcessState;
import io.zproc.WorkerEndedEvent;
import io.zproc.WorkerFailedEvent;
import io.zproc.WorkerHungEvent;
import io.zproc.WorkerReadyEvent;
import io.zproc.WorkerRecoveredEvent;
import io.zproc.WorkerStartedEvent;
import io.zproc.ZProcEvent;
import io.zproc.process.EndedRun.End;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerEvents}.
 */
class WorkerEventsTests {

	private final List<ZProcEvent> told = new ArrayList<>();

	private final WorkerEvents events = new WorkerEvents(this.told::add, "mail");

	private static ProcessRecord record(ProcessState state, int attempt) {
		return new ProcessRecord("mailer", 1, 7, 1, state, attempt, null, Instant.now(), null, null, null, null, null);
	}

	@Test
	void eachStateIsToldOnceForEachAttempt() {
		ProcessRecord before = null;
		for (int attempt = 1; attempt <= 2; attempt++) {
			for (ProcessState state : List.of(ProcessState.STARTING, ProcessState.RUNNING, ProcessState.RUNNING,
					ProcessState.STOPPING)) {
				ProcessRecord now = record(state, attempt);
				this.events.changed(before, now);
				before = now;
			}
		}
		assertThat(this.told).extracting(Object::getClass)
			.containsExactly(WorkerStartedEvent.class, WorkerReadyEvent.class, WorkerStartedEvent.class,
					WorkerReadyEvent.class);
	}

	@Test
	void hungProcessIsToldOnceAndWhenItRecovers() {
		ProcessRecord running = record(ProcessState.RUNNING, 1);
		ProcessRecord hung = running.hung(Instant.now().minusSeconds(60));
		this.events.changed(running, hung);
		this.events.changed(hung, hung);
		this.events.changed(hung, running);
		this.events.changed(hung, hung.with(ProcessState.STOPPING));
		this.events.changed(hung, record(ProcessState.STARTING, 2));
		assertThat(this.told).hasSize(3);
		assertThat((WorkerHungEvent) this.told.get(0)).satisfies((event) -> {
			assertThat(event.worker()).isEqualTo("mailer");
			assertThat(event.silence()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
		});
		assertThat(this.told.get(1)).isInstanceOf(WorkerRecoveredEvent.class);
		assertThat(this.told.get(2)).isInstanceOf(WorkerStartedEvent.class);
	}

	@Test
	void endTellsWhenTheNextStartFollows() {
		ProcessRecord failed = record(ProcessState.RUNNING, 2).ended(ProcessState.FAILED, 137, "It was killed");
		this.events.ended(new EndedRun(failed, End.DIED, null, null, Duration.ofSeconds(4), false, List.of()),
				Duration.ofMillis(500));
		ProcessRecord exited = record(ProcessState.RUNNING, 2).ended(ProcessState.EXITED, 0, null);
		this.events.ended(new EndedRun(exited, End.RETURNED, null, null, Duration.ofSeconds(4), false, List.of()),
				null);
		assertThat(this.told).hasSize(2);
		assertThat((WorkerFailedEvent) this.told.get(0)).isEqualTo(new WorkerFailedEvent(failed.endedAt(), "mailer", 1,
				7, 2, 137, "SIGKILL", Duration.ofSeconds(4), "It was killed", Duration.ofMillis(500), "mail"));
		assertThat((WorkerEndedEvent) this.told.get(1))
			.isEqualTo(new WorkerEndedEvent(exited.endedAt(), "mailer", 1, 7, 2, 0, Duration.ofSeconds(4), null, null));
	}

	@Test
	void startThatWasRefusedIsAFailure() {
		ProcessRecord waiting = new ProcessRecord("mailer", 1, ProcessRecord.NO_PID, 1, ProcessState.NEW, 0, null,
				Instant.now(), null, null, null, null, null);
		this.events.changed(null, waiting);
		assertThat(this.told).isEmpty();
		this.events.changed(waiting, waiting.unstarted(ProcessState.FAILED, "What it needs has ended"));
		assertThat(this.told).singleElement().isInstanceOfSatisfying(WorkerFailedEvent.class, (failed) -> {
			assertThat(failed.pid()).isEqualTo(-1);
			assertThat(failed.attempt()).isZero();
			assertThat(failed.exitCode()).isNull();
			assertThat(failed.failure()).isEqualTo("What it needs has ended");
		});
	}

}
