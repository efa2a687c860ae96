package io.zproc;

import java.time.Duration;
import java.time.Instant;

/**
 * A process of a worker is hung: it has had no heartbeat for longer than its
 * {@link ZProcWorker#heartbeatTimeout() time-out}. When it is killed for that, a
 * {@link WorkerFailedEvent} follows.
 *
 * @param time when it happened
 * @param worker the name of the worker
 * @param instance the number of the instance, from 1
 * @param pid the process id
 * @param attempt how often this instance has been started
 * @param silence how long it has had no heartbeat
 * @since 0.1.0
 */
public record WorkerHungEvent(Instant time, String worker, int instance, long pid, int attempt,
		Duration silence) implements WorkerEvent {

}
