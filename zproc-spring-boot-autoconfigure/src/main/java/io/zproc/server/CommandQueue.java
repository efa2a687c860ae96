package io.zproc.server;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What other threads want of the owner of sockets. They add, and wake it if it sleeps,
 * once for all that they add before it looks: to wake one that is awake would cost a
 * system call for nothing.
 *
 * @since 0.1.0
 */
public final class CommandQueue {

	private final Selector selector;

	private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean isAsleep = new AtomicBoolean();

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
		if (this.isAsleep.get() && this.isAsleep.compareAndSet(true, false)) {
			this.selector.wakeup();
		}
		if (this.isOwnerGone) {
			runAll();
		}
	}

	/**
	 * Waits, on the owner's thread, until there is a command, something is selected or
	 * the selector is woken.
	 * @param timeoutMs how long to wait, in milliseconds; 0 is without end
	 * @return how many keys were selected; none of them stays selected
	 * @throws IOException when the selector fails
	 */
	public int sleep(long timeoutMs) throws IOException {
		// In this order: who adds after the second line sees the first one.
		this.isAsleep.set(true);
		if (!this.commands.isEmpty()) {
			this.isAsleep.set(false);
			return 0;
		}
		int selected = this.selector.select(timeoutMs);
		this.isAsleep.set(false);
		this.selector.selectedKeys().clear();
		return selected;
	}

	/**
	 * Runs what is there, on the owner's thread.
	 * @param most how many commands at the most
	 * @return how many there were
	 */
	public int run(int most) {
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
				run(Integer.MAX_VALUE);
			}
			finally {
				this.isRunning.set(false);
			}
		}
	}

}
