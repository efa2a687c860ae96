package io.zproc.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.zproc.Origin;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.NamespaceStatistics;
import io.zproc.protocol.Reply.TurnStatistics;
import io.zproc.protocol.Reply.WrittenEntry;
import io.zproc.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * Answers for who looks at the state from outside: small ones, that need nothing to be
 * kept between two of them.
 */
final class Inspection {

	private final ServerLimits limits;

	private final int chunkBytes;

	Inspection(ServerLimits limits, int chunkBytes) {
		this.limits = limits;
		this.chunkBytes = chunkBytes;
	}

	Reply entry(Namespace namespace, String key) {
		StoredEntry entry = namespace.entries.find(key);
		return new Reply.EntryList(namespace.version, (entry != null) ? entry.position : -1, true,
				(entry != null) ? List.of(written(entry)) : List.of());
	}

	Reply entries(Namespace namespace, Request.Entries request) {
		List<WrittenEntry> found = new ArrayList<>();
		long position = request.position();
		long bytes = 0;
		StoredEntry next = namespace.entries.after(position, request.after());
		while (next != null && found.size() < request.limit() && (found.isEmpty() || bytes < this.chunkBytes)) {
			found.add(written(next));
			position = next.position;
			bytes += next.weight();
			next = next.next;
		}
		return new Reply.EntryList(namespace.version, position, next == null, found);
	}

	private static WrittenEntry written(StoredEntry entry) {
		return new WrittenEntry(new KeyValue(entry.key, entry.version, entry.value), entry.timestampMicros,
				entry.writer);
	}

	Reply statistics(Collection<Namespace> namespaces, MemoryBudget budget, int sessions, long nowNanos) {
		return new Reply.ServerStatistics(budget.used(), budget.limit(), sessions,
				namespaces.stream()
					.filter((namespace) -> namespace.name.charAt(0) != Protocol.RESERVED)
					.map((namespace) -> statistics(namespace, nowNanos))
					.toList());
	}

	private NamespaceStatistics statistics(Namespace namespace, long nowNanos) {
		List<Origin> waiters = namespace.waiters.stream()
			.limit(NamespaceStatistics.MAX_WAITERS)
			.map((waiter) -> waiter.session.origin)
			.toList();
		return new NamespaceStatistics(namespace.name, namespace.version, namespace.entries.size(),
				namespace.entries.bytes(), namespace.history.since(namespace.version), namespace.history.bytes(),
				turn(namespace.turn, nowNanos), namespace.waiters.size(), waiters);
	}

	private @Nullable TurnStatistics turn(@Nullable Turn turn, long nowNanos) {
		return (turn == null) ? null : new TurnStatistics(turn.session.origin,
				this.limits.atomicTimeoutMs() - (turn.deadlineNanos - nowNanos) / 1_000_000);
	}

}
