package io.zproc.client.inprocess;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.zproc.client.ChangeListener;
import io.zproc.protocol.Change;
import io.zproc.protocol.Reply;
import io.zproc.protocol.RequestCodec.Received;
import io.zproc.server.Outbox;
import io.zproc.server.ServerLimits;
import io.zproc.server.StateMachine;

/**
 * The state in this JVM: the same state machine as in a server's process, under a lock
 * instead of on a thread of its own. Changes are told under the lock, in order; answers
 * are given outside of it.
 *
 * @since 0.1.0
 */
public final class InProcessServer implements AutoCloseable {

	private static final long TIMER_MS = 50;

	private final ReentrantLock lock = new ReentrantLock();

	private final StateMachine machine;

	private final Map<String, List<ChangeListener>> listeners = new HashMap<>();

	private final List<InProcessEngine> engines = new ArrayList<>();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "zproc-in-process-timer");
		thread.setDaemon(true);
		return thread;
	});

	private List<Letter> letters = new ArrayList<>();

	private boolean isTicking;

	private boolean isClosed;

	private record Letter(InProcessEngine engine, long sequence, Reply reply) {

	}

	/**
	 * Creates an empty state.
	 * @param limits the bounds of memory and waits
	 */
	public InProcessServer(ServerLimits limits) {
		this.machine = new StateMachine(UUID.randomUUID().toString(), limits, new Mail(), System::nanoTime);
	}

	private final class Mail implements Outbox {

		@Override
		public void reply(Object peer, long sequence, Reply reply) {
			InProcessServer.this.letters.add(new Letter((InProcessEngine) peer, sequence, reply));
		}

		@Override
		public void publish(String namespace, Change change) {
			InProcessServer.this.listeners.getOrDefault(namespace, List.of())
				.forEach((listener) -> listener.change(change));
		}

		@Override
		public boolean mayPileUp() {
			return false;
		}

	}

	void connect(InProcessEngine engine) {
		locked(() -> this.engines.add(engine));
	}

	void disconnect(InProcessEngine engine) {
		locked(() -> {
			this.engines.remove(engine);
			this.listeners.values().forEach((all) -> all.removeIf(engine::owns));
		});
	}

	void handle(InProcessEngine engine, Received received) {
		this.machine.handle(engine, received);
		if (this.machine.hasTimers() && !this.isTicking && !this.isClosed) {
			this.isTicking = true;
			scheduleTick();
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the task fails no one; see tick
	private void scheduleTick() {
		this.timer.schedule(this::tick, TIMER_MS, TimeUnit.MILLISECONDS);
	}

	private void tick() {
		locked(() -> {
			this.machine.tick();
			this.isTicking = this.machine.hasTimers() && !this.isClosed;
			if (this.isTicking) {
				scheduleTick();
			}
		});
	}

	void follow(String namespace, ChangeListener listener) {
		listener.reset(this.machine.version(namespace), this.machine.entries(namespace));
		this.listeners.computeIfAbsent(namespace, (name) -> new ArrayList<>()).add(listener);
	}

	/**
	 * Does something with the state, and gives the answers when the lock is free.
	 */
	void locked(Runnable action) {
		List<Letter> answers = List.of();
		this.lock.lock();
		try {
			action.run();
			if (this.lock.getHoldCount() == 1) {
				answers = this.letters;
				this.letters = new ArrayList<>();
			}
		}
		finally {
			this.lock.unlock();
		}
		answers.forEach((letter) -> letter.engine().answered(letter.sequence(), letter.reply()));
	}

	/**
	 * Ends the state; what waits fails.
	 */
	@Override
	public void close() {
		List<InProcessEngine> open = new ArrayList<>();
		locked(() -> {
			this.isClosed = true;
			open.addAll(this.engines);
		});
		open.forEach((engine) -> engine.serverLost("the application that it was part of is closed"));
		this.timer.shutdownNow();
	}

}
