package io.zproc.process;

import java.util.UUID;
import java.util.function.Consumer;

import io.zproc.Origin;
import io.zproc.client.StateEngine;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a process's state is.
 *
 * @since 0.1.0
 */
public interface StateSource extends AutoCloseable {

	/**
	 * Opens the state. Called once, when it is first needed.
	 * @return the engine of this process
	 */
	StateEngine open();

	/**
	 * Opens a further session, for a worker that runs as a thread.
	 * @param session the id of the session
	 * @param origin who the worker is
	 * @return the engine, closed by the caller
	 */
	default StateEngine join(UUID session, Origin origin) {
		throw new IllegalStateException("Workers are processes here, not threads");
	}

	/**
	 * Where the state server is that workers shall use.
	 * @return the address
	 */
	default ServerAddress address() {
		throw new IllegalStateException("This process does not own a state server");
	}

	/**
	 * Whether another server takes the place of one that has died.
	 * @return whether to wait for it
	 */
	default boolean isReplaceable() {
		return false;
	}

	/**
	 * Has somebody told of each server that takes the place of another. To be called
	 * before {@link #address()} is used.
	 * @param listener is told its address, on the thread that has started it
	 */
	default void onReplaced(Consumer<ServerAddress> listener) {
	}

	/**
	 * What the state servers have written last that this process has forked.
	 * @return the lines, {@code null} when it forks none
	 */
	default @Nullable OutputTail output() {
		return null;
	}

	/**
	 * Whether the state outlives this application, and others may use it too.
	 * @return whether the server is not ours
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * Closes what was opened, and ends what was started. Called only after
	 * {@link #open()}.
	 */
	@Override
	void close();

}
