package io.zproc.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import io.zproc.Origin;
import io.zproc.ProcessState;
import io.zproc.process.LaunchPlan;
import io.zproc.process.ProcessRecord;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerDefinition;
import io.zproc.process.WorkerHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * A worker that runs as a thread of the application, with a session of its own. It can be
 * interrupted, but not killed: one that ignores the interrupt is left behind, and said
 * so.
 */
final class ThreadWorker implements WorkerHandle {

	private static final Logger logger = LoggerFactory.getLogger(ThreadWorker.class);

	private final WorkerDefinition worker;

	private final WorkerIdentity identity;

	private final StateConnection connection;

	private final ConfigurableListableBeanFactory beans;

	private final Consumer<ProcessRecord> listener;

	private final Thread thread;

	private volatile boolean isStopping;

	private volatile ProcessRecord record;

	ThreadWorker(WorkerDefinition worker, int instance, LaunchPlan plan, long since, StateConnection connection,
			ConfigurableListableBeanFactory beans, Consumer<ProcessRecord> listener) {
		this.worker = worker;
		this.identity = new WorkerIdentity(plan.run(), worker.name(), instance, 1, worker.namespace(), since);
		this.connection = connection;
		this.beans = beans;
		this.listener = listener;
		long pid = ProcessHandle.current().pid();
		this.record = new ProcessRecord(worker.name(), instance, pid, pid, ProcessState.STARTING, 1, null,
				Instant.now(), null, null);
		this.thread = new Thread(this::run, "zproc-worker-" + this.identity.label());
		this.thread.setDaemon(true);
	}

	void start() {
		this.listener.accept(this.record);
		this.thread.start();
	}

	private void run() {
		Throwable failure = null;
		try {
			Origin origin = new Origin(this.worker.name(), this.identity.instance(), this.record.pid(), 1, "");
			this.connection.reside(origin, this.worker.namespace(), this::work);
		}
		catch (Exception | Error ex) {
			failure = ex;
		}
		ended(failure);
	}

	private void work() throws Exception {
		WorkerBody body = WorkerBody.of(this.worker, this.identity, this.beans, this.connection);
		change(this.record.with(ProcessState.RUNNING));
		if (!this.isStopping) {
			body.run();
		}
	}

	private void ended(@Nullable Throwable failure) {
		if (failure == null || this.isStopping) {
			change(this.record.ended(ProcessState.EXITED, 0, null));
			return;
		}
		logger.error("Worker '{}' failed", this.identity.label(), failure);
		change(this.record.ended(ProcessState.FAILED, 1, failure.toString()));
	}

	private void change(ProcessRecord changed) {
		this.record = changed;
		this.listener.accept(changed);
	}

	@Override
	public ProcessRecord record() {
		return this.record;
	}

	@Override
	public void askToStop() {
		this.isStopping = true;
		this.thread.interrupt();
	}

	@Override
	public void end(Duration grace) {
		try {
			this.thread.join(Math.max(1, grace.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.thread.isAlive()) {
			logger.warn("Worker '{}' ignores its interrupt; as a thread it cannot be killed and is left behind",
					this.identity.label());
		}
	}

	@Override
	public void awaitEnd() throws InterruptedException {
		this.thread.join();
	}

}
