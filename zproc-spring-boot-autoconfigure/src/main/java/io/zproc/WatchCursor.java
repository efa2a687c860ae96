package io.zproc;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * A position in the changes of a namespace. A buffered cursor gives every change that its
 * watch selects once, in order, however late it is asked for. One thread uses it at a
 * time.
 * <p>
 * {@link #hasNext()} blocks until there is a change or the watch's time-out has passed;
 * it is {@code false} when the time-out passed, the limit is reached or the cursor is
 * closed. An interrupt ends a wait with a {@link ZProcException} and leaves the interrupt
 * flag set.
 *
 * @since 0.1.0
 */
public interface WatchCursor extends Iterator<StateChange>, AutoCloseable {

	/**
	 * The next change, waiting for it for as long as the watch's time-out allows.
	 * @return the change
	 * @throws NoSuchElementException when {@link #hasNext()} would be {@code false}
	 */
	@Override
	StateChange next();

	/**
	 * The next change.
	 * @param timeout how long to wait for it; zero means not at all
	 * @return the change, or {@code null} when there was none in time or no more will
	 * come
	 */
	@Nullable StateChange next(Duration timeout);

	/**
	 * Skips the backlog: the next change is one after those that are known now. Any
	 * thread may call it.
	 */
	void goLive();

	/**
	 * The version up to which changes have been given out or passed over.
	 * @return the version
	 */
	long position();

	/**
	 * Ends the cursor; a thread that waits in it returns. Any thread may call it.
	 */
	@Override
	void close();

}
