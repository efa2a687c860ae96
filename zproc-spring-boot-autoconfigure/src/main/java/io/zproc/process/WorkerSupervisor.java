package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches the workers, keeps their records, and stops them.
 *
 * @since 0.1.0
 */
public final class WorkerSupervisor {

	private static final Logger logger = LoggerFactory.getLogger(WorkerSupervisor.class);

	private final StateConnection connection;

	private final WorkerLauncher launcher;

	private final List<WorkerHandle> launched = new ArrayList<>();

	private @Nullable String run;

	private boolean isStopped;

	/**
	 * Creates a supervisor that has not launched anything.
	 * @param connection the state that the workers share
	 * @param launcher launches them
	 */
	public WorkerSupervisor(StateConnection connection, WorkerLauncher launcher) {
		this.connection = connection;
		this.launcher = launcher;
	}

	/**
	 * Launches the instances of workers. Does not wait for them to run.
	 * @param workers the workers
	 * @param plan what they must know of the application
	 * @throws LaunchException when one cannot be started; those before it run on
	 */
	public synchronized void start(Collection<WorkerDefinition> workers, LaunchPlan plan) {
		if (this.isStopped || workers.isEmpty()) {
			return;
		}
		this.run = plan.run();
		StateClient client = this.connection.client();
		Map<String, Long> versions = new LinkedHashMap<>();
		for (WorkerDefinition worker : workers) {
			versions.computeIfAbsent(worker.namespace(), (namespace) -> {
				client.engine().size(namespace).await(client.requestTimeout());
				return client.engine().acknowledged(namespace);
			});
		}
		for (WorkerDefinition worker : workers) {
			for (int i = 1; i <= worker.instances(); i++) {
				this.launched.add(this.launcher.launch(worker, i, plan, versions.getOrDefault(worker.namespace(), 0L),
						(record) -> keep(plan.run(), record)));
			}
		}
	}

	/**
	 * Shares a record with all processes of the application.
	 */
	private void keep(String run, ProcessRecord record) {
		try {
			this.connection.client()
				.reserved(RunEntries.PROCESSES)
				.put(RunEntries.key(run, record.key()), record.toMap());
		}
		catch (ZProcException ex) {
			logger.warn("The record of worker '{}' could not be written: {}", record.key(), ex.getMessage());
		}
	}

	private synchronized List<WorkerHandle> launched() {
		return List.copyOf(this.launched);
	}

	/**
	 * The records of all workers that were started.
	 * @return the records, in the order of their start
	 */
	public List<ProcessRecord> records() {
		return launched().stream().map(WorkerHandle::record).toList();
	}

	/**
	 * Waits until every worker that was launched has ended.
	 * @throws InterruptedException when the thread is interrupted
	 */
	public void awaitEnd() throws InterruptedException {
		for (WorkerHandle worker : launched()) {
			worker.awaitEnd();
		}
	}

	/**
	 * Stops all workers: asks them all, then waits, then forces. Returns when all are
	 * over.
	 * @param grace how long they may take, together
	 */
	public void stop(Duration grace) {
		String started;
		synchronized (this) {
			this.isStopped = true;
			started = this.run;
			this.run = null;
		}
		long deadline = System.nanoTime() + grace.toNanos();
		launched().forEach(WorkerHandle::askToStop);
		for (WorkerHandle worker : launched()) {
			worker.end(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
		}
		this.launcher.close();
		if (started != null && this.connection.isShared()) {
			RunEntries.removeAll(this.connection.client(), started);
		}
	}

}
