package io.zproc.server;

import io.zproc.protocol.Change;
import io.zproc.protocol.Reply;

/**
 * Where the {@link StateMachine} puts what it has to say.
 *
 * @since 0.1.0
 */
public interface Outbox {

	/**
	 * Answers a request.
	 * @param peer the connection to answer on, as it was handed in with the request
	 * @param sequence the number of the request
	 * @param reply the answer
	 */
	void reply(Object peer, long sequence, Reply reply);

	/**
	 * Publishes a change.
	 * @param namespace the namespace
	 * @param change the change
	 */
	void publish(String namespace, Change change);

	/**
	 * Whether answers take memory until their reader takes them, so that who does not
	 * read must not ask on.
	 * @return {@code false} where an answer is with its reader at once
	 */
	default boolean mayPileUp() {
		return true;
	}

}
