package io.zproc;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A process of a worker has ended as it should: its method has returned, or it was
 * stopped.
 *
 * @param time when it happened
 * @param worker the name of the worker
 * @param instance the number of the instance, from 1
 * @param pid the process id
 * @param attempt how often this instance has been started, this time included
 * @param exitCode the exit code
 * @param lifetime how long the process lived
 * @param restartIn after which time it is started again, {@code null} when it is not
 * @param group the group that is started again with it, {@code null} when it is started
 * again by itself or not at all
 * @since 0.1.0
 */
public record WorkerEndedEvent(Instant time, String worker, int instance, long pid, int attempt, int exitCode,
		Duration lifetime, @Nullable Duration restartIn, @Nullable String group) implements WorkerEvent {

}
