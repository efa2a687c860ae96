package io.zproc.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.zproc.WorkerProcess;
import io.zproc.WorkerSpec;
import io.zproc.client.Tracing;
import io.zproc.protocol.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * How processes of a worker are to be started.
 *
 * @param <T> the type of the method's result
 * @param supervisor starts them
 * @param worker the worker
 * @param own the namespace, {@code null} for the worker's
 * @param isLater whether they wait to be started
 */
record SpawnSpec<T>(WorkerSupervisor supervisor, WorkerDefinition worker, @Nullable String own,
		boolean isLater) implements WorkerSpec<T> {

	SpawnSpec {
		if (own != null && (own.isEmpty() || own.charAt(0) == Protocol.RESERVED)) {
			throw new IllegalArgumentException(
					"Namespace: '" + own + "' (expected: a text that does not begin with '" + Protocol.RESERVED + "')");
		}
	}

	@Override
	public WorkerSpec<T> namespace(String namespace) {
		return new SpawnSpec<>(this.supervisor, this.worker, namespace, this.isLater);
	}

	@Override
	public WorkerSpec<T> startLater() {
		return new SpawnSpec<>(this.supervisor, this.worker, this.own, true);
	}

	@Override
	public WorkerProcess<T> spawn(@Nullable Object... arguments) {
		return spawnAll(List.<@Nullable Object[]>of(arguments)).get(0);
	}

	@Override
	public List<WorkerProcess<T>> spawnCount(int count, @Nullable Object... arguments) {
		if (count < 0) {
			throw new IllegalArgumentException("Count: " + count + " (expected: >= 0)");
		}
		List<@Nullable Object[]> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(arguments);
		}
		return spawnAll(calls);
	}

	@Override
	public List<WorkerProcess<T>> spawnEach(Collection<?> items, @Nullable Object... arguments) {
		List<@Nullable Object[]> calls = new ArrayList<>();
		for (Object item : items) {
			@Nullable Object[] call = new Object[arguments.length + 1];
			call[0] = item;
			System.arraycopy(arguments, 0, call, 1, arguments.length);
			calls.add(call);
		}
		return spawnAll(calls);
	}

	/** Checks all of them before it starts the first one. */
	private List<WorkerProcess<T>> spawnAll(List<@Nullable Object[]> calls) {
		List<List<byte[]>> encoded = new ArrayList<>();
		for (@Nullable
		Object[] call : calls) {
			encoded.add(WorkerArguments.encode(this.worker, this.supervisor.client(), call));
		}
		String namespace = (this.own != null) ? this.own : this.worker.namespace();
		return this.supervisor.client()
			.tracing()
			.send(Tracing.Step.SPAWN, this.worker.name(), namespace, (trace) -> spawnAll(encoded, namespace, trace));
	}

	private List<WorkerProcess<T>> spawnAll(List<List<byte[]>> encoded, String namespace, String trace) {
		List<WorkerProcess<T>> processes = new ArrayList<>();
		for (List<byte[]> call : encoded) {
			processes.add(this.supervisor.add(this.worker, namespace, call, trace));
		}
		if (!this.isLater) {
			processes.forEach(WorkerProcess::start);
		}
		return List.copyOf(processes);
	}

}
