package io.zproc.worker;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import io.zproc.process.Offspring;
import io.zproc.process.WorkerBootstrap;

/**
 * Listens to the parent on the standard input. Its end means that the parent is gone,
 * however it went: then this JVM ends, whatever its threads do.
 */
final class ParentPipe implements Runnable {

	/**
	 * How long a worker may take when its parent is gone. The state server's
	 * ORPHAN_LINGER is longer, so that a bean can write as long as it lives. Together
	 * with what a loaded machine adds, nothing is left after 2 seconds.
	 */
	static final Duration ORPHAN_GRACE = Duration.ofSeconds(1);

	/** As if somebody else had killed it. */
	private static final int EXIT_KILLED = 137;

	private final InputStream pipe;

	private final Runnable onStop;

	private final Runnable onTaken;

	private ParentPipe(InputStream pipe, Runnable onStop, Runnable onTaken) {
		this.pipe = pipe;
		this.onStop = onStop;
		this.onTaken = onTaken;
	}

	/**
	 * Listens on a thread of its own.
	 * @param pipe the pipe, behind the bootstrap
	 * @param onStop makes the worker stop and does not wait for it; called when the
	 * parent asks for it, perhaps repeatedly, and when the parent is gone
	 * @param onTaken is told each time that the parent has taken a part of the result
	 */
	static void listen(InputStream pipe, Runnable onStop, Runnable onTaken) {
		daemon(new ParentPipe(pipe, onStop, onTaken), "zproc-parent").start();
	}

	@Override
	public void run() {
		try {
			listen();
			end();
		}
		catch (Throwable ex) {
			System.err.println("This worker cannot listen to its parent any more, and is halted: " + ex);
		}
		finally {
			// Without this thread nobody would notice that the parent is gone.
			Runtime.getRuntime().halt(EXIT_KILLED);
		}
	}

	private void listen() {
		try {
			for (int signal = this.pipe.read(); signal != -1; signal = this.pipe.read()) {
				if (signal == WorkerBootstrap.STOP) {
					this.onStop.run();
				}
				else if (signal == WorkerBootstrap.TAKEN) {
					this.onTaken.run();
				}
			}
		}
		catch (IOException ex) {
			System.err.println("The pipe from the parent broke, which is its end: " + ex);
		}
	}

	/**
	 * Nobody is left who would kill a worker that does not end, so it does that itself.
	 * It must not depend on what other threads do: one of them may hold the lock of the
	 * standard error, so this one does not even say it. Nobody would read it.
	 */
	private void end() throws InterruptedException {
		daemon(() -> {
			this.onStop.run();
			Offspring.abandon();
		}, "zproc-orphan").start();
		Thread.currentThread().join(ORPHAN_GRACE.toMillis());
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

}
