package io.zproc.process;

import io.zproc.ProcessManager;
import io.zproc.WorkerMethod;
import io.zproc.WorkerSpec;

/**
 * The processes of the application's workers.
 *
 * @since 0.1.0
 */
public final class ApplicationProcesses implements ProcessManager {

	private final WorkerDefinitions workers;

	private final WorkerSupervisor supervisor;

	/**
	 * Creates a manager.
	 * @param workers the workers of the application
	 * @param supervisor starts their processes
	 */
	public ApplicationProcesses(WorkerDefinitions workers, WorkerSupervisor supervisor) {
		this.workers = workers;
		this.supervisor = supervisor;
	}

	@Override
	public <T> WorkerSpec<T> describe(WorkerMethod method) {
		return new SpawnSpec<>(this.supervisor, MethodReference.of(method).find(this.workers.all()), null, false);
	}

	@Override
	public WorkerSpec<Object> worker(String name) {
		WorkerDefinition worker = this.workers.all()
			.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no worker '" + name + "' (expected: one of "
					+ this.workers.all().stream().map(WorkerDefinition::name).toList() + ")"));
		return new SpawnSpec<>(this.supervisor, worker, null, false);
	}

}
