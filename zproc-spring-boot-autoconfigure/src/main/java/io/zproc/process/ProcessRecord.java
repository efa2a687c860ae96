package io.zproc.process;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.zproc.ProcessState;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a process that ZProc has started.
 *
 * @param name the name of its worker
 * @param instance the number of its instance
 * @param pid its process id, -1 when it was not started
 * @param parentPid the process id of its parent
 * @param state where it is in its life
 * @param attempt how often this instance was started
 * @param exitCode its exit code, {@code null} while it runs
 * @param startedAt when it was forked; when it was made, as long as it is not started
 * @param endedAt when it ended, {@code null} while it runs
 * @param failure why it failed, {@code null} when it did not
 * @param lastFailure why the last of its earlier runs that failed did, {@code null} when
 * none has
 * @param nextStartAt when its next run is to start, {@code null} unless it waits for that
 * @param hungSince when its last heartbeat was, {@code null} unless it is hung
 * @since 0.1.0
 */
public record ProcessRecord(String name, int instance, long pid, long parentPid, ProcessState state, int attempt,
		@Nullable Integer exitCode, Instant startedAt, @Nullable Instant endedAt, @Nullable String failure,
		@Nullable String lastFailure, @Nullable Instant nextStartAt, @Nullable Instant hungSince) {

	/** The process id of a process that is not started. */
	static final long NO_PID = -1;

	/**
	 * The record of a process that is not started yet.
	 */
	static ProcessRecord waiting(RunOrder order) {
		return new ProcessRecord(order.worker().name(), order.instance(), NO_PID, ProcessHandle.current().pid(),
				ProcessState.NEW, 0, null, Instant.now(), null, null, null, null, null);
	}

	/**
	 * This record of a process that will not be started.
	 * @param state the last state
	 * @param failure why it failed, or {@code null}
	 */
	ProcessRecord unstarted(ProcessState state, @Nullable String failure) {
		return new ProcessRecord(this.name, this.instance, this.pid, this.parentPid, state, this.attempt, null,
				this.startedAt, Instant.now(), failure, null, null, null);
	}

	String key() {
		return this.name + "-" + this.instance;
	}

	/**
	 * A process that was forked just now.
	 * @param order which run it is
	 * @param pid its process id
	 * @return the record
	 */
	public static ProcessRecord starting(RunOrder order, long pid) {
		return new ProcessRecord(order.worker().name(), order.instance(), pid, ProcessHandle.current().pid(),
				ProcessState.STARTING, order.attempt(), null, Instant.now(), null, null, null, null, null);
	}

	/**
	 * How often this instance was started again.
	 * @return a number from 0
	 */
	public int restarts() {
		return Math.max(0, this.attempt - 1);
	}

	/**
	 * This record in another state.
	 * @param state the state
	 * @return the record
	 */
	public ProcessRecord with(ProcessState state) {
		return new ProcessRecord(this.name, this.instance, this.pid, this.parentPid, state, this.attempt, this.exitCode,
				this.startedAt, this.endedAt, this.failure, this.lastFailure, this.nextStartAt, this.hungSince);
	}

	/**
	 * This record at its end.
	 * @param state the last state
	 * @param exitCode the exit code
	 * @param failure why it failed, or {@code null}
	 * @return the record
	 */
	public ProcessRecord ended(ProcessState state, int exitCode, @Nullable String failure) {
		return new ProcessRecord(this.name, this.instance, this.pid, this.parentPid, state, this.attempt, exitCode,
				this.startedAt, Instant.now(), failure, this.lastFailure, null, null);
	}

	/**
	 * This record of a process that is hung, or is not any more.
	 * @param since when its last heartbeat was, {@code null} when it is not hung
	 * @return the record
	 */
	public ProcessRecord hung(@Nullable Instant since) {
		return new ProcessRecord(this.name, this.instance, this.pid, this.parentPid, this.state, this.attempt,
				this.exitCode, this.startedAt, this.endedAt, this.failure, this.lastFailure, this.nextStartAt, since);
	}

	/** This record, after runs of which one has failed. */
	ProcessRecord after(@Nullable String lastFailure) {
		return new ProcessRecord(this.name, this.instance, this.pid, this.parentPid, this.state, this.attempt,
				this.exitCode, this.startedAt, this.endedAt, this.failure, lastFailure, this.nextStartAt,
				this.hungSince);
	}

	/** This record of a run that has ended, when another one follows. */
	ProcessRecord backingOff(Instant nextStartAt) {
		return new ProcessRecord(this.name, this.instance, this.pid, this.parentPid, ProcessState.BACKING_OFF,
				this.attempt, this.exitCode, this.startedAt, this.endedAt, this.failure, this.lastFailure, nextStartAt,
				null);
	}

	/** This record of a run that has ended, when its worker has failed for good. */
	ProcessRecord failed(String why) {
		return new ProcessRecord(this.name, this.instance, this.pid, this.parentPid, ProcessState.FAILED, this.attempt,
				this.exitCode, this.startedAt, this.endedAt, why, this.lastFailure, null, null);
	}

	/** This record of a run that has ended, when no other follows because of a stop. */
	ProcessRecord stopped() {
		return new ProcessRecord(this.name, this.instance, this.pid, this.parentPid, ProcessState.EXITED, this.attempt,
				this.exitCode, this.startedAt, this.endedAt, null,
				(this.failure != null) ? this.failure : this.lastFailure, null, null);
	}

	/**
	 * Whether it is a thread of this process.
	 */
	boolean isThread() {
		return this.pid == ProcessHandle.current().pid();
	}

	/**
	 * Where it runs, or ran, for people: a thread has no process id of its own.
	 */
	String place() {
		return isThread() ? "a thread" : (this.pid == NO_PID) ? "not started" : "pid " + this.pid;
	}

	/**
	 * What people call it.
	 */
	String called() {
		return "Worker '" + key() + "' (" + place() + ")";
	}

	boolean hasEnded() {
		return this.endedAt != null;
	}

	/**
	 * What its process takes now. A worker that is a thread of this process has none.
	 * @return what is known of it, nothing when it does not run
	 */
	public ProcessUsage usage() {
		boolean isProcess = !this.state.isTerminal() && this.pid > 0 && !isThread();
		return isProcess ? ProcessUsage.of(this.pid) : ProcessUsage.UNKNOWN;
	}

	/**
	 * This record as plain values.
	 * @return the values by their names
	 */
	public Map<String, @Nullable Object> toMap() {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("name", this.name);
		map.put("instance", this.instance);
		map.put("pid", this.pid);
		map.put("parentPid", this.parentPid);
		map.put("state", this.state.name());
		map.put("attempt", this.attempt);
		map.put("exitCode", this.exitCode);
		map.put("startedAt", this.startedAt.toString());
		map.put("endedAt", (this.endedAt != null) ? this.endedAt.toString() : null);
		map.put("failure", this.failure);
		map.put("restarts", restarts());
		map.put("lastFailure", this.lastFailure);
		map.put("nextStartAt", (this.nextStartAt != null) ? this.nextStartAt.toString() : null);
		map.put("hungSince", (this.hungSince != null) ? this.hungSince.toString() : null);
		return map;
	}

}
