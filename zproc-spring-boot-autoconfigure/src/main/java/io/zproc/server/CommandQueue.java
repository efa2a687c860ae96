package io.zproc.server;

import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What other threads want of the owner of sockets. They add and wake it, once for all
 * that they add before it looks.
 *
 * @since 0.1.0
 */
public final class CommandQueue {

	private final Selector selector;

	private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean isWoken = new AtomicBoolean();

	/** Whether somebody runs what is there, when the owner is gone. */
	private final AtomicBoolean isRunning = new AtomicBoolean();

	private volatile boolean isOwnerGone;

	/**
	 * Creates a queue.
	 * @param selector where the owner sleeps
	 */
	public CommandQueue(Selector selector) {
		this.selector = selector;
	}

	/**
	 * Has the owner run a command. From any thread; does not wait.
	 * @param command the command
	 */
	public void add(Runnable command) {
		this.commands.add(command);
		if (this.isWoken.compareAndSet(false, true)) {
			this.selector.wakeup();
		}
		if (this.isOwnerGone) {
			runAll();
		}
	}

	/**
	 * Whether nothing is to be done.
	 * @return whether it is so
	 */
	public boolean isEmpty() {
		return this.commands.isEmpty();
	}

	/**
	 * Runs what is there, on the owner's thread.
	 * @param most how many commands at the most
	 * @return how many there were
	 */
	public int run(int most) {
		this.isWoken.set(false);
		return runUpTo(most);
	}

	private int runUpTo(int most) {
		int count = 0;
		while (count < most) {
			Runnable command = this.commands.poll();
			if (command == null) {
				break;
			}
			command.run();
			count++;
		}
		return count;
	}

	/**
	 * Says, on the owner's thread, that it ends. From now on whoever adds a command runs
	 * it, one at a time: nobody else would, and all that it does is fail. Who comes while
	 * another one does so leaves it to them, and does not wait: what fails may call what
	 * needs a lock that they have.
	 */
	public void ownerIsGone() {
		this.isOwnerGone = true;
		runAll();
	}

	private void runAll() {
		// Again: one that came after the last was run may have been left to us.
		while (!this.commands.isEmpty() && this.isRunning.compareAndSet(false, true)) {
			try {
				runUpTo(Integer.MAX_VALUE);
			}
			finally {
				this.isRunning.set(false);
			}
		}
	}

}
