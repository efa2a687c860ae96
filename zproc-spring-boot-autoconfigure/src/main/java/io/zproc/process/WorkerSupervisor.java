package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.zproc.StateChange;
import io.zproc.Watcher;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.Reports.Report;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches the workers, follows what becomes of them, and stops them.
 *
 * @since 0.1.0
 */
public final class WorkerSupervisor {

	private static final Logger logger = LoggerFactory.getLogger(WorkerSupervisor.class);

	private final StateConnection connection;

	private final Class<?> main;

	private final List<WorkerInstance> instances = new ArrayList<>();

	private final Map<String, ProcessRecord> records = new ConcurrentHashMap<>();

	private @Nullable Watcher reports;

	private boolean isStopped;

	/**
	 * Creates a supervisor that has not launched anything.
	 * @param connection the state that the workers share
	 * @param main the class whose main runs a worker
	 */
	public WorkerSupervisor(StateConnection connection, Class<?> main) {
		this.connection = connection;
		this.main = main;
	}

	/**
	 * Launches the instances of workers. Does not wait for them to run.
	 * @param workers the workers
	 * @param plan what they must know of the application
	 * @throws LaunchException when a process cannot be started
	 */
	public synchronized void start(Collection<WorkerDefinition> workers, LaunchPlan plan) {
		if (this.isStopped || workers.isEmpty()) {
			return;
		}
		StateClient client = this.connection.client();
		this.reports = new Reports(client).state().watch().forEach(this::reported);
		Map<String, Long> versions = new LinkedHashMap<>();
		for (WorkerDefinition worker : workers) {
			versions.computeIfAbsent(worker.namespace(), (namespace) -> {
				client.engine().size(namespace).await(client.requestTimeout());
				return client.engine().acknowledged(namespace);
			});
		}
		JvmOptions options = JvmOptions.ofThisJvm();
		for (WorkerDefinition worker : workers) {
			for (int i = 1; i <= worker.instances(); i++) {
				WorkerInstance instance = WorkerInstance.start(worker, i, plan, this.connection.address(),
						versions.getOrDefault(worker.namespace(), 0L), options, this.main, this::record);
				this.instances.add(instance);
				instance.superviseWith(this::died);
			}
		}
	}

	private void reported(StateChange change) {
		for (String session : change.keys()) {
			Report report = Report.of(change.after().get(session));
			if (report != null) {
				snapshot().stream()
					.filter((instance) -> instance.session().toString().equals(session))
					.forEach((instance) -> instance.reported(report));
			}
		}
	}

	private @Nullable Report died(WorkerInstance instance) {
		StateClient client = this.connection.client();
		try {
			// At once: the dead process may hold a turn that others wait for.
			client.engine().endSession(instance.session()).await(client.requestTimeout());
			return new Reports(client).take(instance.session());
		}
		catch (ZProcException ex) {
			logger.warn("The state server could not be told that worker '{}' is dead: {}", instance.record().key(),
					ex.getMessage());
			return null;
		}
	}

	private void record(ProcessRecord record) {
		this.records.put(record.key(), record);
		try {
			this.connection.client().reserved(ProcessRecord.NAMESPACE).put(record.key(), record.toMap());
		}
		catch (ZProcException ex) {
			logger.warn("The record of worker '{}' could not be written: {}", record.key(), ex.getMessage());
		}
	}

	private synchronized List<WorkerInstance> snapshot() {
		return List.copyOf(this.instances);
	}

	/**
	 * The records of all processes that were started.
	 * @return the records, in the order of their start
	 */
	public List<ProcessRecord> records() {
		return snapshot().stream().map(WorkerInstance::record).toList();
	}

	/**
	 * Waits until every process that was launched has ended.
	 * @throws InterruptedException when the thread is interrupted
	 */
	public void awaitEnd() throws InterruptedException {
		for (WorkerInstance instance : snapshot()) {
			instance.awaitEnd();
		}
	}

	/**
	 * Stops all workers: asks them all, then waits, then forces. Returns when all their
	 * processes are gone.
	 * @param grace how long they may take, together
	 */
	public void stop(Duration grace) {
		List<WorkerInstance> all;
		synchronized (this) {
			this.isStopped = true;
			all = List.copyOf(this.instances);
		}
		long deadline = System.nanoTime() + grace.toNanos();
		all.forEach(WorkerInstance::askToStop);
		for (WorkerInstance instance : all) {
			instance.end(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
		}
		if (this.reports != null) {
			this.reports.close();
		}
	}

}
