package io.zproc.testing;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Remembers each descendant of this JVM that it once saw, for an orphan is nobody's
 * descendant any more. Looks ten times a second; what lives too short to be seen and
 * leaves an orphan is found by its mark.
 */
final class ProcessSightings implements AutoCloseable {

	private static final long INTERVAL_MS = 100;

	private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

	private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "leak-check-sightings");
		thread.setDaemon(true);
		return thread;
	});

	private final ScheduledFuture<?> looking = this.looker.scheduleWithFixedDelay(this::look, 0, INTERVAL_MS,
			TimeUnit.MILLISECONDS);

	/**
	 * The living of those that were seen, of those that carry our mark, and of our
	 * descendants.
	 */
	Set<ProcessHandle> living() {
		look();
		Set<ProcessHandle> living = new LinkedHashSet<>(this.seen);
		living.addAll(Processes.withMark(Processes.runMark()));
		return living;
	}

	private void look() {
		ProcessHandle.current().descendants().filter(Processes::isAlive).forEach(this.seen::add);
		this.seen.removeIf((process) -> !Processes.isAlive(process));
	}

	@Override
	public void close() {
		this.looking.cancel(false);
		this.looker.shutdownNow();
	}

}
