package io.zproc;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A worker's process has ended without a result, and not by an exception of its method:
 * it was killed, it crashed, it was stopped, its code called {@code System.exit} or threw
 * {@link ProcessExit}. Or it was to be started again, but has failed too often, was
 * stopped before, or could not be; an exception of its last run is the cause then. The
 * message says all that is known, with the last lines of its output.
 *
 * @since 0.1.0
 */
public class WorkerFailedException extends ZProcException {

	private final @Nullable Integer exitCode;

	private final @Nullable String signal;

	private final boolean isOutOfMemory;

	private final Duration lifetime;

	@SuppressWarnings("serial") // an unmodifiable list, which nobody serialises
	private final List<String> lastLines;

	/**
	 * Creates an exception.
	 * @param message what happened
	 * @param exitCode the exit code, {@code null} when there was no process
	 * @param signal the name of the signal that ended it, or {@code null}
	 * @param isOutOfMemory whether it ended for want of memory
	 * @param lifetime how long it lived
	 * @param lastLines the last lines of its output
	 */
	public WorkerFailedException(String message, @Nullable Integer exitCode, @Nullable String signal,
			boolean isOutOfMemory, Duration lifetime, List<String> lastLines) {
		super(message);
		this.exitCode = exitCode;
		this.signal = signal;
		this.isOutOfMemory = isOutOfMemory;
		this.lifetime = lifetime;
		this.lastLines = List.copyOf(lastLines);
	}

	/**
	 * The exit code: 128 and the signal's number when a signal ended the process.
	 * @return the exit code, {@code null} when there was no process
	 */
	public @Nullable Integer exitCode() {
		return this.exitCode;
	}

	/**
	 * The signal that ended the process.
	 * @return the name, such as {@code SIGKILL}; {@code null} when no signal ended it
	 */
	public @Nullable String signal() {
		return this.signal;
	}

	/**
	 * Whether the process is known to have ended for want of memory: by an
	 * {@link OutOfMemoryError}, or killed by the kernel because its control group had
	 * none left.
	 * @return whether it is known
	 */
	public boolean isOutOfMemory() {
		return this.isOutOfMemory;
	}

	/**
	 * How long the process lived.
	 * @return the time
	 */
	public Duration lifetime() {
		return this.lifetime;
	}

	/**
	 * The last lines of the process's output.
	 * @return up to 50 lines, unmodifiable
	 */
	public List<String> lastLines() {
		return this.lastLines;
	}

}
