package io.zproc.worker;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.Heartbeat;
import io.zproc.process.Heartbeats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In a worker's process: says again and again that its JVM lives, and whether its method
 * gets on.
 */
final class HeartbeatSender implements AutoCloseable {

	/**
	 * Longer than a server is likely to be away: a heartbeat that is withdrawn is one
	 * less.
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(HeartbeatSender.class);

	private final Heartbeats heartbeats;

	private final WorkerIdentity identity;

	private final Duration interval;

	private final MethodProgress progress = new MethodProgress();

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "zproc-heartbeat");
		thread.setDaemon(true);
		return thread;
	});

	/** Used by its thread only. */
	private long count;

	HeartbeatSender(StateClient client, WorkerIdentity identity, Duration interval) {
		this.heartbeats = new Heartbeats(client, identity.run());
		this.identity = identity;
		this.interval = interval;
	}

	/**
	 * Begins, one interval from now: nothing is to slow the start.
	 */
	void start() {
		// Not at a fixed rate: who was stopped has nothing to make up for.
		var unused = this.executor.scheduleWithFixedDelay(this::send, this.interval.toNanos(), this.interval.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	MethodProgress progress() {
		return this.progress;
	}

	private void send() {
		try {
			this.count++;
			this.heartbeats.tell(this.identity.label(),
					Heartbeat.ofThisJvm(this.identity.attempt(), this.count, this.progress.count()));
		}
		catch (ZProcException ex) {
			logger.debug("The heartbeat of worker '{}' could not be told; the next one may be", this.identity.label(),
					ex);
		}
		catch (RuntimeException ex) {
			logger.warn("The heartbeat of worker '{}' could not be told", this.identity.label(), ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
