package io.zproc.process.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import io.zproc.Swarm.Watching;
import io.zproc.SwarmProgress;
import io.zproc.WorkerProcess;
import io.zproc.ZProcException;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.swarm.SwarmEvents;
import io.zproc.server.swarm.SwarmLink;
import io.zproc.server.swarm.SwarmServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a swarm at its size: starts its processes, replaces those that die, and stops
 * them. All of it on one thread, so that what happens at the same time is handled one
 * after the other.
 */
final class PoolKeeper implements SwarmControl, SwarmEvents {

	private static final Logger logger = LoggerFactory.getLogger(PoolKeeper.class);

	/** How long a process may take to end when its connection has. */
	private static final long DISCONNECTED_GRACE_MS = 5_000;

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

	private final String name;

	private final IntFunction<WorkerProcess<?>> starter;

	private final SwarmServer server;

	private final ScheduledThreadPoolExecutor thread;

	private final ProgressListeners listeners;

	private final AtomicBoolean isStopping = new AtomicBoolean();

	// On the keeper's thread

	private final DeathRate deaths;

	private final Map<Integer, Member> members = new LinkedHashMap<>();

	private int nextNumber = 1;

	/** How many dead processes wait for their replacement. */
	private int delayed;

	private boolean isFailed;

	private volatile int size;

	/** A process of the swarm. */
	private static final class Member {

		private final WorkerProcess<?> process;

		private boolean isTold;

		private boolean isReady;

		Member(WorkerProcess<?> process) {
			this.process = process;
		}

	}

	/**
	 * Creates a keeper with no processes.
	 * @param starter starts the process of a number
	 * @param secret the password of its socket, {@code null} when its processes are
	 * threads
	 */
	PoolKeeper(String name, SwarmSettings settings, IntFunction<WorkerProcess<?>> starter, @Nullable String secret) {
		this.name = name;
		this.starter = starter;
		this.deaths = new DeathRate(settings.restarts(), System::nanoTime);
		// What comes after the stop is dropped: there is nobody left to be kept.
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread keeper = new Thread(task, "zproc-swarm-keeper-" + name);
			keeper.setDaemon(true);
			return keeper;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.listeners = new ProgressListeners(name, this::progress, this::execute);
		this.server = new SwarmServer(name, settings.limits(), secret, this);
	}

	@Nullable ServerAddress address() {
		return this.server.address();
	}

	SwarmLink connect(SwarmLink.Receiver receiver) {
		return this.server.connect(receiver);
	}

	// From any thread

	@Override
	public void resize(int wanted) {
		execute(() -> {
			if (this.isFailed) {
				logger.warn("Swarm '{}' has failed, so that it cannot have {} processes", this.name, wanted);
			}
			else if (!this.isStopping.get()) {
				this.size = wanted;
				this.server.size(wanted);
				adjust();
				progressed();
			}
		});
	}

	@Override
	public SwarmProgress progress() {
		return RemoteControl.progress(this.size, this.server.ready(), this.server.tally());
	}

	@Override
	public Watching onProgress(Consumer<SwarmProgress> listener) {
		return this.listeners.add(listener);
	}

	private void execute(Runnable task) {
		this.thread.execute(task);
	}

	// From the dispatcher's thread

	@Override
	public void ready(int worker) {
		execute(() -> {
			Member member = this.members.get(worker);
			if (member != null) {
				member.isReady = true;
				this.deaths.ready();
			}
		});
		progressed();
	}

	@Override
	public void disconnected(int worker) {
		progressed();
		var unused = this.thread.schedule(() -> killIfAlive(worker), DISCONNECTED_GRACE_MS, TimeUnit.MILLISECONDS);
	}

	@Override
	public void progressed() {
		this.listeners.progressed();
	}

	// On the keeper's thread

	private void killIfAlive(int worker) {
		Member member = this.members.get(worker);
		if (member != null) {
			logger.warn("Process {} of swarm '{}' is not connected any more, but has not ended; it is killed",
					member.process, this.name);
			member.process.kill();
		}
	}

	private void adjust() {
		List<Integer> staying = new ArrayList<>();
		this.members.forEach((number, member) -> {
			if (!member.isTold) {
				staying.add(number);
			}
		});
		for (int i = staying.size() - 1; i >= this.size; i--) {
			retire(staying.get(i));
		}
		for (int i = staying.size() + this.delayed; i < this.size; i++) {
			start();
		}
	}

	private void retire(int number) {
		Member member = this.members.get(number);
		if (member != null) {
			member.isTold = true;
			this.server.retire(number);
		}
	}

	private void start() {
		int number = this.nextNumber++;
		this.server.started(number);
		try {
			WorkerProcess<?> process = this.starter.apply(number);
			this.members.put(number, new Member(process));
			var unused = process.result().whenComplete((nothing, failure) -> execute(() -> ended(number, failure)));
		}
		catch (RuntimeException ex) {
			logger.error("A process of swarm '{}' could not be started", this.name, ex);
			this.server.died(number, "it could not be started: " + ex, true);
			replace(false, "it could not be started: " + ex);
		}
	}

	private void ended(int number, @Nullable Throwable failure) {
		Member member = this.members.remove(number);
		if (member == null) {
			return;
		}
		String what = (failure != null) ? String.valueOf(failure.getMessage()) : "it ended by itself";
		boolean isItsOwn = !member.isTold && !this.isStopping.get();
		this.server.died(number, what, !member.isTold || failure != null);
		if (isItsOwn) {
			logger.warn("Process {} of swarm '{}' died: {}", member.process, this.name, what);
			replace(member.isReady, what);
		}
	}

	private void replace(boolean wasReady, String death) {
		Duration delay = this.deaths.died(wasReady);
		if (delay == null) {
			fail(death);
			return;
		}
		this.delayed++;
		var unused = this.thread.schedule(() -> {
			this.delayed--;
			adjust();
		}, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void fail(String death) {
		String why = "Swarm '" + this.name + "' failed: " + this.deaths.whyTooMany() + ". The last one: " + death;
		logger.error(why);
		this.isFailed = true;
		this.size = 0;
		this.server.size(0);
		this.server.abandon(why);
		adjust();
	}

	// Stopping

	@Override
	public void stop(Duration grace) {
		if (!this.isStopping.compareAndSet(false, true)) {
			return;
		}
		String why = "Swarm '" + this.name + "' was stopped";
		if (grace.isZero()) {
			this.server.abandon(why);
		}
		else {
			this.server.refuse(why);
		}
		List<WorkerProcess<?>> left = leave();
		await(left, grace);
		await(kill(left), KILL_TIMEOUT);
		this.thread.shutdown();
		this.server.close();
	}

	/**
	 * Tells all processes to leave.
	 * @return those that are there
	 */
	private List<WorkerProcess<?>> leave() {
		CompletableFuture<List<WorkerProcess<?>>> present = new CompletableFuture<>();
		execute(() -> {
			this.size = 0;
			this.server.size(0);
			adjust();
			present.complete(new ArrayList<>(this.members.values().stream().map((member) -> member.process).toList()));
		});
		return present.join();
	}

	private static List<WorkerProcess<?>> kill(List<WorkerProcess<?>> processes) {
		List<WorkerProcess<?>> alive = processes.stream().filter((process) -> !process.result().isDone()).toList();
		alive.parallelStream().forEach(WorkerProcess::kill);
		return alive;
	}

	private void await(List<WorkerProcess<?>> processes, Duration timeout) {
		CompletableFuture<?>[] ends = processes.stream()
			.map((process) -> process.result().handle((nothing, failure) -> true))
			.toArray(CompletableFuture[]::new);
		try {
			CompletableFuture.allOf(ends).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			logger.debug("Processes of swarm '{}' have not ended within {}", this.name, timeout);
		}
		catch (ExecutionException ex) {
			throw new ZProcException("The end of swarm '" + this.name + "' could not be awaited", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
