package io.zproc.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.zproc.actuate.StateDescriptor.EntryDescriptor;
import io.zproc.actuate.StateDescriptor.HistoryDescriptor;
import io.zproc.actuate.StateDescriptor.NamespaceDescriptor;
import io.zproc.actuate.StateDescriptor.NamespacePage;
import io.zproc.actuate.StateDescriptor.TurnDescriptor;
import io.zproc.client.StateClient;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Reply.EntryList;
import io.zproc.protocol.Reply.NamespaceStatistics;
import io.zproc.protocol.Reply.WrittenEntry;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state in small parts, none of which the server has to hold anything for.
 */
final class StateView {

	/**
	 * A page ends after about so many bytes of values, however many entries are asked.
	 */
	private static final long MAX_PAGE_BYTES = 4 << 20;

	private final StateClient client;

	private final ShownValues values;

	private final boolean isShown;

	StateView(StateClient client, ShownValues values, boolean isShown) {
		this.client = client;
		this.values = values;
		this.isShown = isShown;
	}

	/**
	 * All namespaces with their first entries, if any are wanted.
	 */
	Map<String, NamespaceDescriptor> namespaces(List<NamespaceStatistics> known, String always, int limit) {
		Map<String, NamespaceDescriptor> namespaces = new TreeMap<>();
		NamespaceStatistics empty = empty(always);
		namespaces.put(always, describe(empty, new Page(List.of(), null)));
		for (NamespaceStatistics namespace : known) {
			Page page = (limit > 0) ? read(namespace.name(), PageMark.BEGINNING, limit)
					: new Page(List.of(), (namespace.size() > 0) ? PageMark.BEGINNING.toString() : null);
			namespaces.put(namespace.name(), describe(namespace, page));
		}
		return new LinkedHashMap<>(namespaces);
	}

	private NamespaceDescriptor describe(NamespaceStatistics namespace, Page page) {
		Map<String, @Nullable Object> entries = new TreeMap<>();
		for (WrittenEntry written : page.entries()) {
			KeyValue entry = written.entry();
			entries.put(entry.key(), show(entry));
		}
		return new NamespaceDescriptor(namespace.version(), Math.max(namespace.size(), entries.size()),
				namespace.bytes(), HistoryDescriptor.of(namespace), TurnDescriptor.of(namespace), entries,
				page.next() != null);
	}

	/**
	 * A page of one namespace.
	 */
	@Nullable NamespacePage namespace(String name, String always, PageMark after, int limit) {
		NamespaceStatistics namespace = this.client.engine()
			.statistics()
			.await(this.client.requestTimeout())
			.namespaces()
			.stream()
			.filter((known) -> known.name().equals(name))
			.findFirst()
			.orElse(name.equals(always) ? empty(name) : null);
		if (namespace == null) {
			return null;
		}
		Page page = read(name, after, limit);
		return new NamespacePage(name, namespace.version(), namespace.size(), namespace.bytes(),
				HistoryDescriptor.of(namespace), TurnDescriptor.of(namespace),
				page.entries().stream().map(this::describe).toList(), page.next());
	}

	@Nullable EntryDescriptor entry(String namespace, String key) {
		EntryList found = this.client.engine().entry(namespace, key).await(this.client.requestTimeout());
		return found.entries().isEmpty() ? null : describe(found.entries().get(0));
	}

	private EntryDescriptor describe(WrittenEntry written) {
		KeyValue entry = written.entry();
		byte[] value = entry.value();
		return new EntryDescriptor(entry.key(), show(entry), (value != null) ? ValueType.of(value) : "unknown",
				(value != null) ? value.length : 0, entry.version(), written.writer(),
				instant(written.timestampMicros()));
	}

	private @Nullable Object show(KeyValue entry) {
		return this.values.show(entry.key(), entry.value(), this.isShown);
	}

	static Instant instant(long micros) {
		return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
	}

	private record Page(List<WrittenEntry> entries, @Nullable String next) {

	}

	private Page read(String namespace, PageMark after, int limit) {
		List<WrittenEntry> entries = new ArrayList<>();
		PageMark mark = after;
		long bytes = 0;
		while (true) {
			EntryList part = this.client.engine()
				.entries(namespace, mark.position(), mark.key(), limit - entries.size())
				.await(this.client.requestTimeout());
			entries.addAll(part.entries());
			bytes += part.weight();
			if (!part.entries().isEmpty()) {
				mark = new PageMark(part.position(), entries.get(entries.size() - 1).entry().key());
			}
			if (part.isLast()) {
				return new Page(entries, null);
			}
			if (entries.size() >= limit || bytes >= MAX_PAGE_BYTES) {
				return new Page(entries, mark.toString());
			}
		}
	}

	private static NamespaceStatistics empty(String name) {
		return new NamespaceStatistics(name, 0, 0, 0, 0, 0, null, 0, List.of());
	}

}
