package io.zproc.worker;

import io.zproc.WorkerContext;

/**
 * What a worker's method is told about the process or thread that it runs in. Any thread
 * may ask.
 */
final class RunningWorker implements WorkerContext {

	private final WorkerIdentity identity;

	private final Readiness readiness;

	private volatile int retry;

	RunningWorker(WorkerIdentity identity, Readiness readiness) {
		this.identity = identity;
		this.readiness = readiness;
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

	/** Counts a retry; only the worker's own thread calls it. */
	void retries() {
		this.retry = Math.addExact(this.retry, 1);
	}

}
