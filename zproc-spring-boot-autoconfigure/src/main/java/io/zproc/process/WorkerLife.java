package io.zproc.process;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;

/**
 * When the processes of a worker are started and count as ready.
 *
 * @param after the workers that must be ready before it is started
 * @param reportsReady whether its method says itself when it is ready
 * @since 0.1.0
 */
public record WorkerLife(Set<String> after, boolean reportsReady) {

	static WorkerLife of(BeanMethod method, ZProcWorker annotation, LifeOptions own) {
		if (annotation.reportsReady() && Arrays.stream(method.method().getParameterTypes())
			.noneMatch((type) -> type == WorkerContext.class)) {
			throw new InvalidMethodException(
					"@ZProcWorker of " + method + " has reportsReady: true, but its method has no WorkerContext",
					"Give it a parameter of type WorkerContext, whose ready() it calls, or remove reportsReady.");
		}
		List<String> after = (own.after() != null) ? own.after() : List.of(annotation.after());
		return new WorkerLife(new LinkedHashSet<>(after), annotation.reportsReady());
	}

}
