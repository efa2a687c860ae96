package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.zproc.ProcessState;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.EndedRun.End;
import io.zproc.process.Reports.Kind;
import io.zproc.process.Reports.Report;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a worker, and the thread that waits for its end.
 */
final class WorkerInstance implements WorkerHandle {

	private static final Logger logger = LoggerFactory.getLogger(WorkerInstance.class);

	private static final String OUT_OF_MEMORY_LINE = "Terminating due to java.lang.OutOfMemoryError";

	private final WorkerDefinition worker;

	private final UUID session;

	private final ForkedProcess process;

	private final ChildPipe pipe;

	private final ResultReceiver receiver;

	private final RunListener listener;

	private final CountDownLatch ended = new CountDownLatch(1);

	private final long outOfMemoryKills = OutOfMemoryKills.count();

	private final Object lock = new Object();

	/** Held while the listener is told: what is told last is what it has become last. */
	private final Object telling = new Object();

	/** What it has become, and the listener is not told yet. */
	private final Queue<ProcessRecord> untold = new ConcurrentLinkedQueue<>();

	private ProcessRecord record;

	private @Nullable Report lastReport;

	private boolean isStopping;

	/** Why it was ended by ZProc itself. */
	private @Nullable String reason;

	/** Its output before its threads were written to it, while it is hung. */
	private @Nullable List<String> linesBeforeDump;

	/** Whether its method was over before that. */
	private boolean wasOver;

	WorkerInstance(RunOrder order, UUID session, ForkedProcess process, StateClient client, RunListener listener) {
		this.worker = order.worker();
		this.session = session;
		this.process = process;
		this.listener = listener;
		this.pipe = new ChildPipe(order.label(), process.pipe());
		this.receiver = new ResultReceiver(order.label(), client, session, () -> this.pipe.send(WorkerBootstrap.TAKEN));
		this.record = ProcessRecord.starting(order, process.pid());
		this.untold.add(this.record);
	}

	WorkerDefinition worker() {
		return this.worker;
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
	 * Tells the process what it is to do, and waits for its end on a thread of its own.
	 * @param atDeath is called as soon as the process is dead, and returns its last
	 * report
	 */
	void begin(WorkerBootstrap bootstrap, DeathHandler atDeath) {
		this.pipe.send(bootstrap::writeTo);
		tell();
		Thread thread = new Thread(() -> awaitDeath(atDeath), "zproc-exit-" + record().key());
		thread.setDaemon(true);
		thread.start();
	}

	interface DeathHandler {

		@Nullable Report died(WorkerInstance instance);

	}

	private void awaitDeath(DeathHandler atDeath) {
		try {
			int exitCode = this.process.awaitExit();
			Duration lifetime = this.process.age();
			this.pipe.close();
			Report report = atDeath.died(this);
			if (report != null) {
				reported(report);
			}
			this.process.awaitOutput(Duration.ofSeconds(1));
			ended(exitCode, lifetime);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.ended.countDown();
		}
	}

	private void ended(int exitCode, Duration lifetime) throws InterruptedException {
		byte[] result = null;
		RemoteFailure failure = null;
		try {
			result = this.receiver.finish();
			if (result == null && isHeard()) {
				this.receiver.clear();
			}
		}
		catch (ZProcException ex) {
			failure = RemoteFailure.of(ex);
		}
		EndedRun run;
		synchronized (this.lock) {
			if (failure == null && this.lastReport != null) {
				failure = this.lastReport.failure();
			}
			End end = end(exitCode, result, failure);
			if (this.reason != null && (!this.wasOver || end == End.STOPPED || end == End.DIED)) {
				// What came of it is the interrupt's doing.
				end = End.FORCED;
				result = null;
				failure = null;
			}
			boolean isExpected = end == End.RETURNED || end == End.STOPPED || (end == End.EXITED && exitCode == 0);
			EndedRun undescribed = new EndedRun(this.record.ended(ProcessState.EXITED, exitCode, null), end, result,
					failure, lifetime, isOutOfMemory(exitCode), lastLines(end),
					(end == End.FORCED) ? this.reason : null);
			run = isExpected ? undescribed : undescribed
				.with(this.record.ended(ProcessState.FAILED, exitCode, RunEnding.describe(undescribed)));
			this.record = run.record();
		}
		this.listener.ended(run);
		this.ended.countDown();
		this.listener.settled(run);
	}

	private List<String> lastLines(End end) {
		List<String> before = this.linesBeforeDump;
		return (end == End.FORCED && before != null) ? before : this.process.lastLines();
	}

	private boolean isHeard() {
		synchronized (this.lock) {
			return this.lastReport != null;
		}
	}

	private End end(int exitCode, byte @Nullable [] result, @Nullable RemoteFailure failure) {
		if (result != null) {
			return End.RETURNED;
		}
		if (failure != null) {
			return End.THREW;
		}
		if (this.lastReport != null && this.lastReport.kind() == Kind.EXITED) {
			return End.EXITED;
		}
		return (this.isStopping || ExitCodes.isRequest(exitCode)) ? End.STOPPED : End.DIED;
	}

	private boolean isOutOfMemory(int exitCode) {
		return (exitCode == ExitCodes.OUT_OF_MEMORY
				&& this.process.lastLines().stream().anyMatch((line) -> line.contains(OUT_OF_MEMORY_LINE)))
				|| (exitCode == ExitCodes.KILLED && OutOfMemoryKills.count() > this.outOfMemoryKills);
	}

	void reported(Report report) {
		ProcessRecord now;
		synchronized (this.lock) {
			// The watcher may be behind what was taken at the death.
			if (this.lastReport == null || this.lastReport.kind().compareTo(report.kind()) <= 0) {
				this.lastReport = report;
			}
			if (report.kind() != Kind.RUNNING || this.record.state() != ProcessState.STARTING) {
				now = null;
			}
			else {
				now = become(this.record.with(ProcessState.RUNNING));
			}
		}
		if (report.kind() == Kind.RETURNED) {
			this.receiver.sent(report.size(), report.sent());
		}
		if (now != null) {
			logger.info("Worker '{}' (pid {}) runs after {} ms", now.key(), now.pid(), this.process.age().toMillis());
			StartPhases start = report.start();
			if (start != null && logger.isDebugEnabled()) {
				logger.debug("Worker '{}' (pid {}) started: {}", now.key(), now.pid(),
						start.since(this.process.forkedAtMillis()));
			}
			tell();
		}
	}

	/**
	 * Asks the process to stop, over its pipe. Does not wait.
	 */
	@Override
	public void askToStop() {
		if (stopping()) {
			this.pipe.send(WorkerBootstrap.STOP);
		}
	}

	@Override
	public boolean askUnlessOver() {
		ProcessRecord now;
		synchronized (this.lock) {
			boolean isOver = this.lastReport != null && this.lastReport.kind() != Kind.RUNNING;
			if (isOver || this.isStopping || this.reason != null || this.record.state().isTerminal()) {
				return false;
			}
			this.isStopping = true;
			this.record = this.record.with(ProcessState.STOPPING);
			now = this.record;
		}
		this.pipe.send(WorkerBootstrap.STOP);
		this.listener.changed(now);
		return true;
	}

	/**
	 * Tells the process where the state server is that takes the place of the one before.
	 */
	void serverReplaced(ServerAddress address) {
		this.pipe.send((stream) -> WorkerBootstrap.writeServer(stream, address));
	}

	@Override
	public void fail(String reason, Duration grace) {
		ProcessRecord now;
		boolean isOver;
		synchronized (this.lock) {
			if (this.isStopping || this.reason != null || this.record.state().isTerminal()) {
				return;
			}
			this.reason = reason;
			this.wasOver = this.lastReport != null && this.lastReport.kind() != Kind.RUNNING;
			isOver = this.wasOver;
			now = become(this.record.with(ProcessState.STOPPING));
		}
		logger.warn("Worker '{}' (pid {}) is ended after {} ms: {}", now.key(), now.pid(),
				this.process.age().toMillis(), reason);
		if (grace.isZero()) {
			this.process.kill();
		}
		else {
			if (!isOver) {
				// An interrupt would break what sends the result.
				this.pipe.send(WorkerBootstrap.STOP);
			}
			Thread thread = new Thread(() -> this.process.end(grace), "zproc-end-" + now.key());
			thread.setDaemon(true);
			thread.start();
		}
		tell();
	}

	@Override
	public boolean hung(@Nullable Instant since) {
		synchronized (this.lock) {
			if (this.record.state() == ProcessState.STOPPING || this.record.state().isTerminal()) {
				return false;
			}
			if (since == null) {
				this.linesBeforeDump = null;
			}
			become(this.record.hung(since));
		}
		tell();
		return true;
	}

	/**
	 * Its last output stays what it was: the stacks would be all of it.
	 */
	@Override
	public boolean dumpThreads() {
		if (!this.process.isAlive() || !ThreadDump.isPossible(this.worker.jvmArgs())) {
			return false;
		}
		synchronized (this.lock) {
			this.linesBeforeDump = this.process.lastLines();
		}
		return ThreadDump.request(this.process.pid());
	}

	private boolean stopping() {
		synchronized (this.lock) {
			if (this.record.state().isTerminal() || this.isStopping) {
				return false;
			}
			this.isStopping = true;
			become(this.record.with(ProcessState.STOPPING));
		}
		tell();
		return true;
	}

	/**
	 * Changes the record. The lock is held.
	 */
	private ProcessRecord become(ProcessRecord changed) {
		this.record = changed;
		this.untold.add(changed);
		return changed;
	}

	/**
	 * Tells the listener all that it has become, in that order, and returns when it is
	 * told.
	 */
	private void tell() {
		synchronized (this.telling) {
			for (ProcessRecord next = this.untold.poll(); next != null; next = this.untold.poll()) {
				this.listener.changed(next);
			}
		}
	}

	/**
	 * Makes the process end within the grace period, by force if it must be.
	 */
	@Override
	public void end(Duration grace) {
		this.process.end(grace);
		try {
			if (!this.ended.await(5, TimeUnit.SECONDS)) {
				logger.warn("The end of worker '{}' has not been recorded in 5 s", record().key());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void kill() {
		stopping();
		this.process.kill();
	}

}
