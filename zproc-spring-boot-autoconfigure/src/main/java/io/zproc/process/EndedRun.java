package io.zproc.process;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How one run of a worker has ended.
 *
 * @param record its last record
 * @param end why it ended
 * @param result the encoded result of its method, {@code null} unless it returned
 * @param failure the exception of its method, {@code null} unless it threw one
 * @param lifetime how long it lived
 * @param isOutOfMemory whether it is known to have ended for want of memory
 * @param lastLines the last lines of its output; none for a thread
 * @param reason why ZProc has ended it by itself, {@code null} when it has not
 * @since 0.1.0
 */
public record EndedRun(ProcessRecord record, End end, byte @Nullable [] result, @Nullable RemoteFailure failure,
		Duration lifetime, boolean isOutOfMemory, List<String> lastLines, @Nullable String reason) {

	/**
	 * A run that ZProc has not ended by itself.
	 * @param record its last record
	 * @param end why it ended
	 * @param result the encoded result of its method, {@code null} unless it returned
	 * @param failure the exception of its method, {@code null} unless it threw one
	 * @param lifetime how long it lived
	 * @param isOutOfMemory whether it is known to have ended for want of memory
	 * @param lastLines the last lines of its output; none for a thread
	 */
	public EndedRun(ProcessRecord record, End end, byte @Nullable [] result, @Nullable RemoteFailure failure,
			Duration lifetime, boolean isOutOfMemory, List<String> lastLines) {
		this(record, end, result, failure, lifetime, isOutOfMemory, lastLines, null);
	}

	/**
	 * Why a run ended.
	 */
	public enum End {

		/** Its method returned. */
		RETURNED,

		/** Its method, or what led to it, threw an exception. */
		THREW,

		/** Its method threw {@link io.zproc.ProcessExit}. */
		EXITED,

		/** It was asked to end. */
		STOPPED,

		/** The process died. */
		DIED,

		/** ZProc has ended it by itself: its time was over, or it hung. */
		FORCED

	}

	/**
	 * The signal that ended it.
	 * @return the name, such as {@code SIGKILL}, or {@code null}
	 */
	public @Nullable String signal() {
		Integer exitCode = this.record.exitCode();
		return (this.end == End.DIED && exitCode != null) ? ExitCodes.signal(exitCode) : null;
	}

	EndedRun with(ProcessRecord record) {
		return new EndedRun(record, this.end, this.result, this.failure, this.lifetime, this.isOutOfMemory,
				this.lastLines, this.reason);
	}

}
