package io.zproc.process;

import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that do for workers what is to be done later.
 */
final class WorkerTimer {

	private static final Logger logger = LoggerFactory.getLogger(WorkerTimer.class);

	/**
	 * Leaves what comes when the timer has ended: by then each worker was stopped, and
	 * who was just about to have one started again has nothing to do any more.
	 */
	static final RejectedExecutionHandler LEFT_TO_THE_STOP = (task, timer) -> logger
		.debug("{} is left to the stop of its application", task);

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
		}, LEFT_TO_THE_STOP);
		// So the thread belongs to the start, not to whoever waits for a worker's end.
		made.prestartCoreThread();
		// What it was to do for a run that has ended needs no memory.
		made.setRemoveOnCancelPolicy(true);
		return made;
	}

}
