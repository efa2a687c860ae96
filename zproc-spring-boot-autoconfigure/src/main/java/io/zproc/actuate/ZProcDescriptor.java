package io.zproc.actuate;

import java.util.List;
import java.util.Map;

import io.zproc.SwarmProgress;
import io.zproc.actuate.StateDescriptor.NamespaceDescriptor;
import io.zproc.watch.WatcherStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint shows.
 *
 * @param server the state server
 * @param namespaces the namespaces by name
 * @param processes the records of the processes that were started, each with those that
 * it has started itself as its {@code children}
 * @param watchers the watchers of the application, and of its workers
 * @param swarms the swarms that the application owns
 * @since 0.1.0
 */
public record ZProcDescriptor(ServerDescriptor server, Map<String, NamespaceDescriptor> namespaces,
		List<Map<String, @Nullable Object>> processes, List<WatcherStatus> watchers,
		Map<String, SwarmProgress> swarms) implements OperationResponseBody {

	/**
	 * The state server.
	 *
	 * @param pid its process id
	 * @param address where it takes requests
	 * @param addresses where it takes requests, and where it publishes changes
	 * @param epoch the random id of this run of the server
	 * @param version the version of the protocol that it speaks
	 * @param uptime how long it has been running, in milliseconds
	 * @param requests how many requests it has served
	 * @param requestsPerSecond how many it has served lately
	 * @param memory how much memory the state takes
	 * @param clients how many processes are connected, the application included
	 * @param error why it cannot be reached, {@code null} when it can
	 */
	public record ServerDescriptor(@Nullable Long pid, @Nullable String address, List<String> addresses,
			@Nullable String epoch, @Nullable Integer version, @Nullable Long uptime, @Nullable Long requests,
			@Nullable Double requestsPerSecond, @Nullable MemoryDescriptor memory, @Nullable Integer clients,
			@Nullable String error) {

	}

	/**
	 * How much memory the state takes.
	 *
	 * @param used the bytes of all entries and histories
	 * @param limit the bytes above which writes are refused
	 */
	public record MemoryDescriptor(long used, long limit) {

	}

}
