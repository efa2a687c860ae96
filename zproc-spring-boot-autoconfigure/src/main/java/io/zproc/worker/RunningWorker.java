package io.zproc.worker;

import java.util.concurrent.Callable;

import io.zproc.WorkerContext;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's method is told about the process or thread that it runs in. Any thread
 * may ask.
 */
final class RunningWorker implements WorkerContext {

	private final WorkerIdentity identity;

	private final Readiness readiness;

	private final MethodProgress progress;

	private volatile int retry;

	RunningWorker(WorkerIdentity identity, Readiness readiness, MethodProgress progress) {
		this.identity = identity;
		this.readiness = readiness;
		this.progress = progress;
	}

	String label() {
		return this.identity.label();
	}

	@Override
	public String name() {
		return this.identity.name();
	}

	@Override
	public int instance() {
		return this.identity.instance();
	}

	@Override
	public int attempt() {
		return this.identity.attempt();
	}

	@Override
	public int retry() {
		return this.retry;
	}

	@Override
	public void ready() {
		this.readiness.ready();
	}

	@Override
	public void heartbeat() {
		this.progress.tell();
	}

	/**
	 * Calls a method, whose progress is its own.
	 */
	<T extends @Nullable Object> T call(Callable<T> method) throws Exception {
		this.progress.begin();
		try {
			return method.call();
		}
		finally {
			this.progress.end();
		}
	}

	/** Counts a retry; only the worker's own thread calls it. */
	void retries() {
		this.retry = Math.addExact(this.retry, 1);
	}

}
