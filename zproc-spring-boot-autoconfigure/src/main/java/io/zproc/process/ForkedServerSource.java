package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.zproc.Origin;
import io.zproc.ServerLostEvent;
import io.zproc.client.StateEngine;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.SavedNamespace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state server that this process forks, and supervises: when it dies the application is
 * stopped, or another server takes its place with what this process has of the state.
 *
 * @since 0.1.0
 */
public final class ForkedServerSource implements StateSource {

	private static final Logger logger = LoggerFactory.getLogger(ForkedServerSource.class);

	/** How long the last words of a dead server may take from its socket to us. */
	private static final Duration LAST_WORDS_TIMEOUT = Duration.ofSeconds(2);

	/** A start that is interrupted kills what it has started. */
	private static final Duration INTERRUPT_TIMEOUT = Duration.ofSeconds(10);

	private final ServerSettings settings;

	private final ApplicationStop stop;

	private final EventSink events;

	private final @Nullable RestartLimits restarts;

	private final OutputTail output;

	private final AtomicInteger starts = new AtomicInteger();

	private final @Nullable RestartIntensity intensity;

	private final List<Consumer<ServerAddress>> listeners = new CopyOnWriteArrayList<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Object lock = new Object();

	private @Nullable ServerProcess server;

	private @Nullable Thread replacing;

	private volatile @Nullable JeroMqEngine engine;

	private volatile @Nullable StateBackup backup;

	/**
	 * Creates the source; nothing is forked yet.
	 * @param settings how to run the server
	 * @param stop ends the application when the server is lost for good
	 * @param events is told of each death
	 * @param restarts how soon and how often a dead server is replaced, {@code null} for
	 * never
	 * @param output how much of the servers' output is kept
	 */
	public ForkedServerSource(ServerSettings settings, ApplicationStop stop, EventSink events,
			@Nullable RestartLimits restarts, OutputTail.Limits output) {
		this.settings = settings;
		this.stop = stop;
		this.events = events;
		this.restarts = restarts;
		this.output = new OutputTail(output);
		this.intensity = (restarts != null) ? new RestartIntensity(restarts) : null;
	}

	@Override
	public StateEngine open() {
		ServerProcess started = fork(List.of());
		JeroMqEngine connected = new JeroMqEngine(started.address(), UUID.randomUUID(),
				Origin.ofApplication(ProcessHandle.current().pid()), isReplaceable());
		synchronized (this.lock) {
			this.server = started;
			this.engine = connected;
			this.backup = isReplaceable() ? new StateBackup(started.address()) : null;
		}
		started.onDeath(this::died);
		return connected;
	}

	/**
	 * On a thread that the dead server has left behind.
	 */
	private void died(ServerDeath death) {
		synchronized (this.lock) {
			if (this.closed.getCount() == 0) {
				return;
			}
			this.replacing = Thread.currentThread();
		}
		try {
			this.events.publish(new ServerLostEvent(Instant.now(), death.pid(), death.what()));
			replace(death);
		}
		catch (InterruptedException ex) {
			logger.debug("The state server is not replaced: the application has stopped", ex);
		}
		finally {
			synchronized (this.lock) {
				// The next server may be dead, too, and its own thread at work.
				if (this.replacing == Thread.currentThread()) {
					this.replacing = null;
				}
			}
		}
	}

	private void replace(ServerDeath death) throws InterruptedException {
		StateBackup kept = this.backup;
		RestartIntensity deaths = this.intensity;
		if (kept == null || deaths == null) {
			giveUp(death, "");
			return;
		}
		List<SavedNamespace> saved = null;
		for (Duration delay = deaths.died(death.lifetime(), System.nanoTime()); delay != null; delay = deaths
			.died(Duration.ZERO, System.nanoTime())) {
			if (saved == null) {
				logger.error("{}; another one takes its place, with what has come here of its state", death.what());
				saved = kept.contents(LAST_WORDS_TIMEOUT);
			}
			if (this.closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
			ServerProcess started = start(saved);
			if (started != null) {
				goOn(started);
				return;
			}
		}
		giveUp(death, "; " + reason());
	}

	private String reason() {
		RestartLimits limits = Objects.requireNonNull(this.restarts);
		return "it was replaced " + limits.maxRestarts() + " times within " + limits.window()
				+ " (zproc.server.max-restarts, zproc.server.restart-window)";
	}

	private ServerProcess fork(List<SavedNamespace> saved) {
		int number = this.starts.incrementAndGet();
		return ServerProcess.start(this.settings, saved, (line) -> this.output.add(number, line));
	}

	private @Nullable ServerProcess start(List<SavedNamespace> saved) throws InterruptedException {
		try {
			return fork(saved);
		}
		catch (LaunchException ex) {
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedException(ex.getMessage());
			}
			logger.error("The state server could not be replaced: {}", ex.getMessage());
			return null;
		}
	}

	private void giveUp(ServerDeath death, String why) {
		JeroMqEngine connected = this.engine;
		if (connected != null) {
			// First, so that nothing of the stop waits for answers.
			connected.serverLost(death.what() + why);
		}
		this.stop.because(death.report(why), death.action());
	}

	/**
	 * Tells who must know, and only then looks after the new server: what happens to it
	 * meanwhile is told in order.
	 */
	private void goOn(ServerProcess started) {
		ServerAddress address = started.address();
		synchronized (this.lock) {
			if (this.closed.getCount() == 0) {
				started.close();
				return;
			}
			this.server = started;
		}
		JeroMqEngine connected = this.engine;
		StateBackup kept = this.backup;
		if (connected != null && kept != null) {
			kept.movedTo(address);
			connected.movedTo(address);
		}
		this.listeners.forEach((listener) -> listener.accept(address));
		started.onDeath(this::died);
	}

	@Override
	public ServerAddress address() {
		synchronized (this.lock) {
			if (this.server == null) {
				throw new IllegalStateException("The state server has not been started");
			}
			return this.server.address();
		}
	}

	@Nullable StateBackup backup() {
		return this.backup;
	}

	@Override
	public OutputTail output() {
		return this.output;
	}

	@Override
	public boolean isReplaceable() {
		return this.restarts != null;
	}

	@Override
	public void onReplaced(Consumer<ServerAddress> listener) {
		this.listeners.add(listener);
	}

	@Override
	public void close() {
		Thread interrupted;
		synchronized (this.lock) {
			this.closed.countDown();
			interrupted = this.replacing;
		}
		if (interrupted != null) {
			end(interrupted);
		}
		JeroMqEngine connected = this.engine;
		StateBackup kept = this.backup;
		if (kept != null) {
			kept.close();
		}
		if (connected != null) {
			connected.close();
		}
		ServerProcess running;
		synchronized (this.lock) {
			running = this.server;
		}
		if (running != null) {
			running.close();
		}
	}

	private static void end(Thread replacing) {
		replacing.interrupt();
		try {
			replacing.join(INTERRUPT_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
