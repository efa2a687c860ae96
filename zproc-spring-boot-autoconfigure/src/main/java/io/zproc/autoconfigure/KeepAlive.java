package io.zproc.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.zproc.process.WorkerSupervisor;
import io.zproc.watch.ApplicationWatchers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an application up that has no web server, as long as its workers run. Without one
 * no other thread would keep the JVM up.
 */
final class KeepAlive {

	private static final Logger logger = LoggerFactory.getLogger(ZProcLifecycle.class);

	/** How long watchers may take to catch up when all workers have ended. */
	private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(30);

	private final WorkerSupervisor supervisor;

	private final ApplicationWatchers watchers;

	private final boolean endsWithWorkers;

	private final CountDownLatch stopped = new CountDownLatch(1);

	KeepAlive(WorkerSupervisor supervisor, ApplicationWatchers watchers, boolean endsWithWorkers) {
		this.supervisor = supervisor;
		this.watchers = watchers;
		this.endsWithWorkers = endsWithWorkers;
	}

	void start() {
		Thread thread = new Thread(() -> {
			try {
				if (this.endsWithWorkers) {
					this.supervisor.awaitEnd();
					awaitWatchers();
				}
				else {
					this.stopped.await();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "zproc-keep-alive");
		thread.setDaemon(false);
		thread.start();
	}

	private void awaitWatchers() throws InterruptedException {
		long deadline = System.nanoTime() + CATCH_UP_TIMEOUT.toNanos();
		while (!this.watchers.areUpToDate() && System.nanoTime() < deadline) {
			if (this.stopped.await(20, TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		logger.info("All workers have ended, and so does the application (zproc.exit-when-done)");
	}

	void stop() {
		this.stopped.countDown();
	}

}
