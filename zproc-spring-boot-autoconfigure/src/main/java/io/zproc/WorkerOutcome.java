package io.zproc;

import org.jspecify.annotations.Nullable;

/**
 * What has come of a process.
 *
 * @param <T> the type of the method's result
 * @param process the process
 * @param result the result, {@code null} when there is none
 * @param failure what {@link WorkerProcess#await} throws, {@code null} when it returned
 * @since 0.1.0
 */
public record WorkerOutcome<T>(WorkerProcess<T> process, @Nullable T result, @Nullable ZProcException failure) {

	/**
	 * Checks that there are not both.
	 */
	public WorkerOutcome {
		if (result != null && failure != null) {
			throw new IllegalArgumentException(
					"Outcome of " + process + ": a result and a failure (expected: one of them)");
		}
	}

	/**
	 * Whether there is a result, which may be {@code null}.
	 * @return {@code false} when there is a failure
	 */
	public boolean isSuccess() {
		return this.failure == null;
	}

}
