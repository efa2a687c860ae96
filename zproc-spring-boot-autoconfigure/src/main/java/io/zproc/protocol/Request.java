package io.zproc.protocol;

import java.util.List;
import java.util.UUID;

import io.zproc.Origin;

/**
 * What a client asks of the server.
 *
 * @since 0.1.0
 */
public sealed interface Request {

	/**
	 * Whether asking twice would have two effects, so that the server must remember the
	 * answer until the client has it.
	 * @return whether the answer is kept
	 */
	default boolean hasEffect() {
		return false;
	}

	/**
	 * Whether the state itself can be different afterwards.
	 * @return whether a lost answer leaves a doubt
	 */
	default boolean mayChangeState() {
		return hasEffect();
	}

	/**
	 * Opens the session, or takes it up again on another connection.
	 *
	 * @param protocolVersion the version that the client speaks
	 * @param isResumed whether the session was opened before: if the server does not know
	 * it, it must not be opened anew, because what it had asked would be done twice
	 * @param origin who the client is
	 */
	record Hello(int protocolVersion, boolean isResumed, Origin origin) implements Request {
	}

	/**
	 * Shows that the client is there, and asks whether the server is.
	 */
	record Ping() implements Request {
	}

	/**
	 * Reads a key.
	 *
	 * @param namespace the namespace
	 * @param key the key
	 * @param withValue whether the value is wanted, or only whether it is there
	 */
	record Get(String namespace, String key, boolean withValue) implements Request {
	}

	/**
	 * Counts the keys of a namespace.
	 *
	 * @param namespace the namespace
	 */
	record Size(String namespace) implements Request {
	}

	/**
	 * Begins a snapshot of a namespace and asks for its first chunk. The answer's scan is
	 * the sequence number of this request.
	 *
	 * @param namespace the namespace
	 * @param withValues whether the values are wanted, or only the keys
	 * @param limit how many entries are wanted at the most
	 */
	record Scan(String namespace, boolean withValues, int limit) implements Request {

		@Override
		public boolean hasEffect() {
			return true;
		}

		@Override
		public boolean mayChangeState() {
			return false;
		}

	}

	/**
	 * Asks for the next chunk of a snapshot.
	 *
	 * @param scan which snapshot
	 */
	record ScanNext(long scan) implements Request {

		@Override
		public boolean hasEffect() {
			return true;
		}

		@Override
		public boolean mayChangeState() {
			return false;
		}

	}

	/**
	 * Writes, all or nothing, as one change.
	 *
	 * @param namespace the namespace
	 * @param turn the turn under which to write, which ends with the commit; 0 for none
	 * @param holding the turns that the caller holds meanwhile on other namespaces
	 * @param invocation the call of a watcher method that writes, empty for none
	 * @param wantsEntries whether the answer says what each write found (or, of an
	 * increment, made)
	 * @param conditions what must hold
	 * @param writes what to write, in this order
	 * @param trace the trace that it belongs to, which the server does not read; empty
	 * for none
	 */
	record Commit(String namespace, long turn, List<Long> holding, String invocation, boolean wantsEntries,
			List<Condition> conditions, List<Write> writes, String trace) implements Request {

		/**
		 * A commit that belongs to no trace.
		 * @param namespace the namespace
		 * @param turn the turn, 0 for none
		 * @param holding the turns on other namespaces
		 * @param invocation the call of a watcher method, empty for none
		 * @param wantsEntries whether the answer says what each write found
		 * @param conditions what must hold
		 * @param writes what to write, in this order
		 */
		public Commit(String namespace, long turn, List<Long> holding, String invocation, boolean wantsEntries,
				List<Condition> conditions, List<Write> writes) {
			this(namespace, turn, holding, invocation, wantsEntries, conditions, writes, "");
		}

		@Override
		public boolean hasEffect() {
			return true;
		}

	}

	/**
	 * Asks for the exclusive turn of a namespace. The turn's name is the sequence number
	 * of this request.
	 *
	 * @param namespace the namespace
	 * @param holding the turns that the caller holds meanwhile on other namespaces
	 * @param expected keys that will probably be read, at most
	 * {@value Protocol#MAX_EXPECTED_KEYS}
	 */
	record Take(String namespace, List<Long> holding, List<String> expected) implements Request {

		@Override
		public boolean hasEffect() {
			return true;
		}

		@Override
		public boolean mayChangeState() {
			// The function of an atomic call has not run yet.
			return false;
		}

	}

	/**
	 * Gives a turn back without writing.
	 *
	 * @param turn the turn
	 */
	record Release(long turn) implements Request {

		@Override
		public boolean hasEffect() {
			return true;
		}

	}

	/**
	 * Asks for the changes after a version.
	 *
	 * @param namespace the namespace
	 * @param after the version
	 */
	record Changes(String namespace, long after) implements Request {
	}

	/**
	 * Withdraws a request that still waits, or has not arrived.
	 *
	 * @param sequence the sequence number of the request
	 */
	record Cancel(long sequence) implements Request {
	}

	/**
	 * Says which answers have come although an older request is still unanswered, such as
	 * one that waits for a turn: all below a number but a few.
	 *
	 * @param below the number
	 * @param unanswered the numbers below it whose answers have not come
	 */
	record Acknowledge(long below, List<Long> unanswered) implements Request {
	}

	/**
	 * Ends a session: its turns are given back, what it waits for is withdrawn.
	 *
	 * @param session the session; the client's own one when it leaves, a child's when its
	 * parent has seen it die
	 */
	record End(UUID session) implements Request {
	}

	/**
	 * Asks for the namespaces and their sizes.
	 */
	record Statistics() implements Request {
	}

	/**
	 * Asks for one entry, and who wrote it.
	 *
	 * @param namespace the namespace
	 * @param key the key
	 */
	record Entry(String namespace, String key) implements Request {
	}

	/**
	 * Asks for some entries, and who wrote them, in the order of the keys' creation. The
	 * server keeps nothing between two of these.
	 *
	 * @param namespace the namespace
	 * @param position the position behind which to begin, -1 for the beginning
	 * @param after the key that was seen at that position
	 * @param limit how many entries are wanted at the most
	 */
	record Entries(String namespace, long position, String after, int limit) implements Request {
	}

}
