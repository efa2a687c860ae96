package io.zproc;

/**
 * A consumer of changes that runs on a thread of its own until it is closed.
 *
 * @since 0.1.0
 */
public interface Watcher extends AutoCloseable {

	/**
	 * Skips the backlog: the next change that the consumer gets is one after those that
	 * are known now. Does not block.
	 */
	void goLive();

	/**
	 * The version up to which changes have been handled.
	 * @return the version
	 */
	long position();

	/**
	 * Whether the consumer still gets changes: it was not closed, its limit was not
	 * reached and its time-out did not pass, and it did not throw.
	 * @return whether it runs
	 */
	boolean isRunning();

	/**
	 * Ends the watcher. A call of the consumer that is under way is interrupted and
	 * waited for, 5 seconds at the most; from within the consumer it only says that this
	 * call is the last one.
	 */
	@Override
	void close();

}
