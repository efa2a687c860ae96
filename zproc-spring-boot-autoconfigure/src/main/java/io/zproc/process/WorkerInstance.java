package io.zproc.process;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.zproc.ProcessState;
import io.zproc.protocol.ServerAddress;
import io.zproc.process.Reports.Report;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a worker, and the thread that waits for its end.
 */
final class WorkerInstance implements WorkerHandle {

	private static final Logger logger = LoggerFactory.getLogger(WorkerInstance.class);

	private final WorkerDefinition worker;

	private final UUID session;

	private final ForkedProcess process;

	private final Consumer<ProcessRecord> listener;

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Object lock = new Object();

	private ProcessRecord record;

	private boolean isStopping;

	private WorkerInstance(WorkerDefinition worker, int instance, UUID session, ForkedProcess process,
			Consumer<ProcessRecord> listener) {
		this.worker = worker;
		this.session = session;
		this.process = process;
		this.listener = listener;
		this.record = new ProcessRecord(worker.name(), instance, process.pid(), ProcessHandle.current().pid(),
				ProcessState.STARTING, 1, null, Instant.now(), null, null);
	}

	static WorkerInstance start(WorkerDefinition worker, int instance, LaunchPlan plan, ServerAddress server,
			long since, JvmOptions options, Class<?> main, Consumer<ProcessRecord> listener) {
		List<String> jvmArguments = new ArrayList<>(options.structural());
		jvmArguments.add("-Xmx" + worker.maxHeap());
		jvmArguments.add("-XX:+ExitOnOutOfMemoryError");
		jvmArguments.add("-Xshare:auto");
		jvmArguments.addAll(worker.jvmArgs());
		UUID session = UUID.randomUUID();
		String label = worker.name() + "-" + instance;
		LaunchCommand command = ApplicationLayout.detect().applicationCommand(jvmArguments, main);
		ForkedProcess process = ForkedProcess.start(label, command, "zproc.worker." + worker.name());
		WorkerInstance started = new WorkerInstance(worker, instance, session, process, listener);
		try {
			new WorkerBootstrap(server, session, plan.run(), worker.name(), instance, 1, worker.namespace(), since,
					plan.mainClass(), plan.sources(), plan.properties(), plan.arguments(), plan.systemProperties())
				.writeTo(process.pipe());
		}
		catch (IOException ex) {
			// Its end, with its output, is handled like any other.
			logger.warn("Worker '{}' (pid {}) did not take its bootstrap: {}", label, process.pid(), ex.toString());
		}
		return started;
	}

	UUID session() {
		return this.session;
	}

	@Override
	public ProcessRecord record() {
		synchronized (this.lock) {
			return this.record;
		}
	}

	/**
	 * Waits for the end on a thread of its own.
	 * @param atDeath is called as soon as the process is dead, and returns its last
	 * report
	 */
	void superviseWith(DeathHandler atDeath) {
		this.listener.accept(record());
		Thread thread = new Thread(() -> awaitDeath(atDeath), "zproc-exit-" + record().key());
		thread.setDaemon(true);
		thread.start();
	}

	interface DeathHandler {

		@Nullable Report died(WorkerInstance instance);

	}

	private void awaitDeath(DeathHandler atDeath) {
		Report report = null;
		try {
			int exitCode = this.process.awaitExit();
			try {
				report = atDeath.died(this);
				this.process.awaitOutput(Duration.ofSeconds(1));
			}
			finally {
				ended(exitCode, (report != null) ? report.failure() : null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.ended.countDown();
		}
	}

	private void ended(int exitCode, @Nullable String reported) {
		ProcessRecord now;
		boolean isExpected;
		synchronized (this.lock) {
			isExpected = exitCode == 0 || this.isStopping || ExitCodes.isRequest(exitCode);
			String description = ExitCodes.describe("Worker '" + this.record.key() + "'", this.process.pid(), exitCode,
					this.process.age(), "zproc.workers." + this.worker.name() + ".max-heap");
			String failure = isExpected ? null : (reported != null) ? description + ": " + reported
					: description + "; its last output: " + this.process.lastLines();
			this.record = this.record.ended(isExpected ? ProcessState.EXITED : ProcessState.FAILED, exitCode, failure);
			now = this.record;
		}
		if (isExpected) {
			logger.info("Worker '{}' (pid {}) exited with {} after {} ms", now.key(), now.pid(), exitCode,
					this.process.age().toMillis());
		}
		else {
			logger.error("{}", now.failure());
		}
		this.listener.accept(now);
	}

	void reported(Report report) {
		ProcessRecord now;
		synchronized (this.lock) {
			if (this.record.state() != ProcessState.STARTING || report.state() != ProcessState.RUNNING) {
				return;
			}
			this.record = this.record.with(ProcessState.RUNNING);
			now = this.record;
		}
		logger.info("Worker '{}' (pid {}) runs after {} ms", now.key(), now.pid(), this.process.age().toMillis());
		StartPhases start = report.start();
		if (start != null && logger.isDebugEnabled()) {
			logger.debug("Worker '{}' (pid {}) started: {}", now.key(), now.pid(),
					start.since(this.process.forkedAtMillis()));
		}
		this.listener.accept(now);
	}

	/**
	 * Asks the process to stop, over its pipe. Does not wait.
	 */
	@Override
	public void askToStop() {
		ProcessRecord now;
		synchronized (this.lock) {
			if (this.record.state().isTerminal() || this.isStopping) {
				return;
			}
			this.isStopping = true;
			this.record = this.record.with(ProcessState.STOPPING);
			now = this.record;
		}
		this.listener.accept(now);
		try {
			this.process.pipe().write(WorkerBootstrap.STOP);
			this.process.pipe().flush();
		}
		catch (IOException ex) {
			logger.debug("Worker '{}' was gone when it was asked to stop", now.key(), ex);
		}
	}

	/**
	 * Makes the process end within the grace period, by force if it must be.
	 */
	@Override
	public void end(Duration grace) {
		this.process.end(grace);
		this.process.closePipe();
		try {
			this.ended.await(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void awaitEnd() throws InterruptedException {
		this.ended.await();
	}

}
