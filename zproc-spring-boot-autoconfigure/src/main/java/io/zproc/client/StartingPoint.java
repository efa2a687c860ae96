package io.zproc.client;

import java.util.HashSet;
import java.util.Set;

import io.zproc.client.Replica.Cut;
import io.zproc.client.Replica.Step;
import io.zproc.client.StateEngine.History;
import io.zproc.protocol.Change;
import io.zproc.protocol.KeyChange;

/**
 * Finds the state at which a watch begins.
 */
final class StartingPoint {

	/** The era of a version that is none of this server's. */
	private static final int NO_ERA = -1;

	private final StateClient client;

	private final Replica replica;

	StartingPoint(StateClient client, Replica replica) {
		this.client = client;
		this.replica = replica;
	}

	/**
	 * The state now.
	 */
	Cut now() {
		return this.replica.upToDate();
	}

	/**
	 * The state as it was at an earlier version: the newest one, with every change since
	 * then undone. Where the history does not reach back, the state is unknown, and the
	 * first thing to come is a gap.
	 */
	Cut at(long version) {
		Cut known = now();
		Cut newest = (version > known.version()) ? refreshed() : known;
		if (version > newest.version()) {
			// A version of another server, which this one has taken the place of.
			return new Cut(NO_ERA, version, HashTrie.empty());
		}
		if (version == newest.version() || version == 0) {
			return new Cut(newest.era(), version, (version == 0) ? HashTrie.empty() : newest.values());
		}
		Step next = this.replica.after(newest.era(), version);
		return new Cut(newest.era(), version, (next != null) ? next.before().values() : undone(newest, version));
	}

	/**
	 * The state that is not older than what the server has now.
	 */
	private Cut refreshed() {
		this.client.engine().size(this.replica.namespace()).await(this.client.requestTimeout());
		return this.replica.upToDate();
	}

	private HashTrie<Object> undone(Cut newest, long version) {
		HashTrie<Object> values = newest.values();
		Set<String> undone = new HashSet<>();
		long reached = version;
		while (reached < newest.version()) {
			History part = this.client.engine()
				.history(this.replica.namespace(), reached)
				.await(this.client.requestTimeout());
			if (part.isForgotten() || part.changes().isEmpty()) {
				break;
			}
			for (Change change : part.changes()) {
				if (change.version() <= newest.version()) {
					values = undo(values, change, undone);
				}
				reached = change.version();
			}
		}
		return values;
	}

	/**
	 * Undoes a change but for keys that an earlier one has written: they are undone
	 * already.
	 */
	private static HashTrie<Object> undo(HashTrie<Object> values, Change change, Set<String> undone) {
		HashTrie<Object> result = values;
		for (KeyChange key : change.keys()) {
			if (undone.add(key.key())) {
				byte[] before = key.before();
				result = (before != null) ? result.plus(key.key(), EncodedSnapshot.kept(before))
						: result.minus(key.key());
			}
		}
		return result;
	}

}
