package io.zproc.process;

import io.zproc.ZProcEvent;
import io.zproc.client.StateClient;

/**
 * Takes what happens to processes and to the state. Any thread may call it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EventSink extends AutoCloseable {

	/** Takes nothing. */
	EventSink NONE = (event) -> {
	};

	/**
	 * Takes an event. Does not block, and throws nothing.
	 * @param event the event
	 */
	void publish(ZProcEvent event);

	/**
	 * Says that processes will be started that may have something to tell. Called before
	 * the first one, again and again.
	 * @param client the state that they share with this process
	 * @param run the id of the application's run
	 */
	default void listen(StateClient client, String run) {
	}

	/**
	 * Lets those who listen hear what is left, for a bounded time, and takes nothing
	 * more.
	 */
	@Override
	default void close() {
	}

}
