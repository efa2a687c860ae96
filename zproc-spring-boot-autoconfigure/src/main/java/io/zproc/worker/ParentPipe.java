package io.zproc.worker;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import io.zproc.process.Offspring;
import io.zproc.process.WorkerBootstrap;
import io.zproc.protocol.ServerAddress;

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

	private final Listener listener;

	private ParentPipe(InputStream pipe, Listener listener) {
		this.pipe = pipe;
		this.listener = listener;
	}

	/**
	 * What a parent may say.
	 */
	interface Listener {

		/**
		 * Makes the worker stop and does not wait for it. Called when the parent asks for
		 * it, perhaps repeatedly, and when the parent is gone.
		 */
		void stop();

		/**
		 * The parent has taken a part of the result.
		 */
		void taken();

		/**
		 * Another state server takes the place of the one before. Does not wait.
		 * @param address where it is
		 */
		void serverReplaced(ServerAddress address);

	}

	/**
	 * Listens on a thread of its own.
	 * @param pipe the pipe, behind the bootstrap
	 * @param listener is told what the parent says
	 */
	static void listen(InputStream pipe, Listener listener) {
		daemon(new ParentPipe(pipe, listener), "zproc-parent").start();
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
				switch (signal) {
					case WorkerBootstrap.STOP -> this.listener.stop();
					case WorkerBootstrap.TAKEN -> this.listener.taken();
					case WorkerBootstrap.SERVER -> this.listener.serverReplaced(WorkerBootstrap.readServer(this.pipe));
					default -> throw new IOException("The parent has said " + signal);
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
			this.listener.stop();
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
