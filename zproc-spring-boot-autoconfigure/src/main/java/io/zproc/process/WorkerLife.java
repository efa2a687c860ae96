package io.zproc.process;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import io.zproc.process.DebugPort.Debugging;
import org.jspecify.annotations.Nullable;

/**
 * When the processes of a worker are started, when they count as ready, and how they are
 * ended.
 *
 * @param after the workers that must be ready before it is started
 * @param reportsReady whether its method says itself when it is ready
 * @param stopGrace how long it may take to stop
 * @param timeLimit how long a run may take, {@code null} for ever
 * @param heartbeat when it counts as hung
 * @param debugging whether its JVM can be debugged
 * @since 0.1.0
 */
public record WorkerLife(Set<String> after, boolean reportsReady, Duration stopGrace, @Nullable Duration timeLimit,
		HeartbeatPolicy heartbeat, Debugging debugging) {

	/**
	 * Checks the values.
	 */
	public WorkerLife {
		if (stopGrace.isNegative() || stopGrace.isZero()) {
			throw new IllegalArgumentException("stop-grace: " + stopGrace + " (expected: > 0)");
		}
		if (timeLimit != null && (timeLimit.isNegative() || timeLimit.isZero())) {
			throw new IllegalArgumentException("time-limit: " + timeLimit + " (expected: > 0)");
		}
	}

	/**
	 * The life of a worker.
	 * @throws InvalidMethodException when it cannot be lived
	 */
	static WorkerLife of(String worker, BeanMethod method, LifeOptions own, ZProcWorker annotation, LifeOptions all) {
		if (annotation.reportsReady() && Arrays.stream(method.method().getParameterTypes())
			.noneMatch((type) -> type == WorkerContext.class)) {
			throw new InvalidMethodException(
					"@ZProcWorker of " + method + " has reportsReady: true, but its method has no WorkerContext",
					"Give it a parameter of type WorkerContext, whose ready() it calls, or remove reportsReady.");
		}
		try {
			return own.or(LifeOptions.of(annotation)).or(all).toLife(annotation.reportsReady());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMethodException("Worker '" + worker + "' (method " + method + ") has " + ex.getMessage(),
					"Correct its @ZProcWorker, zproc.workers." + worker + ".* or zproc.worker.*.");
		}
	}

}
