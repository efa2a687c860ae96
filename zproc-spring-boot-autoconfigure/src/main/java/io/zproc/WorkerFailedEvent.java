package io.zproc;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A process of a worker has died, its method has thrown an exception that is not retried,
 * or it could not be started again.
 *
 * @param time when it happened
 * @param worker the name of the worker
 * @param instance the number of the instance, from 1
 * @param pid the process id, -1 when it could not be started
 * @param attempt how often this instance has been started, this time included; 0 when its
 * first start was refused
 * @param exitCode the exit code, {@code null} when it could not be started
 * @param signal the signal that ended it, such as {@code SIGKILL}, {@code null} when none
 * did
 * @param lifetime how long the process lived
 * @param failure what happened, in sentences for a person, with the last lines of output
 * of a process that died
 * @param restartIn after which time it is started again, {@code null} when it is not
 * @param group the group that is started again with it, {@code null} when it is started
 * again by itself or not at all
 * @since 0.1.0
 */
public record WorkerFailedEvent(Instant time, String worker, int instance, long pid, int attempt,
		@Nullable Integer exitCode, @Nullable String signal, Duration lifetime, String failure,
		@Nullable Duration restartIn, @Nullable String group) implements WorkerEvent {

}
