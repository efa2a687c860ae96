package io.zproc;

import java.time.Instant;

/**
 * A process of a worker was started; its worker does not run yet.
 *
 * @param time when it happened
 * @param worker the name of the worker
 * @param instance the number of the instance, from 1
 * @param pid the process id
 * @param attempt how often this instance has been started, this time included
 * @since 0.1.0
 */
public record WorkerStartedEvent(Instant time, String worker, int instance, long pid,
		int attempt) implements WorkerEvent {

}
