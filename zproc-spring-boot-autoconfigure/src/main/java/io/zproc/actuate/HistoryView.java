package io.zproc.actuate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.zproc.actuate.StateDescriptor.ChangeDescriptor;
import io.zproc.actuate.StateDescriptor.HistoryPage;
import io.zproc.actuate.StateDescriptor.KeyChangeDescriptor;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine.History;
import io.zproc.protocol.Change;
import io.zproc.protocol.KeyChange;
import io.zproc.protocol.Reply.NamespaceStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history of a namespace in the parts in which the server gives it.
 */
final class HistoryView {

	/** A page ends after about so many bytes, however many changes are asked for. */
	private static final long MAX_PAGE_BYTES = 4 << 20;

	private final StateClient client;

	private final ShownValues values;

	private final boolean isShown;

	HistoryView(StateClient client, ShownValues values, boolean isShown) {
		this.client = client;
		this.values = values;
		this.isShown = isShown;
	}

	/**
	 * A page of the history: the changes after a version, or without one the newest.
	 */
	@Nullable HistoryPage read(String namespace, @Nullable String key, @Nullable Long after, int limit) {
		NamespaceStatistics known = this.client.engine()
			.statistics()
			.await(this.client.requestTimeout())
			.namespaces()
			.stream()
			.filter((candidate) -> candidate.name().equals(namespace))
			.findFirst()
			.orElse(null);
		if (known == null) {
			return null;
		}
		Walk walk = new Walk(namespace, key, after == null, limit);
		long begin = (after != null) ? after
				: (key == null) ? Math.max(known.historySince(), known.version() - limit) : known.historySince();
		boolean isForgotten = begin < known.historySince() || begin > known.version();
		walk.from(isForgotten ? known.historySince() : begin);
		return new HistoryPage(namespace, key, Math.max(known.version(), walk.reached), known.historySince(),
				isForgotten || walk.isForgotten, walk.found.stream().map((change) -> describe(change, key)).toList(),
				walk.isDone ? null : walk.reached);
	}

	private final class Walk {

		private final String namespace;

		private final @Nullable String key;

		private final boolean isNewestWanted;

		private final int limit;

		private final Deque<Change> found = new ArrayDeque<>();

		private long bytes;

		private long reached;

		private boolean isDone;

		private boolean isForgotten;

		Walk(String namespace, @Nullable String key, boolean isNewestWanted, int limit) {
			this.namespace = namespace;
			this.key = key;
			this.isNewestWanted = isNewestWanted;
			this.limit = limit;
		}

		void from(long version) {
			this.reached = version;
			while (!isFull()) {
				History part = HistoryView.this.client.engine()
					.history(this.namespace, this.reached)
					.await(HistoryView.this.client.requestTimeout());
				// Forgotten while we read: what was found stays true, and says so.
				this.isForgotten |= part.isForgotten();
				if (part.changes().isEmpty()) {
					this.isDone = true;
					return;
				}
				for (Change change : part.changes()) {
					if (isFull()) {
						return;
					}
					take(change);
				}
			}
		}

		private void take(Change change) {
			this.reached = change.version();
			if (this.key != null && change.keys().stream().noneMatch((written) -> written.key().equals(this.key))) {
				return;
			}
			this.found.add(change);
			this.bytes += change.weight();
			while (this.isNewestWanted && (this.found.size() > this.limit || this.bytes > MAX_PAGE_BYTES)
					&& this.found.size() > 1) {
				this.bytes -= this.found.remove().weight();
			}
		}

		private boolean isFull() {
			return !this.isNewestWanted && (this.found.size() >= this.limit || this.bytes >= MAX_PAGE_BYTES);
		}

	}

	ChangeDescriptor describe(Change change, @Nullable String key) {
		List<KeyChangeDescriptor> keys = change.keys()
			.stream()
			.filter((written) -> key == null || written.key().equals(key))
			.map(this::describe)
			.toList();
		return new ChangeDescriptor(change.version(), StateView.instant(change.timestampMicros()), change.origin(),
				change.isUnchanged(), keys);
	}

	private KeyChangeDescriptor describe(KeyChange change) {
		return new KeyChangeDescriptor(change.key(), show(change.key(), change.before()),
				show(change.key(), change.after()), change.before() == null, change.after() == null);
	}

	private @Nullable Object show(String key, byte @Nullable [] value) {
		return this.values.show(key, value, this.isShown);
	}

}
