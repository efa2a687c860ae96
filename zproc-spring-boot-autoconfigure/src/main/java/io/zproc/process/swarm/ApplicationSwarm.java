package io.zproc.process.swarm;

import java.time.Duration;
import java.util.function.Consumer;

import io.zproc.Swarm;
import io.zproc.SwarmProgress;
import io.zproc.SwarmWork;
import io.zproc.WorkerMethod;
import io.zproc.process.WorkerDefinitions;
import org.jspecify.annotations.Nullable;

/**
 * A swarm as its users see it.
 */
final class ApplicationSwarm implements Swarm {

	private final String name;

	private final WorkerDefinitions workers;

	private final SwarmCaller caller;

	private final SwarmControl control;

	private final Duration stopGrace;

	ApplicationSwarm(String name, WorkerDefinitions workers, SwarmCaller caller, SwarmControl control,
			Duration stopGrace) {
		this.name = name;
		this.workers = workers;
		this.caller = caller;
		this.control = control;
		this.stopGrace = stopGrace;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public <R> SwarmWork<R> describe(WorkerMethod method) {
		return MethodWork.of(this.caller, this.workers.of(method));
	}

	@Override
	public SwarmWork<Object> worker(String worker) {
		return MethodWork.of(this.caller, this.workers.named(worker));
	}

	@Override
	public <T> @Nullable T take(String task, Class<T> type, Duration timeout) {
		byte[] result = this.caller.await(task, this.caller.take(task), timeout).get(0);
		String what = "result of task " + task;
		return this.caller.client().convert(what, this.caller.client().decode(what, result), type);
	}

	@Override
	public void cancel(String task) {
		this.caller.cancel(task);
	}

	@Override
	public void resize(int size) {
		if (size < 0) {
			throw new IllegalArgumentException("Size of swarm '" + this.name + "': " + size + " (expected: >= 0)");
		}
		this.control.resize(size);
	}

	@Override
	public SwarmProgress progress() {
		return this.control.progress();
	}

	@Override
	public Watching onProgress(Consumer<SwarmProgress> listener) {
		return this.control.onProgress(listener);
	}

	@Override
	public void stop(Duration grace) {
		this.control.stop(grace);
	}

	@Override
	public void kill() {
		this.control.stop(Duration.ZERO);
	}

	@Override
	public void close() {
		stop(this.stopGrace);
	}

	boolean isLost() {
		return this.caller.isLost();
	}

	@Override
	public String toString() {
		return "Swarm[" + this.name + "]";
	}

}
