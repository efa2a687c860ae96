package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.zproc.ProcessManager;
import io.zproc.Swarm;
import io.zproc.WorkerMethod;
import io.zproc.WorkerOutcome;
import io.zproc.WorkerProcess;
import io.zproc.WorkerSpec;
import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

/**
 * The processes of the application's workers.
 *
 * @since 0.1.0
 */
public final class ApplicationProcesses implements ProcessManager {

	private final WorkerDefinitions workers;

	private final WorkerSupervisor supervisor;

	private final SwarmFactory swarms;

	/**
	 * Creates a manager.
	 * @param workers the workers of the application
	 * @param supervisor starts their processes
	 * @param swarms makes pools of them
	 */
	public ApplicationProcesses(WorkerDefinitions workers, WorkerSupervisor supervisor, SwarmFactory swarms) {
		this.workers = workers;
		this.supervisor = supervisor;
		this.swarms = swarms;
	}

	@Override
	public <T> WorkerSpec<T> describe(WorkerMethod method) {
		return new SpawnSpec<>(this.supervisor, this.workers.of(method), null, false);
	}

	@Override
	public WorkerSpec<Object> worker(String name) {
		return new SpawnSpec<>(this.supervisor, this.workers.named(name), null, false);
	}

	@Override
	public void scale(String name, int instances) {
		WorkerDefinition worker = this.workers.named(name);
		if (instances < 0) {
			throw new IllegalArgumentException(
					"Instances of worker '" + name + "': " + instances + " (expected: >= 0)");
		}
		if (worker.takesArguments()) {
			throw new IllegalArgumentException("Worker '" + name + "' cannot be scaled: its method " + worker.method()
					+ " has parameters that who starts it must give; start its processes with spawn");
		}
		this.supervisor.scale(worker, instances);
	}

	@Override
	public Swarm swarm(String name, int size) {
		return this.swarms.create(name, size);
	}

	@Override
	public Swarm swarm(String name) {
		return this.swarms.find(name);
	}

	@Override
	public List<WorkerProcess<?>> processes() {
		return this.supervisor.processes();
	}

	@Override
	public void startAll() {
		processes().forEach(WorkerProcess::start);
	}

	@Override
	public void stopAll(Duration grace) {
		this.supervisor.stopAll(grace);
	}

	@Override
	public <T> List<@Nullable T> awaitAll(Collection<? extends WorkerProcess<? extends T>> processes,
			Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		List<@Nullable T> results = new ArrayList<>();
		for (WorkerProcess<? extends T> process : processes) {
			results.add(process.await(left(deadline)));
		}
		return results;
	}

	@Override
	public <T> List<WorkerOutcome<T>> settleAll(Collection<? extends WorkerProcess<T>> processes, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		List<WorkerOutcome<T>> outcomes = new ArrayList<>();
		for (WorkerProcess<T> process : processes) {
			outcomes.add(settle(process, left(deadline)));
		}
		return List.copyOf(outcomes);
	}

	private static <T> WorkerOutcome<T> settle(WorkerProcess<T> process, Duration timeout) {
		try {
			return new WorkerOutcome<>(process, process.await(timeout), null);
		}
		catch (ZProcException ex) {
			if (ex.getCause() instanceof InterruptedException && Thread.currentThread().isInterrupted()) {
				throw ex;
			}
			return new WorkerOutcome<>(process, null, ex);
		}
	}

	private static Duration left(long deadline) {
		return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
	}

}
