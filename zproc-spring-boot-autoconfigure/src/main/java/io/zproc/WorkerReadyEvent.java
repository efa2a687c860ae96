package io.zproc;

import java.time.Duration;
import java.time.Instant;

/**
 * A process of a worker is set up, and its worker runs.
 *
 * @param time when it happened
 * @param worker the name of the worker
 * @param instance the number of the instance, from 1
 * @param pid the process id
 * @param attempt how often this instance has been started, this time included
 * @param startup how long that took since the process was started
 * @since 0.1.0
 */
public record WorkerReadyEvent(Instant time, String worker, int instance, long pid, int attempt,
		Duration startup) implements WorkerEvent {

}
