package io.zproc.watch;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A watcher of the application in numbers.
 *
 * @param name its name
 * @param namespace what it watches
 * @param position the version up to which it has handled changes
 * @param lag how many versions it is behind
 * @param running whether it gets changes
 * @param invocations how often its method was called, or would have been but for its
 * condition
 * @param failures how often its method threw an exception
 * @param lastFailure the last of those, {@code null} when there was none
 * @since 0.1.0
 */
public record WatcherStatus(String name, String namespace, long position, long lag, boolean running, long invocations,
		long failures, @Nullable Failure lastFailure) {

	/**
	 * An exception of a watcher's method.
	 *
	 * @param time when it was thrown
	 * @param version the version of the change that it was thrown for
	 * @param message what it was
	 */
	public record Failure(Instant time, long version, String message) {

	}

}
