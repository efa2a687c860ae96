package io.zproc.client.jeromq;

import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What other threads want of the sockets' owner. They add and wake it, once for all that
 * they add before it looks.
 */
final class CommandQueue {

	private final Selector selector;

	private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean isWoken = new AtomicBoolean();

	private volatile boolean isOwnerGone;

	CommandQueue(Selector selector) {
		this.selector = selector;
	}

	/**
	 * Has the owner run a command. From any thread; does not wait.
	 */
	void add(Runnable command) {
		this.commands.add(command);
		if (this.isWoken.compareAndSet(false, true)) {
			this.selector.wakeup();
		}
		if (this.isOwnerGone) {
			runAll();
		}
	}

	boolean isEmpty() {
		return this.commands.isEmpty();
	}

	/**
	 * Runs what is there, on the owner's thread.
	 * @return how many there were
	 */
	int run() {
		this.isWoken.set(false);
		return runAll();
	}

	/**
	 * From now on whoever adds a command runs it: nobody else would, and all that it does
	 * is fail.
	 */
	void ownerIsGone() {
		this.isOwnerGone = true;
		runAll();
	}

	private int runAll() {
		int count = 0;
		for (Runnable command = this.commands.poll(); command != null; command = this.commands.poll()) {
			command.run();
			count++;
		}
		return count;
	}

}
