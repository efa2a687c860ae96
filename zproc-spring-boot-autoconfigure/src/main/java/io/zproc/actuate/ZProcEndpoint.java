package io.zproc.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.zproc.ServerInfo;
import io.zproc.StateUnavailableException;
import io.zproc.SwarmProgress;
import io.zproc.actuate.StateDescriptor.EntryDescriptor;
import io.zproc.actuate.StateDescriptor.HistoryPage;
import io.zproc.actuate.StateDescriptor.NamespacePage;
import io.zproc.actuate.ZProcDescriptor.MemoryDescriptor;
import io.zproc.actuate.ZProcDescriptor.ServerDescriptor;
import io.zproc.client.StateClient;
import io.zproc.process.StateConnection;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply.ServerStatistics;
import io.zproc.watch.WatcherStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows the state server, the state, the processes and the watchers. Each call asks the
 * server anew, in small parts: it delays nobody else, whatever the size of the state.
 *
 * @since 0.1.0
 */
@Endpoint(id = "zproc", defaultAccess = Access.READ_ONLY)
public class ZProcEndpoint {

	/** The endpoint's id. */
	public static final EndpointId ID = EndpointId.of("zproc");

	private static final Logger logger = LoggerFactory.getLogger(ZProcEndpoint.class);

	private final StateConnection connection;

	private final String defaultNamespace;

	private final EndpointParts parts;

	private final ProcessList processes;

	private final WatcherList watchers;

	private final ShownValues values;

	private final Show showValues;

	private final int maxEntries;

	private final RequestRate rate = new RequestRate();

	private final ProcessLog log;

	private final StateOperations operations;

	private final ProcessOperations processOperations;

	/**
	 * Creates the endpoint.
	 * @param parts what it shows
	 * @param defaultNamespace the namespace of the application, which is always shown
	 * @param sanitizingFunctions what hides values
	 * @param showValues when values are shown
	 * @param maxEntries how many entries or changes are shown at once
	 */
	public ZProcEndpoint(EndpointParts parts, String defaultNamespace, Iterable<SanitizingFunction> sanitizingFunctions,
			Show showValues, int maxEntries) {
		this.connection = parts.connection();
		this.defaultNamespace = defaultNamespace;
		this.parts = parts;
		this.processes = new ProcessList(parts.supervisor());
		this.watchers = new WatcherList(parts);
		this.values = new ShownValues(sanitizingFunctions);
		this.log = new ProcessLog(parts.connection(), parts.supervisor(), this.values);
		this.showValues = showValues;
		this.maxEntries = maxEntries;
		this.operations = new StateOperations(parts.connection());
		this.processOperations = new ProcessOperations(parts.operations(), parts.processes());
	}

	/**
	 * Shows everything, with the first entries of each namespace.
	 * @return what there is
	 */
	@ReadOperation
	public ZProcDescriptor zproc() {
		return describe(isShown());
	}

	/**
	 * Whether values are shown to who asks within this machine, over JMX.
	 */
	boolean isShown() {
		return this.showValues.isShown(true);
	}

	/**
	 * A server that is gone is something to show, not a reason to show nothing.
	 */
	ZProcDescriptor describe(boolean isShown) {
		return describe(isShown, this.maxEntries);
	}

	private ZProcDescriptor describe(boolean isShown, int entries) {
		StateClient client = this.connection.client();
		Duration timeout = client.requestTimeout();
		try {
			ServerInfo info = client.engine().ping().await(timeout);
			ServerStatistics statistics = client.engine().statistics().await(timeout);
			ServerDescriptor server = new ServerDescriptor(info.pid(), info.address(), client.engine().addresses(),
					info.epoch(), info.version(), info.uptime().toMillis(), info.requests(), this.rate.at(info),
					new MemoryDescriptor(statistics.usedBytes(), statistics.limitBytes()), statistics.sessions(), null);
			return new ZProcDescriptor(server,
					state(client, isShown).namespaces(statistics.namespaces(), this.defaultNamespace, entries),
					processes(), watchers(), swarms());
		}
		catch (StateUnavailableException ex) {
			ServerDescriptor server = new ServerDescriptor(null, null, client.engine().addresses(), null, null, null,
					null, null, null, null, ex.getMessage());
			return new ZProcDescriptor(server, Map.of(), this.processes.tree(false), this.watchers.all(false),
					swarms());
		}
	}

	@Nullable NamespacePage namespace(String namespace, @Nullable String after, @Nullable Integer limit, boolean isShown) {
		return state(this.connection.client(), isShown).namespace(namespace, this.defaultNamespace,
				PageMark.parse(after), limit(limit));
	}

	@Nullable EntryDescriptor entry(String namespace, String key, boolean isShown) {
		return isReserved(namespace) ? null : state(this.connection.client(), isShown).entry(namespace, key);
	}

	@Nullable HistoryPage history(String namespace, @Nullable String key, @Nullable Long after, @Nullable Integer limit,
			boolean isShown) {
		if (after != null && after < 0) {
			throw new InvalidEndpointRequestException("after: " + after + " (expected: a version)",
					"after must be a version");
		}
		return new HistoryView(this.connection.client(), this.values, isShown).read(namespace, key, after,
				limit(limit));
	}

	LiveView live() {
		return new LiveView(this.connection, this.defaultNamespace, this.values, () -> describe(false, 0), this.log);
	}

	List<Map<String, @Nullable Object>> processes() {
		return this.processes.tree(true);
	}

	/**
	 * What a process has written last.
	 * @param process the name of its worker, a dash, and the number of its instance, or
	 * {@code server}
	 * @return the output, {@code null} when there is no such process
	 */
	@Nullable LogDescriptor log(String process, boolean isShown) {
		return this.log.read(process, isShown);
	}

	List<WatcherStatus> watchers() {
		return this.watchers.all(true);
	}

	Map<String, SwarmProgress> swarms() {
		return this.parts.swarms().progress();
	}

	/**
	 * Starts, stops, restarts or scales a worker.
	 * @return the records of its processes, {@code null} when there is none
	 */
	@Nullable List<Map<String, @Nullable Object>> operate(String target, String action, @Nullable Integer instances, String who) {
		return this.processOperations.run(target, action, instances, who);
	}

	/**
	 * Says that there is no such worker or process.
	 */
	String noTarget(String target, String action) {
		return this.processOperations.noTarget(target, action);
	}

	/**
	 * Sets a key.
	 */
	@Nullable EntryDescriptor set(String namespace, String key, String value, String who, boolean isShown) {
		this.operations.set(namespace, key, value, who);
		return entry(namespace, key, isShown);
	}

	/**
	 * Removes a key.
	 * @return whether it was there
	 */
	boolean remove(String namespace, String key, String who) {
		return this.operations.remove(namespace, key, who);
	}

	/**
	 * Lets a watcher skip what it has not handled yet.
	 * @return its status before, {@code null} when there is no such watcher
	 */
	@Nullable WatcherStatus goLive(String watcher, String who) {
		WatcherStatus before = this.parts.watchers().goLive(watcher);
		if (before != null) {
			logger.info("Watcher '{}' skips its backlog of {} changes after version {}, asked by '{}'", watcher,
					before.lag(), before.position(), who);
		}
		return before;
	}

	private static boolean isReserved(String namespace) {
		return !namespace.isEmpty() && namespace.charAt(0) == Protocol.RESERVED;
	}

	private StateView state(StateClient client, boolean isShown) {
		return new StateView(client, this.values, isShown);
	}

	private int limit(@Nullable Integer limit) {
		if (limit != null && limit < 1) {
			throw new InvalidEndpointRequestException("limit: " + limit + " (expected: >= 1)",
					"limit must be at least 1");
		}
		return (limit != null) ? Math.min(limit, this.maxEntries) : Math.min(100, this.maxEntries);
	}

}
