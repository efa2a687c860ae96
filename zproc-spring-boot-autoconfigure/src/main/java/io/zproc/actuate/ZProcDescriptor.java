package io.zproc.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.zproc.ProcessState;
import io.zproc.watch.WatcherStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint shows.
 *
 * @param server the state server
 * @param namespaces the namespaces by name
 * @param processes the processes that were started, in that order
 * @param watchers the watchers of the application
 * @since 0.1.0
 */
public record ZProcDescriptor(ServerDescriptor server, Map<String, NamespaceDescriptor> namespaces,
		List<ProcessDescriptor> processes, List<WatcherStatus> watchers) implements OperationResponseBody {

	/**
	 * The state server.
	 *
	 * @param pid its process id
	 * @param address where it takes requests
	 * @param epoch the random id of this run of the server
	 * @param version the version of the protocol that it speaks
	 * @param uptime how long it has been running, in milliseconds
	 * @param requests how many requests it has served
	 * @param error why it cannot be reached, {@code null} when it can
	 */
	public record ServerDescriptor(@Nullable Long pid, @Nullable String address, @Nullable String epoch,
			@Nullable Integer version, @Nullable Long uptime, @Nullable Long requests, @Nullable String error) {

	}

	/**
	 * A namespace.
	 *
	 * @param version its version
	 * @param size how many keys it has
	 * @param entries its keys and values
	 * @param truncated whether there are more entries than are shown
	 */
	public record NamespaceDescriptor(long version, int size, Map<String, @Nullable Object> entries,
			boolean truncated) {

	}

	/**
	 * A process.
	 *
	 * @param name the name of its worker
	 * @param instance the number of its instance
	 * @param pid its process id
	 * @param parentPid the process id of its parent
	 * @param state where it is in its life
	 * @param attempt how often this instance was started
	 * @param exitCode its exit code, {@code null} while it runs
	 * @param startedAt when it was forked
	 * @param endedAt when it ended, {@code null} while it runs
	 * @param failure why it failed, {@code null} when it did not
	 */
	public record ProcessDescriptor(String name, int instance, long pid, long parentPid, ProcessState state,
			int attempt, @Nullable Integer exitCode, Instant startedAt, @Nullable Instant endedAt,
			@Nullable String failure) {

	}

}
