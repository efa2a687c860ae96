package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.zproc.ProcessState;
import io.zproc.WorkerProcess;
import org.jspecify.annotations.Nullable;

/**
 * A worker's process through all its runs.
 *
 * @param <T> the type of its result
 */
final class SupervisedWorker<T> implements WorkerProcess<T> {

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

	private final RunOrder order;

	private final HungWatch hungWatch;

	private final Promise<T> result;

	private final WorkerRuns runs;

	private volatile boolean isKept;

	/**
	 * Creates one that is not started.
	 * @param group the group that it belongs to, if there is one
	 */
	SupervisedWorker(RunOrder order, WorkerRuns.Surroundings surroundings, @Nullable WorkerGroup group) {
		this.order = order;
		this.hungWatch = surroundings.hungWatch();
		this.result = new Promise<>(order.label());
		this.runs = new WorkerRuns(order, surroundings, this.result, (group != null) ? group.member(this) : null);
	}

	@Override
	public void start() {
		try {
			this.runs.start();
		}
		catch (RuntimeException ex) {
			this.result.fail(ex);
			throw ex;
		}
	}

	/**
	 * Whether another one must be ready before it is started.
	 */
	boolean isAfter(SupervisedWorker<?> other) {
		return this.order.worker().life().after().contains(other.name());
	}

	/**
	 * Whether nobody needs to wait until it is ready.
	 */
	boolean wasReady() {
		return this.runs.gate().wasReady();
	}

	boolean isSameInstance(SupervisedWorker<?> other) {
		return this.order.label().equals(other.order.label());
	}

	boolean isCalled(String label) {
		return this.order.label().equals(label);
	}

	/**
	 * Says that the application is to have it: it was not spawned.
	 */
	void keep() {
		this.isKept = true;
	}

	/**
	 * Whether the application is to have it, until it is dismissed.
	 */
	boolean isKept() {
		return this.isKept;
	}

	/**
	 * Lets nobody wait until it is ready, and the application no longer have it.
	 */
	void dismiss() {
		this.isKept = false;
		this.runs.gate().ready();
	}

	/**
	 * Has it started when others are ready. If one of them ends for good before, it is
	 * not started. Does not wait.
	 */
	void startAfter(List<SupervisedWorker<?>> others) {
		this.runs.startAfter(gates(others));
	}

	private static List<StartGate> gates(List<SupervisedWorker<?>> others) {
		List<StartGate> gates = new ArrayList<>();
		others.forEach((other) -> gates.add(other.runs.gate()));
		return gates;
	}

	/**
	 * Has its next run started when others are ready. Does not wait.
	 * @param permit whether it may be started then
	 */
	void startAgainAfter(List<SupervisedWorker<?>> others, BooleanSupplier permit) {
		this.runs.startAfter(gates(others), permit);
	}

	/**
	 * What it needs to be ended and started again for the sake of others.
	 */
	WorkerRuns runs() {
		return this.runs;
	}

	/**
	 * The worker that its process runs.
	 */
	WorkerDefinition worker() {
		return this.order.worker();
	}

	String label() {
		return this.order.label();
	}

	/**
	 * What its processes have written last.
	 */
	OutputTail output() {
		return this.runs.output();
	}

	/**
	 * Tells its record again, to who may have lost it.
	 */
	void tellAgain() {
		this.runs.told().tellAgain();
	}

	/**
	 * Lets no other run follow. Does not wait.
	 * @return whether there is one that is not over
	 */
	boolean letNoRunFollow() {
		return this.runs.stopping() != null && !this.result.isKept();
	}

	/**
	 * How long it may take to stop when its application does.
	 */
	Duration stopGrace() {
		return this.order.worker().life().stopGrace();
	}

	/**
	 * Asks its run to stop, and lets no other follow. Does not wait.
	 */
	void askToStop() {
		WorkerHandle running = this.runs.stopping();
		if (running != null) {
			running.askToStop();
		}
	}

	/**
	 * Makes it end within the grace period, by force if it must be.
	 */
	void end(Duration grace) {
		WorkerHandle running = this.runs.current();
		if (running != null) {
			running.end(grace);
		}
	}

	@Override
	public void stop(Duration grace) {
		askToStop();
		end(grace);
	}

	@Override
	public void kill() {
		WorkerHandle running = this.runs.stopping();
		if (running != null) {
			running.kill();
			running.end(KILL_TIMEOUT);
		}
	}

	/**
	 * Whether it was started, or will be when others are ready, and is not over: one that
	 * waits for its next run is not.
	 */
	boolean isRunning() {
		return (attempt() > 0 || this.runs.gate().isHeld()) && !this.result.isKept();
	}

	/**
	 * Whether no run of it follows.
	 */
	boolean isOver() {
		return this.result.isKept();
	}

	String run() {
		return this.order.plan().run();
	}

	boolean awaitEnd(long timeoutNanos) throws InterruptedException {
		return this.result.awaitEnd(timeoutNanos);
	}

	@Override
	public T await(Duration timeout) {
		return this.result.await(timeout, () -> place() + ", " + state());
	}

	@Override
	public CompletableFuture<T> result() {
		return this.result.copy();
	}

	@Override
	public String name() {
		return this.order.worker().name();
	}

	@Override
	public int instance() {
		return this.order.instance();
	}

	@Override
	public long pid() {
		ProcessRecord now = record();
		return (now != null) ? now.pid() : -1;
	}

	private String place() {
		ProcessRecord now = record();
		return (now != null) ? now.place() : "not started";
	}

	@Override
	public ProcessState state() {
		ProcessRecord now = record();
		if (now != null) {
			return now.state();
		}
		return this.result.isKept() ? ProcessState.FAILED : ProcessState.NEW;
	}

	@Override
	public int attempt() {
		return this.runs.attempt();
	}

	@Override
	public @Nullable Integer exitCode() {
		ProcessRecord now = record();
		return (now != null) ? now.exitCode() : null;
	}

	@Override
	public @Nullable String signal() {
		Integer exitCode = exitCode();
		return (exitCode != null) ? ExitCodes.signal(exitCode) : null;
	}

	@Override
	public @Nullable Duration cpuTime() {
		return this.runs.told().usage().cpuTime();
	}

	@Override
	public @Nullable Long residentBytes() {
		return this.runs.told().usage().residentBytes();
	}

	@Override
	public @Nullable Long heapBytes() {
		Heartbeat last = this.hungWatch.last(this.runs.current());
		return (last != null) ? last.heapBytes() : null;
	}

	@Override
	public boolean isAlive() {
		ProcessRecord now = record();
		return now != null && now.state() != ProcessState.NEW && !now.hasEnded();
	}

	@Nullable ProcessRecord record() {
		return this.runs.told().now();
	}

	@Override
	public String toString() {
		return "WorkerProcess[" + this.order.label() + ", " + place() + ", " + state() + "]";
	}

}
