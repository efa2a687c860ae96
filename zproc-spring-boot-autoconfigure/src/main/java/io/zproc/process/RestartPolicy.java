package io.zproc.process;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a worker runs again after one of its runs has ended by itself. Not
 * asked when the worker was stopped. Called on the thread that saw the end, for one
 * worker one run after the other.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RestartPolicy {

	/** Lets each end be the last. */
	RestartPolicy NEVER = (run) -> null;

	/**
	 * Decides.
	 * @param run the run that has ended
	 * @return after which time to run again, or {@code null} when the end is final
	 */
	@Nullable Duration decide(EndedRun run);

}
