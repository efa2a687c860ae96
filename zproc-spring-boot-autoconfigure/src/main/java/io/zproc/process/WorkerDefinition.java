package io.zproc.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.zproc.OnStateChange;
import io.zproc.ZProcWorker;
import io.zproc.protocol.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * A worker of the application: its method, and how it is run.
 *
 * @param name its name
 * @param method its method
 * @param instances how many processes run it
 * @param autoStart whether they are started when the application is ready
 * @param namespace the namespace of its state
 * @param maxHeap the largest heap of its JVM, empty for a share of the memory
 * @param jvmArgs further arguments for its JVM
 * @param retries how its method is called again when it has thrown
 * @param restarts after which ends it is started again
 * @param life when its processes are started, count as ready, and how they are ended
 * @param group its place in a group that is started again together, {@code null} when it
 * is in none
 * @since 0.1.0
 */
public record WorkerDefinition(String name, BeanMethod method, int instances, boolean autoStart, String namespace,
		String maxHeap, List<String> jvmArgs, Retries retries, Restarts restarts, WorkerLife life,
		@Nullable GroupMember group) {

	/** The name of the worker that each process of a swarm runs. */
	public static final String SWARM = "zproc-swarm";

	/**
	 * Checks the definition.
	 */
	public WorkerDefinition {
		if (instances < 1) {
			throw new InvalidMethodException(attribute(name, method, "instances") + instances + " (expected: >= 1)",
					"Correct its @ZProcWorker, or zproc.workers." + name + ".instances.");
		}
		if (!maxHeap.matches("([1-9][0-9]*[kKmMgG]?)?")) {
			throw new InvalidMethodException(
					attribute(name, method, "max-heap") + maxHeap + " (expected: a size such as 256m)",
					"Correct its @ZProcWorker, zproc.workers." + name + ".max-heap or zproc.worker.max-heap.");
		}
		if (namespace.charAt(0) == Protocol.RESERVED) {
			throw new InvalidMethodException(
					attribute(name, method, "namespace") + "'" + namespace
							+ "' (expected: a text that does not begin with '" + Protocol.RESERVED + "')",
					"Correct its @ZProcWorker, zproc.workers." + name + ".namespace or zproc.namespace.");
		}
	}

	private static String attribute(String worker, BeanMethod method, String attribute) {
		return "Worker '" + worker + "' (method " + method + ") has " + attribute + ": ";
	}

	/**
	 * Finds the workers of the application.
	 * @param beans its beans, none of which is made
	 * @param settings how workers are run
	 * @param isValue whether something of a type may be a value
	 * @return the workers, by name, in the order of the beans
	 * @throws InvalidMethodException when a method cannot be a worker, or a name is taken
	 * twice or is unknown
	 */
	public static Map<String, WorkerDefinition> find(ConfigurableListableBeanFactory beans, WorkerSettings settings,
			Predicate<Class<?>> isValue) {
		Map<String, WorkerDefinition> workers = new LinkedHashMap<>();
		for (BeanMethod method : BeanMethod.find(beans, ZProcWorker.class)) {
			WorkerDefinition worker = define(method, settings, isValue);
			WorkerDefinition other = workers.put(worker.name, worker);
			if (other != null) {
				throw new InvalidMethodException(
						"Two workers are named '" + worker.name + "': " + other.method + " and " + worker.method,
						"Give one of them another name: @ZProcWorker(name = ...).");
			}
		}
		Set<String> unknown = new TreeSet<>(settings.workers().keySet());
		unknown.removeAll(workers.keySet());
		if (!unknown.isEmpty()) {
			throw new InvalidMethodException(
					"Properties zproc.workers." + unknown.iterator().next() + ".* are set, but there is no such worker",
					"Correct the name (known workers: " + names(workers.values()) + "), or remove the properties.");
		}
		new StartOrder(workers.values()).checkCycles();
		return GroupMember.rank(workers, settings.groups().keySet());
	}

	/**
	 * The names of workers, without that of the worker that is ZProc's own.
	 */
	static List<String> names(Collection<WorkerDefinition> workers) {
		return workers.stream().map(WorkerDefinition::name).filter((name) -> !name.equals(SWARM)).toList();
	}

	private static WorkerDefinition define(BeanMethod method, WorkerSettings settings, Predicate<Class<?>> isValue) {
		method.requireOverridable(ZProcWorker.class);
		ZProcWorker annotation = method.annotation(ZProcWorker.class);
		String name = first(annotation.name(), method.method().getName());
		if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
			throw new InvalidMethodException("@ZProcWorker of " + method + " has the name '" + name
					+ "' (expected: letters, digits, '_', '-' and '.')", "Give it such a name.");
		}
		WorkerSettings.Single own = settings.workers().getOrDefault(name, WorkerSettings.Single.NOTHING);
		List<String> jvmArgs = new ArrayList<>(settings.jvmArgs());
		GroupMember group = GroupMember.of(name, method, own, annotation, settings);
		jvmArgs.addAll((own.jvmArgs() != null) ? own.jvmArgs() : List.of(annotation.jvmArgs()));
		GivenParameters given = GivenParameters.of(name, method);
		given.requireValues(isValue);
		return new WorkerDefinition(name, method, given.instances(own.instances(), annotation.instances()),
				given.autoStart(own.autoStart(), annotation.autoStart()),
				first(own.namespace(), annotation.namespace(), settings.namespace()),
				heap(own.maxHeap(), annotation.maxHeap()), jvmArgs,
				retries(name, method, own.retry(), annotation, settings.retry()),
				restarts(name, method, own.restart(), annotation, settings, group),
				WorkerLife.of(name, method, own.life(), annotation, settings.life()), group);
	}

	private static Retries retries(String worker, BeanMethod method, RetryOptions own, ZProcWorker annotation,
			RetryOptions all) {
		try {
			return own.or(RetryOptions.of(annotation)).or(all).toRetries();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMethodException("Worker '" + worker + "' (method " + method + ") has " + ex.getMessage(),
					"Correct its @ZProcWorker, zproc.workers." + worker + ".retry.* or zproc.worker.retry.*.");
		}
	}

	private static Restarts restarts(String worker, BeanMethod method, RestartOptions own, ZProcWorker annotation,
			WorkerSettings settings, @Nullable GroupMember group) {
		RestartOptions ofGroup = (group != null)
				? settings.groups().getOrDefault(group.group(), GroupSettings.NOTHING).restart()
				: RestartOptions.NOTHING;
		try {
			return own.or(RestartOptions.of(annotation))
				.or(ofGroup)
				.or(settings.restart())
				.toRestarts(group != null || method.has(OnStateChange.class));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMethodException("Worker '" + worker + "' (method " + method + ") has " + ex.getMessage(),
					"Correct its @ZProcWorker, zproc.workers." + worker
							+ ".restart.*, zproc.worker.restart.* or, in a group, zproc.groups.<name>.restart.*.");
		}
	}

	/**
	 * This worker at a place in its group.
	 */
	WorkerDefinition in(GroupMember place) {
		return new WorkerDefinition(this.name, this.method, this.instances, this.autoStart, this.namespace,
				this.maxHeap, this.jvmArgs, this.retries, this.restarts, this.life, place);
	}

	/**
	 * Whether who starts a process of it must give arguments.
	 */
	boolean takesArguments() {
		return !GivenParameters.of(this.name, this.method).isEmpty();
	}

	private static String heap(@Nullable String property, String annotated) {
		return (property != null && !property.isEmpty()) ? property : annotated;
	}

	private static String first(@Nullable String... texts) {
		for (String text : texts) {
			if (text != null && !text.isEmpty()) {
				return text;
			}
		}
		throw new IllegalArgumentException("No text is given");
	}

}
