package io.zproc;

import java.time.Duration;
import java.time.Instant;

/**
 * A process of a worker that was hung has a heartbeat again.
 *
 * @param time when it happened
 * @param worker the name of the worker
 * @param instance the number of the instance, from 1
 * @param pid the process id
 * @param attempt how often this instance has been started
 * @param silence how long it had none
 * @since 0.1.0
 */
public record WorkerRecoveredEvent(Instant time, String worker, int instance, long pid, int attempt,
		Duration silence) implements WorkerEvent {

}
