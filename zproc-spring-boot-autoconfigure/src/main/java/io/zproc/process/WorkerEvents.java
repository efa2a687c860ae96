package io.zproc.process;

import java.time.Duration;
import java.time.Instant;

import io.zproc.ProcessState;
import io.zproc.WorkerEndedEvent;
import io.zproc.WorkerFailedEvent;
import io.zproc.WorkerHungEvent;
import io.zproc.WorkerReadyEvent;
import io.zproc.WorkerRecoveredEvent;
import io.zproc.WorkerStartedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Tells what becomes of workers' processes.
 */
final class WorkerEvents {

	private final EventSink sink;

	private final @Nullable String group;

	/**
	 * Tells of a worker.
	 * @param group the name of its group, {@code null} when it is in none
	 */
	WorkerEvents(EventSink sink, @Nullable String group) {
		this.sink = sink;
		this.group = group;
	}

	void changed(@Nullable ProcessRecord before, ProcessRecord now) {
		boolean isNew = before == null || before.attempt() != now.attempt();
		ProcessState earlier = (before == null || isNew) ? ProcessState.NEW : before.state();
		if (now.state() == ProcessState.STARTING && earlier != ProcessState.STARTING) {
			this.sink
				.publish(new WorkerStartedEvent(now.startedAt(), now.name(), now.instance(), now.pid(), now.attempt()));
		}
		if (now.state() == ProcessState.FAILED && earlier == ProcessState.NEW) {
			notStarted(now.name(), now.instance(), now.attempt(), String.valueOf(now.failure()));
		}
		if (now.state() == ProcessState.RUNNING && earlier != ProcessState.RUNNING) {
			Instant time = Instant.now();
			this.sink.publish(new WorkerReadyEvent(time, now.name(), now.instance(), now.pid(), now.attempt(),
					Duration.between(now.startedAt(), time)));
		}
		if (before != null && !isNew) {
			heartbeat(before, now);
		}
	}

	private void heartbeat(ProcessRecord before, ProcessRecord now) {
		Instant time = Instant.now();
		Instant since = now.hungSince();
		Instant earlier = before.hungSince();
		if (since != null && earlier == null) {
			this.sink.publish(new WorkerHungEvent(time, now.name(), now.instance(), now.pid(), now.attempt(),
					Duration.between(since, time)));
		}
		if (since == null && earlier != null) {
			this.sink.publish(new WorkerRecoveredEvent(time, now.name(), now.instance(), now.pid(), now.attempt(),
					Duration.between(earlier, time)));
		}
	}

	void ended(EndedRun run, @Nullable Duration restartIn) {
		ProcessRecord record = run.record();
		Instant time = (record.endedAt() != null) ? record.endedAt() : Instant.now();
		Integer exitCode = record.exitCode();
		String with = (restartIn != null) ? this.group : null;
		if (record.state() == ProcessState.EXITED && exitCode != null) {
			this.sink.publish(new WorkerEndedEvent(time, record.name(), record.instance(), record.pid(),
					record.attempt(), exitCode, run.lifetime(), restartIn, with));
			return;
		}
		String failure = (record.failure() != null) ? record.failure() : RunEnding.describe(run);
		this.sink.publish(new WorkerFailedEvent(time, record.name(), record.instance(), record.pid(), record.attempt(),
				exitCode, run.signal(), run.lifetime(), failure, restartIn, with));
	}

	/**
	 * Tells that a worker could not be started, or not again.
	 * @param failure why, in a sentence
	 */
	void notStarted(String worker, int instance, int attempt, String failure) {
		this.sink.publish(new WorkerFailedEvent(Instant.now(), worker, instance, ProcessRecord.NO_PID, attempt, null,
				null, Duration.ZERO, failure, null, null));
	}

}
