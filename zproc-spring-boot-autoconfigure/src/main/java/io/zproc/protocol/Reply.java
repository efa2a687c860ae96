package io.zproc.protocol;

import java.util.List;

import io.zproc.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What the server answers.
 *
 * @since 0.1.0
 */
public sealed interface Reply {

	/**
	 * About how much memory this takes, where that may be much.
	 * @return a number of bytes
	 */
	default long weight() {
		return 0;
	}

	/**
	 * The session is open.
	 *
	 * @param epoch the random id of this run of the server
	 * @param pid its process id
	 * @param sessionGraceMs how long a session outlives its connection
	 * @param maxValueBytes the largest value that is accepted
	 * @param maxCommitBytes the largest commit that is accepted
	 */
	record Welcome(String epoch, long pid, long sessionGraceMs, int maxValueBytes,
			int maxCommitBytes) implements Reply {
	}

	/**
	 * The server is there.
	 *
	 * @param epoch the random id of this run of the server
	 * @param pid its process id
	 * @param uptimeMs how long it has been running
	 * @param requests how many requests it has served
	 * @param sessions how many sessions are open
	 */
	record Pong(String epoch, long pid, long uptimeMs, long requests, int sessions) implements Reply {
	}

	/**
	 * What a key holds.
	 *
	 * @param namespaceVersion the version of the namespace
	 * @param entry the key and its value
	 */
	record Value(long namespaceVersion, KeyValue entry) implements Reply {

		@Override
		public long weight() {
			return this.entry.weight();
		}

	}

	/**
	 * How big a namespace is.
	 *
	 * @param version its version
	 * @param size how many keys it has
	 */
	record Counted(long version, int size) implements Reply {
	}

	/**
	 * A part of a snapshot.
	 *
	 * @param scan the snapshot
	 * @param version the version that it is a snapshot of
	 * @param entries the entries of this part
	 * @param isLast whether no part follows
	 */
	record Chunk(long scan, long version, List<KeyValue> entries, boolean isLast) implements Reply {

		@Override
		public long weight() {
			return KeyValue.weight(this.entries);
		}

	}

	/**
	 * A commit was applied.
	 *
	 * @param version the namespace's version after it
	 * @param entries what each write found (or, of an increment, made), when it was asked
	 */
	record Committed(long version, List<KeyValue> entries) implements Reply {

		@Override
		public long weight() {
			return KeyValue.weight(this.entries);
		}

	}

	/**
	 * A commit was not applied because a condition does not hold.
	 *
	 * @param entry the key of the condition, as it is
	 */
	record Conflict(KeyValue entry) implements Reply {

		@Override
		public long weight() {
			return this.entry.weight();
		}

	}

	/**
	 * The turn is the caller's.
	 *
	 * @param version the version of the namespace
	 * @param timeoutMs how long the turn may be held
	 * @param entries those of the expected keys that are small
	 */
	record Granted(long version, long timeoutMs, List<KeyValue> entries) implements Reply {

		@Override
		public long weight() {
			return KeyValue.weight(this.entries);
		}

	}

	/**
	 * The request has been carried out.
	 */
	record Done() implements Reply {
	}

	/**
	 * The request was received before and still waits; its answer will follow.
	 */
	record Waiting() implements Reply {
	}

	/**
	 * Changes from the history.
	 *
	 * @param current the version of the namespace
	 * @param isForgotten whether the history does not reach back to the version that was
	 * asked for
	 * @param changes some of the changes, in order
	 */
	record ChangeList(long current, boolean isForgotten, List<Change> changes) implements Reply {

		@Override
		public long weight() {
			return this.changes.stream().mapToLong(Change::weight).sum();
		}

	}

	/**
	 * The server and its namespaces in numbers.
	 *
	 * @param usedBytes how much memory entries and histories take
	 * @param limitBytes how much they may take before writes are refused
	 * @param sessions how many sessions are open
	 * @param namespaces one entry for each, reserved ones left out
	 */
	record ServerStatistics(long usedBytes, long limitBytes, int sessions,
			List<NamespaceStatistics> namespaces) implements Reply {
	}

	/**
	 * Some entries of a namespace.
	 *
	 * @param version the version of the namespace
	 * @param position the position of the last entry, -1 when there is none
	 * @param isLast whether no key was created after the last of these
	 * @param entries the entries, in the order of their creation
	 */
	record EntryList(long version, long position, boolean isLast, List<WrittenEntry> entries) implements Reply {

		@Override
		public long weight() {
			return this.entries.stream().mapToLong((written) -> written.entry().weight()).sum();
		}

	}

	/**
	 * The request was refused. Nothing has changed.
	 *
	 * @param code why
	 * @param message what was found, and what was expected
	 */
	record Failure(Code code, String message) implements Reply {

		/** Refusals are kept, and may speak of keys of any length. */
		private static final int MAX_CHARACTERS = 1_000;

		/**
		 * Cuts a long message.
		 */
		public Failure {
			if (message.length() > MAX_CHARACTERS) {
				message = message.substring(0, MAX_CHARACTERS) + "...";
			}
		}

		@Override
		public long weight() {
			return this.message.length();
		}

	}

	/**
	 * One namespace in numbers.
	 *
	 * @param name its name
	 * @param version its version
	 * @param size how many keys it has
	 * @param bytes how much memory its keys and values take
	 * @param historySince the version after which all changes are remembered
	 * @param historyBytes how much memory those take
	 * @param turn who has its turn, {@code null} when it is free
	 * @param waiting how many wait for the turn, or to write
	 * @param waiters the first of those who wait
	 */
	record NamespaceStatistics(String name, long version, int size, long bytes, long historySince, long historyBytes,
			@Nullable TurnStatistics turn, int waiting, List<Origin> waiters) {

		/** As many waiters are named at the most. */
		public static final int MAX_WAITERS = 16;

		static void write(WireWriter out, NamespaceStatistics item) {
			out.text(item.name).i64(item.version).i32(item.size).i64(item.bytes);
			out.i64(item.historySince).i64(item.historyBytes);
			out.list((item.turn != null) ? List.of(item.turn) : List.of(), TurnStatistics::write);
			out.i32(item.waiting).list(item.waiters, Change::writeOrigin);
		}

		static NamespaceStatistics read(WireReader in) {
			return new NamespaceStatistics(in.text(), in.i64(), in.i32(), in.i64(), in.i64(), in.i64(),
					in.list(TurnStatistics::read).stream().findFirst().orElse(null), in.i32(),
					in.list(Change::readOrigin));
		}

	}

	/**
	 * A turn that is held.
	 *
	 * @param holder who holds it
	 * @param heldMs for how long, in milliseconds
	 */
	record TurnStatistics(Origin holder, long heldMs) {

		static void write(WireWriter out, TurnStatistics turn) {
			Change.writeOrigin(out, turn.holder);
			out.i64(turn.heldMs);
		}

		static TurnStatistics read(WireReader in) {
			return new TurnStatistics(Change.readOrigin(in), in.i64());
		}

	}

	/**
	 * An entry, and who wrote it last.
	 *
	 * @param entry the entry
	 * @param timestampMicros when it was written, in microseconds since 1970
	 * @param writer who wrote it
	 */
	record WrittenEntry(KeyValue entry, long timestampMicros, Origin writer) {

		static void write(WireWriter out, WrittenEntry written) {
			KeyValue.write(out, written.entry);
			out.i64(written.timestampMicros);
			Change.writeOrigin(out, written.writer);
		}

		static WrittenEntry read(WireReader in) {
			return new WrittenEntry(KeyValue.read(in), in.i64(), Change.readOrigin(in));
		}

	}

	/**
	 * Why a request was refused.
	 */
	enum Code {

		/**
		 * The bytes or the values of the request make no sense.
		 */
		MALFORMED,

		/**
		 * The server does not speak the client's version of the protocol.
		 */
		WRONG_VERSION,

		/**
		 * The session has never been opened, or has ended.
		 */
		UNKNOWN_SESSION,

		/**
		 * A value or a commit is above its limit.
		 */
		TOO_LARGE,

		/**
		 * The server has no room left.
		 */
		FULL,

		/**
		 * The session has too many requests under way.
		 */
		TOO_MANY,

		/**
		 * The turn was revoked, or has ended.
		 */
		TURN_LOST,

		/**
		 * Waiting would never end, because the holder waits for the caller.
		 */
		WOULD_DEADLOCK,

		/**
		 * The request was withdrawn by its sender.
		 */
		CANCELLED,

		/**
		 * An increment found something that is not an integral number, or would not fit.
		 */
		NOT_A_NUMBER,

		/**
		 * The snapshot is not known any more.
		 */
		UNKNOWN_SCAN

	}

}
