package io.zproc.process;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.zproc.WorkerMethod;

/**
 * The workers of the application, found when they are first asked for.
 *
 * @since 0.1.0
 */
public final class WorkerDefinitions {

	private final Supplier<Map<String, WorkerDefinition>> finder;

	private volatile Map<String, WorkerDefinition> workers = Map.of();

	private volatile boolean isFound;

	/**
	 * Creates the definitions.
	 * @param finder finds them
	 */
	public WorkerDefinitions(Supplier<Map<String, WorkerDefinition>> finder) {
		this.finder = finder;
	}

	/**
	 * All workers.
	 * @return the workers, in the order of the beans
	 * @throws InvalidMethodException when a method cannot be a worker
	 */
	public Collection<WorkerDefinition> all() {
		if (!this.isFound) {
			this.workers = this.finder.get();
			this.isFound = true;
		}
		return List.copyOf(this.workers.values());
	}

	/**
	 * The workers that are not started with the application because who starts them must
	 * give arguments.
	 * @return their names, without that of ZProc's own worker
	 */
	public List<String> waiting() {
		return WorkerDefinition.names(all().stream().filter(WorkerDefinition::takesArguments).toList());
	}

	/**
	 * Whether the application has a worker.
	 * @return whether there is one besides ZProc's own
	 */
	public boolean isAny() {
		return !WorkerDefinition.names(all()).isEmpty();
	}

	/**
	 * Refuses workers that wait for one that is unknown, or not started.
	 * @throws InvalidMethodException when there is one
	 */
	public void checkAfter() {
		new StartOrder(all()).checkNames();
	}

	/**
	 * The worker whose method is referred to.
	 * @param method a reference to the method
	 * @return the worker
	 * @throws IllegalArgumentException when there is none, or more than one
	 */
	public WorkerDefinition of(WorkerMethod method) {
		return MethodReference.of(method).find(all());
	}

	/**
	 * The worker that somebody wants to have run.
	 * @param name its name
	 * @return the worker
	 * @throws IllegalArgumentException when there is none of that name
	 */
	public WorkerDefinition named(String name) {
		return all().stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no worker '" + name + "' (expected: one of " + WorkerDefinition.names(all()) + ")"));
	}

	/**
	 * A worker.
	 * @param name its name
	 * @return the worker
	 * @throws LaunchException when there is none of that name
	 */
	public WorkerDefinition get(String name) {
		return all().stream()
			.filter((worker) -> worker.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new LaunchException(
					"There is no worker '" + name + "' in this process's application (known: "
							+ WorkerDefinition.names(this.workers.values()) + ")",
					"See that the bean of the worker does not depend on a condition that differs between the"
							+ " application and its workers, such as that it is a web application.",
					null));
	}

}
