package io.zproc.process;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The threads that do for workers what is to be done later.
 */
final class WorkerTimer {

	private WorkerTimer() {
	}

	static ScheduledExecutorService ofRestarts() {
		return named("zproc-restart");
	}

	static ScheduledExecutorService ofHungWatch() {
		return named("zproc-hung-watch");
	}

	private static ScheduledExecutorService named(String name) {
		ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
		// So the thread belongs to the start, not to whoever waits for a worker's end.
		made.prestartCoreThread();
		// What it was to do for a run that has ended needs no memory.
		made.setRemoveOnCancelPolicy(true);
		return made;
	}

}
