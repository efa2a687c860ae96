package io.zproc.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.zproc.Origin;
import io.zproc.protocol.Reply.NamespaceStatistics;
import io.zproc.protocol.Reply.TurnStatistics;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint shows of the state.
 *
 * @since 0.1.0
 */
public final class StateDescriptor {

	private StateDescriptor() {
	}

	/**
	 * A namespace among others.
	 *
	 * @param version its version
	 * @param size how many keys it has
	 * @param bytes how much memory its keys and values take
	 * @param history what is remembered of its changes
	 * @param turn who has its turn, and who waits
	 * @param entries keys and values
	 * @param truncated whether there are more entries than are shown
	 */
	public record NamespaceDescriptor(long version, int size, long bytes, HistoryDescriptor history,
			TurnDescriptor turn,
			@JsonInclude(value = Include.ALWAYS, content = Include.ALWAYS) Map<String, @Nullable Object> entries,
			boolean truncated) {

	}

	/**
	 * What is remembered of a namespace's changes.
	 *
	 * @param since the version after which all changes are remembered
	 * @param bytes how much memory they take
	 */
	public record HistoryDescriptor(long since, long bytes) {

		static HistoryDescriptor of(NamespaceStatistics statistics) {
			return new HistoryDescriptor(statistics.historySince(), statistics.historyBytes());
		}

	}

	/**
	 * Who has the turn of a namespace.
	 *
	 * @param holder who holds it, {@code null} when it is free
	 * @param heldMs for how long, in milliseconds
	 * @param waiting how many wait for it, or to write
	 * @param waiters the first of those who wait
	 */
	public record TurnDescriptor(@Nullable Origin holder, @Nullable Long heldMs, int waiting, List<Origin> waiters) {

		static TurnDescriptor of(NamespaceStatistics statistics) {
			TurnStatistics turn = statistics.turn();
			return new TurnDescriptor((turn != null) ? turn.holder() : null, (turn != null) ? turn.heldMs() : null,
					statistics.waiting(), statistics.waiters());
		}

	}

	/**
	 * A page of a namespace.
	 *
	 * @param namespace its name
	 * @param version its version
	 * @param size how many keys it has
	 * @param bytes how much memory its keys and values take
	 * @param history what is remembered of its changes
	 * @param turn who has its turn, and who waits
	 * @param entries some entries, in the order of their keys' creation
	 * @param next what to ask for as {@code after} to read on, {@code null} on the last
	 * page
	 */
	public record NamespacePage(String namespace, long version, int size, long bytes, HistoryDescriptor history,
			TurnDescriptor turn, List<EntryDescriptor> entries,
			@Nullable String next) implements OperationResponseBody {

	}

	/**
	 * An entry.
	 *
	 * @param key its key
	 * @param value its value
	 * @param type the kind of value
	 * @param bytes how many bytes the encoded value has
	 * @param version the version of the change that wrote it last
	 * @param writer who did that
	 * @param time when
	 */
	public record EntryDescriptor(String key,
			@JsonInclude(value = Include.ALWAYS, content = Include.ALWAYS) @Nullable Object value, String type,
			int bytes, long version, Origin writer, Instant time) implements OperationResponseBody {

	}

	/**
	 * Changes of a namespace, or of one of its keys.
	 *
	 * @param namespace the namespace
	 * @param key the key, {@code null} for all
	 * @param version the newest version
	 * @param since the version after which all changes are remembered
	 * @param forgotten whether changes that were asked for are not remembered any more
	 * @param changes the changes, oldest first
	 * @param next what to ask for as {@code after} to read on, {@code null} when nothing
	 * newer was there
	 */
	public record HistoryPage(String namespace, @Nullable String key, long version, long since, boolean forgotten,
			List<ChangeDescriptor> changes, @Nullable Long next) implements OperationResponseBody {

	}

	/**
	 * A change.
	 *
	 * @param version the version that it made
	 * @param time when it was made
	 * @param origin who made it
	 * @param unchanged whether it wrote what was there already
	 * @param keys what it did to which key
	 */
	public record ChangeDescriptor(long version, Instant time, Origin origin, boolean unchanged,
			List<KeyChangeDescriptor> keys) {

	}

	/**
	 * What a change did to a key.
	 *
	 * @param key the key
	 * @param before the value before, {@code null} when the key was absent
	 * @param after the value after, {@code null} when the key was removed
	 * @param created whether the key was absent before
	 * @param removed whether the key is absent after it
	 */
	public record KeyChangeDescriptor(String key,
			@JsonInclude(value = Include.ALWAYS, content = Include.ALWAYS) @Nullable Object before,
			@JsonInclude(value = Include.ALWAYS, content = Include.ALWAYS) @Nullable Object after, boolean created,
			boolean removed) {

	}

}
