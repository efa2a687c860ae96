package io.zproc.server;

import java.util.List;

import io.zproc.protocol.Request;

/**
 * A request that waits until a namespace's turn is free: for the turn itself, or to
 * write.
 */
final class Waiter {

	final Session session;

	final long sequence;

	final Namespace namespace;

	final Request request;

	/** The turns that the waiting thread holds meanwhile. */
	final List<Turn> holding;

	/** What it takes of the memory for the state, which it will be part of. */
	final long weight;

	Waiter(Session session, long sequence, Namespace namespace, Request request, List<Turn> holding, long weight) {
		this.weight = weight;
		this.session = session;
		this.sequence = sequence;
		this.namespace = namespace;
		this.request = request;
		this.holding = holding;
	}

}
