package io.zproc.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.zproc.ServerInfo;
import io.zproc.Snapshot;
import io.zproc.StateUnavailableException;
import io.zproc.ZProcException;
import io.zproc.actuate.ZProcDescriptor.NamespaceDescriptor;
import io.zproc.actuate.ZProcDescriptor.ProcessDescriptor;
import io.zproc.actuate.ZProcDescriptor.ServerDescriptor;
import io.zproc.client.StateClient;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerSupervisor;
import io.zproc.protocol.Reply.NamespaceStatistics;
import io.zproc.watch.ApplicationWatchers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows the state server, the state, the processes and the watchers.
 *
 * @since 0.1.0
 */
@Endpoint(id = "zproc", defaultAccess = Access.READ_ONLY)
public class ZProcEndpoint {

	private final StateConnection connection;

	private final String defaultNamespace;

	private final WorkerSupervisor supervisor;

	private final ApplicationWatchers watchers;

	private final Sanitizer sanitizer;

	private final Show showValues;

	private final int maxEntries;

	/**
	 * Creates the endpoint.
	 * @param connection the state
	 * @param defaultNamespace the namespace of the application, which is always shown
	 * @param supervisor the processes
	 * @param watchers the watchers
	 * @param sanitizingFunctions what hides values
	 * @param showValues when values are shown
	 * @param maxEntries how many entries of a namespace are shown
	 */
	public ZProcEndpoint(StateConnection connection, String defaultNamespace, WorkerSupervisor supervisor,
			ApplicationWatchers watchers, Iterable<SanitizingFunction> sanitizingFunctions, Show showValues,
			int maxEntries) {
		this.connection = connection;
		this.defaultNamespace = defaultNamespace;
		this.supervisor = supervisor;
		this.watchers = watchers;
		this.sanitizer = new Sanitizer(sanitizingFunctions);
		this.showValues = showValues;
		this.maxEntries = maxEntries;
	}

	/**
	 * Shows everything.
	 * @return what there is
	 */
	@ReadOperation
	public ZProcDescriptor zproc() {
		return describe(this.showValues.isShown(true));
	}

	ZProcDescriptor describe(boolean showUnsanitized) {
		StateClient client = this.connection.client();
		ServerDescriptor server = describeServer(client);
		return new ZProcDescriptor(server,
				(server.error() == null) ? describeNamespaces(client, showUnsanitized) : Map.of(),
				this.supervisor.records()
					.stream()
					.map((record) -> new ProcessDescriptor(record.name(), record.instance(), record.pid(),
							record.parentPid(), record.state(), record.attempt(), record.exitCode(), record.startedAt(),
							record.endedAt(), record.failure()))
					.toList(),
				this.watchers.statuses());
	}

	/**
	 * A server that is gone is something to show, not a reason to show nothing.
	 */
	private static ServerDescriptor describeServer(StateClient client) {
		try {
			ServerInfo info = client.engine().ping().await(client.requestTimeout());
			return new ServerDescriptor(info.pid(), info.address(), info.epoch(), info.version(),
					info.uptime().toMillis(), info.requests(), null);
		}
		catch (StateUnavailableException ex) {
			return new ServerDescriptor(null, null, null, null, null, null, ex.getMessage());
		}
	}

	private Map<String, NamespaceDescriptor> describeNamespaces(StateClient client, boolean showUnsanitized) {
		Map<String, NamespaceDescriptor> namespaces = new TreeMap<>();
		namespaces.put(this.defaultNamespace, new NamespaceDescriptor(0, 0, Map.of(), false));
		List<NamespaceStatistics> known = client.engine().statistics().await(client.requestTimeout()).namespaces();
		for (NamespaceStatistics namespace : known) {
			Snapshot snapshot = client.peek(namespace.name(), this.maxEntries);
			Map<String, @Nullable Object> entries = new TreeMap<>();
			snapshot.keySet().forEach((key) -> entries.put(key, value(snapshot, key, showUnsanitized)));
			namespaces.put(namespace.name(), new NamespaceDescriptor(snapshot.version(),
					Math.max(namespace.size(), entries.size()), entries, namespace.size() > entries.size()));
		}
		return new LinkedHashMap<>(namespaces);
	}

	private @Nullable Object value(Snapshot snapshot, String key, boolean showUnsanitized) {
		if (!showUnsanitized) {
			return SanitizableData.SANITIZED_VALUE;
		}
		try {
			return this.sanitizer.sanitize(new SanitizableData(null, key, ShownValue.of(snapshot.get(key))), true);
		}
		catch (ZProcException ex) {
			return "(cannot be read: " + ex.getMessage() + ")";
		}
	}

}
