package io.zproc.server;

import org.jspecify.annotations.Nullable;

/**
 * The exclusive right of one thread of a session to write to a namespace.
 */
final class Turn {

	final Session session;

	/** The sequence number of the request that asked for it. */
	final long id;

	final Namespace namespace;

	final long deadlineNanos;

	/** What the thread that holds this turn waits for meanwhile. */
	@Nullable Namespace waitsFor;

	Turn(Session session, long id, Namespace namespace, long deadlineNanos) {
		this.session = session;
		this.id = id;
		this.namespace = namespace;
		this.deadlineNanos = deadlineNanos;
	}

}
