package io.zproc.client;

import java.util.List;
import java.util.function.Supplier;

import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.client.StateEngine.CommitResult;
import io.zproc.client.StateEngine.Contents;
import io.zproc.protocol.Condition;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Write;

/**
 * What a turn reads of its namespace: all of it from the server that gave the turn. What
 * another one has in its place must not be mixed in, although the turn is lost anyway.
 */
final class TurnReads implements NamespaceAccess {

	private final NamespaceAccess server;

	private final StateEngine engine;

	private final int era;

	private final List<KeyValue> granted;

	/**
	 * Creates the reads of a turn.
	 * @param granted what came with the turn: nobody else writes while it is held
	 */
	TurnReads(StateClient client, String namespace, int era, List<KeyValue> granted) {
		this.granted = granted;
		this.server = new ServerAccess(client, namespace);
		this.engine = client.engine();
		this.era = era;
	}

	@Override
	public KeyValue read(String key, boolean withValue) {
		return checked(() -> {
			for (KeyValue entry : this.granted) {
				if (entry.key().equals(key)) {
					return entry;
				}
			}
			return this.server.read(key, withValue);
		});
	}

	@Override
	public int size() {
		return checked(this.server::size);
	}

	@Override
	public Contents contents(boolean withValues) {
		return checked(() -> this.server.contents(withValues));
	}

	/**
	 * Not for turns, which commit once, at their end.
	 */
	@Override
	public CommitResult commit(List<Condition> conditions, List<Write> writes, boolean wantsEntries) {
		throw new UnsupportedOperationException("A turn commits at its end");
	}

	/**
	 * An era is counted before its first answer is given out: one that has not passed
	 * after an answer had not passed before it.
	 */
	private <T> T checked(Supplier<T> read) {
		T answer = read.get();
		if (this.engine.era() != this.era) {
			throw new StateUnavailableException(
					"The state server at " + this.engine.addresses().get(0)
							+ " was replaced by another one during an atomic function; nothing was changed",
					Outcome.NOT_APPLIED);
		}
		return answer;
	}

}
