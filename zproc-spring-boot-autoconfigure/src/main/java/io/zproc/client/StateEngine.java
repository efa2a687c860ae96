package io.zproc.client;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.ServerInfo;
import io.zproc.protocol.Change;
import io.zproc.protocol.Condition;
import io.zproc.protocol.Condition.Kind;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Reply.EntryList;
import io.zproc.protocol.Reply.ServerStatistics;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * What the shared state and its watches stand on. Values are encoded bytes here. Versions
 * of a namespace grow; nothing above this seam assumes that they do so without holes. Any
 * thread may call any method.
 *
 * @since 0.1.0
 */
public interface StateEngine extends AutoCloseable {

	/**
	 * Writes, all or nothing, as one change.
	 *
	 * @param namespace the namespace
	 * @param turn the turn under which to write, which ends with the commit; 0 for none
	 * @param holding the turns that the calling thread holds on other namespaces
	 * @param invocation the call of a watcher method that writes, empty for none
	 * @param wantsEntries whether the result says what each write found (or, of an
	 * increment, made)
	 * @param conditions what must hold
	 * @param writes what to write, in this order
	 * @param era the {@linkplain StateEngine#era() era} of the turn and of the versions
	 * in the conditions; in another one the commit is not applied. {@link #ANY_ERA} when
	 * it means the same to each server
	 * @param trace the trace that it belongs to, as {@link Tracing} has written it; empty
	 * for none
	 */
	record Commit(String namespace, long turn, List<Long> holding, String invocation, boolean wantsEntries,
			List<Condition> conditions, List<Write> writes, int era, String trace) {

		/** Says that a commit means the same to each server. */
		public static final int ANY_ERA = -1;

		public Commit {
			if (era == ANY_ERA && !conditions.isEmpty()
					&& conditions.stream().anyMatch((condition) -> condition.kind() == Kind.VERSION)) {
				throw new IllegalArgumentException("A commit to '" + namespace
						+ "' is conditional on a version without an era (expected: the era of what was read)");
			}
		}

		/**
		 * A commit that is conditional on no version and belongs to no trace.
		 * @param namespace the namespace
		 * @param turn the turn, 0 for none
		 * @param holding the turns on other namespaces
		 * @param invocation the call of a watcher method, empty for none
		 * @param wantsEntries whether the result says what each write found
		 * @param conditions what must hold
		 * @param writes what to write, in this order
		 */
		public Commit(String namespace, long turn, List<Long> holding, String invocation, boolean wantsEntries,
				List<Condition> conditions, List<Write> writes) {
			this(namespace, turn, holding, invocation, wantsEntries, conditions, writes, ANY_ERA, "");
		}

	}

	/**
	 * What came of a commit.
	 *
	 * @param version the namespace's version after it
	 * @param entries what each write found (or, of an increment, made), when it was asked
	 * @param conflict the key whose condition did not hold, as it is; {@code null} when
	 * the commit was applied
	 */
	record CommitResult(long version, List<KeyValue> entries, @Nullable KeyValue conflict) {

	}

	/**
	 * A whole namespace at one version.
	 *
	 * @param version the version
	 * @param entries its entries, without values when those were not asked for
	 */
	record Contents(long version, List<KeyValue> entries) {

	}

	/**
	 * Changes from the bounded history.
	 *
	 * @param isForgotten whether the history does not reach back to the version that was
	 * asked for
	 * @param changes some of the changes, in order; none when there is nothing newer
	 */
	record History(boolean isForgotten, List<Change> changes) {

	}

	/**
	 * Reads a key.
	 * @param namespace the namespace
	 * @param key the key
	 * @param withValue whether the value is wanted, or only whether it is there
	 * @return the entry
	 */
	Pending<KeyValue> read(String namespace, String key, boolean withValue);

	/**
	 * Counts the keys.
	 * @param namespace the namespace
	 * @return the number
	 */
	Pending<Integer> size(String namespace);

	/**
	 * Reads a whole namespace at one version.
	 * @param namespace the namespace
	 * @param withValues whether values are wanted, or only keys
	 * @param limit how many entries are wanted at the most
	 * @param timeout how long each part of it may take
	 * @return the contents
	 */
	Contents contents(String namespace, boolean withValues, int limit, Duration timeout);

	/**
	 * Commits.
	 * @param commit what to write
	 * @return what came of it
	 */
	Pending<CommitResult> commit(Commit commit);

	/**
	 * A turn that was given.
	 *
	 * @param turn its number
	 * @param entries the keys that were expected to be read, as they are; an absent one
	 * is among them as such, and what is big is left out
	 */
	record GrantedTurn(long turn, List<KeyValue> entries) {

	}

	/**
	 * Asks for the exclusive turn of a namespace.
	 * @param namespace the namespace
	 * @param holding the turns that the calling thread holds on other namespaces
	 * @param expected keys that will probably be read, at most
	 * {@value io.zproc.protocol.Protocol#MAX_EXPECTED_KEYS}
	 * @return the turn
	 */
	Pending<GrantedTurn> take(String namespace, List<Long> holding, List<String> expected);

	/**
	 * Gives a turn back without writing.
	 * @param turn the turn
	 * @return when it is done; refused when the turn was lost before
	 */
	Pending<Void> release(long turn);

	/**
	 * Asks for the changes after a version.
	 * @param namespace the namespace
	 * @param after the version
	 * @return the changes, as many as are sent at once
	 */
	Pending<History> history(String namespace, long after);

	/**
	 * Follows a namespace until the engine is closed. At most one listener follows a
	 * namespace.
	 * @param namespace the namespace
	 * @param listener who is told
	 */
	void follow(String namespace, ChangeListener listener);

	/**
	 * The newest version of a namespace that this process knows from an answer: what it
	 * has written or read is not newer.
	 * @param namespace the namespace
	 * @return the version
	 */
	long acknowledged(String namespace);

	/**
	 * How often the server was replaced by another one, with another state. Versions can
	 * be compared within one era only. It is counted before any answer of the new server
	 * is given out.
	 * @return the number, from 0
	 */
	int era();

	/**
	 * Whether a server that takes the place of another has what was known of its state,
	 * and gives only higher versions.
	 * @return whether versions go on from one era to the next
	 */
	default boolean continuesVersions() {
		return false;
	}

	/**
	 * Asks whether the server is there.
	 * @return what it says about itself
	 */
	Pending<ServerInfo> ping();

	/**
	 * Asks for the server and its namespaces in numbers.
	 * @return the numbers
	 */
	Pending<ServerStatistics> statistics();

	/**
	 * Reads a key, and who wrote it.
	 * @param namespace the namespace
	 * @param key the key
	 * @return one entry, or none
	 */
	Pending<EntryList> entry(String namespace, String key);

	/**
	 * Reads some entries, and who wrote them, in the order of the keys' creation. A key
	 * that is there all the time is given once; each part is as the namespace is when it
	 * is asked for.
	 * @param namespace the namespace
	 * @param position the position of the part before, -1 for the beginning
	 * @param after the last key of the part before
	 * @param limit how many are wanted at the most; there may be fewer
	 * @return the entries
	 */
	Pending<EntryList> entries(String namespace, long position, String after, int limit);

	/**
	 * Ends another process's session, because that process is known to be dead: what it
	 * holds is given back at once.
	 * @param session the session
	 * @return when it is done
	 */
	Pending<Void> endSession(UUID session);

	/**
	 * Has it counted from now on how long requests take. Nothing is measured before.
	 * @param statistics where to count
	 */
	void measure(RequestStatistics statistics);

	/**
	 * Where the state is, for people.
	 * @return the addresses: where requests go, and where changes come from if that is
	 * another one
	 */
	List<String> addresses();

	/**
	 * Who this process is to others.
	 * @return the origin of its changes
	 */
	Origin origin();

	/**
	 * Says that the server is known to be dead: what waits fails now, and what is asked
	 * later fails at once.
	 * @param what what happened, in a sentence
	 */
	void serverLost(String what);

	/**
	 * Ends the session and the engine. Waits for up to 5 seconds for its thread.
	 */
	@Override
	void close();

}
