package io.zproc.server;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.zproc.Origin;
import io.zproc.protocol.KeyValue;

/**
 * All namespaces of the state. One is known from the first write to it, or while somebody
 * has its turn.
 */
final class Namespaces {

	private final Map<String, Namespace> namespaces = new HashMap<>();

	private final ServerLimits limits;

	private final MemoryBudget budget;

	Namespaces(ServerLimits limits, MemoryBudget budget) {
		this.limits = limits;
		this.budget = budget;
	}

	/**
	 * A namespace that is to be written to.
	 */
	Namespace named(String name) {
		Namespace namespace = this.namespaces.get(name);
		if (namespace == null) {
			namespace = new Namespace(name, this.limits, this.budget);
			this.namespaces.put(name, namespace);
		}
		return namespace;
	}

	/**
	 * A namespace that is read: this does not make it known.
	 */
	Namespace existing(String name) {
		Namespace namespace = this.namespaces.get(name);
		return (namespace != null) ? namespace : new Namespace(name, this.limits, this.budget);
	}

	/**
	 * Asking for the turn of a namespace, or failing to write to it, leaves nothing.
	 */
	void forgetUnused(Namespace namespace) {
		if (namespace.isUnused()) {
			this.namespaces.remove(namespace.name, namespace);
		}
	}

	Collection<Namespace> all() {
		return this.namespaces.values();
	}

	/**
	 * The newest version of a namespace, 0 when nothing was ever written to it.
	 */
	long version(String name) {
		Namespace known = this.namespaces.get(name);
		return (known != null) ? known.version : 0;
	}

	/**
	 * The names of those that were written to.
	 */
	List<String> names() {
		return all().stream().filter((namespace) -> !namespace.isNew()).map((namespace) -> namespace.name).toList();
	}

	List<KeyValue> entries(String name) {
		Namespace known = existing(name);
		Scan scan = known.entries.scan(known.version, true, Integer.MAX_VALUE);
		known.entries.close(scan);
		return scan.next(Long.MAX_VALUE);
	}

	void restore(SavedNamespace saved, Origin writer) {
		named(saved.name()).restore(saved, writer, Commits.timestampMicros());
	}

}
