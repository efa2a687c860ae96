package io.zproc.process;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Starts and stops workers by name, for a person who asks for it. A target is the name of
 * a worker, for all its processes, or a name, a dash and the number of an instance.
 *
 * @since 0.1.0
 */
public final class WorkerOperations {

	private static final Pattern INSTANCE = Pattern.compile("(.+)-([1-9][0-9]{0,8})");

	private final WorkerDefinitions workers;

	private final WorkerSupervisor supervisor;

	/**
	 * Creates the operations.
	 * @param workers the workers of the application
	 * @param supervisor starts and stops their processes
	 */
	public WorkerOperations(WorkerDefinitions workers, WorkerSupervisor supervisor) {
		this.workers = workers;
		this.supervisor = supervisor;
	}

	/** What is meant: without an instance, all. */
	private record Target(WorkerDefinition worker, @Nullable Integer instance) {

		boolean isMeant(SupervisedWorker<?> process) {
			return process.name().equals(this.worker.name())
					&& (this.instance == null || this.instance == process.instance());
		}

	}

	private @Nullable WorkerDefinition worker(String name) {
		return this.workers.all().stream().filter((worker) -> worker.name().equals(name)).findFirst().orElse(null);
	}

	private @Nullable Target target(String name) {
		WorkerDefinition all = worker(name);
		if (all != null) {
			return new Target(all, null);
		}
		Matcher instance = INSTANCE.matcher(name);
		WorkerDefinition one = instance.matches() ? worker(instance.group(1)) : null;
		return (one != null) ? new Target(one, Integer.valueOf(instance.group(2))) : null;
	}

	/**
	 * Starts those that the application keeps and that have ended, for whatever reason; a
	 * worker of which it keeps none gets as many as it is to have. Does not wait for them
	 * to run.
	 * @param name the target
	 * @return the records of the target's processes, {@code null} when there is no such
	 * target
	 * @throws IllegalArgumentException when its processes need arguments
	 * @throws LaunchException when one cannot be started
	 */
	public @Nullable List<ProcessRecord> start(String name) {
		Target target = target(name);
		if (target == null) {
			return null;
		}
		requireNoArguments(target.worker(), "started");
		if (!this.supervisor.startAgain(target.worker(), target.instance())) {
			return null;
		}
		return records(target::isMeant);
	}

	/**
	 * Stops processes, those that were spawned included, and waits for their ends for as
	 * long as the worker's grace period. Nothing starts them again but an operation.
	 * @param name the target
	 * @return the records of the target's processes, {@code null} when there is none
	 */
	public @Nullable List<ProcessRecord> stop(String name) {
		Target target = target(name);
		if (target == null || records(target::isMeant).isEmpty()) {
			return null;
		}
		this.supervisor.stop(target::isMeant);
		return records(target::isMeant);
	}

	/**
	 * Stops processes that the application keeps, as above, and starts them again.
	 * @param name the target
	 * @return the records of the target's processes, {@code null} when there is none
	 * @throws IllegalArgumentException when its processes need arguments
	 * @throws LaunchException when one cannot be started
	 */
	public @Nullable List<ProcessRecord> restart(String name) {
		Target target = target(name);
		if (target == null || records(target::isMeant).isEmpty()) {
			return null;
		}
		requireNoArguments(target.worker(), "restarted");
		this.supervisor.stop((process) -> target.isMeant(process) && process.isKept());
		return start(name);
	}

	/**
	 * Whether there is a worker of a name.
	 * @param name the name
	 * @return whether there is
	 */
	public boolean isWorker(String name) {
		return worker(name) != null;
	}

	/**
	 * The names of the application's own workers.
	 * @return the names, sorted
	 */
	public List<String> names() {
		return this.workers.all()
			.stream()
			.map(WorkerDefinition::name)
			.filter((name) -> !name.equals(WorkerDefinition.SWARM))
			.sorted()
			.toList();
	}

	/**
	 * The records of a worker's processes.
	 * @param worker the worker's name
	 * @return the records, in the order of their start
	 */
	public List<ProcessRecord> records(String worker) {
		return records((process) -> process.name().equals(worker));
	}

	private List<ProcessRecord> records(Predicate<SupervisedWorker<?>> wanted) {
		return this.supervisor.records(wanted);
	}

	private static void requireNoArguments(WorkerDefinition worker, String what) {
		if (worker.takesArguments()) {
			throw new IllegalArgumentException("Worker '" + worker.name() + "' cannot be " + what + ": its method "
					+ worker.method() + " has parameters that who starts it must give");
		}
	}

}
