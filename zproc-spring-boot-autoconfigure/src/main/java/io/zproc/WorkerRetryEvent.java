package io.zproc;

import java.time.Duration;
import java.time.Instant;

/**
 * A worker's method has thrown an exception, and will be called again in the same
 * process.
 *
 * @param time when it happened
 * @param worker the name of the worker
 * @param instance the number of the instance, from 1
 * @param pid the process id
 * @param attempt how often this instance has been started, this time included
 * @param retry the number of the call that follows: 1 after the first exception
 * @param delay how long the worker waits before
 * @param failure the exception that was thrown, as a text
 * @since 0.1.0
 */
public record WorkerRetryEvent(Instant time, String worker, int instance, long pid, int attempt, int retry,
		Duration delay, String failure) implements WorkerEvent {

}
