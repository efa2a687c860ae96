package io.zproc.actuate;

import java.util.List;
import java.util.Map;

import io.zproc.actuate.StateDescriptor.EntryDescriptor;
import io.zproc.actuate.StateDescriptor.HistoryPage;
import io.zproc.actuate.StateDescriptor.NamespacePage;
import io.zproc.watch.WatcherStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * The endpoint over JMX, where each part has an operation of its own.
 *
 * @since 0.1.0
 */
@EndpointJmxExtension(endpoint = ZProcEndpoint.class)
public class ZProcEndpointJmxExtension {

	private static final String WHO = "JMX";

	private final ZProcEndpoint delegate;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 */
	public ZProcEndpointJmxExtension(ZProcEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Shows a namespace.
	 * @param namespace its name
	 * @param after the {@code next} of the page before
	 * @param limit how many entries to show at the most
	 * @return a page, {@code null} when there is no such namespace
	 */
	@ReadOperation
	public @Nullable NamespacePage namespace(String namespace, @Nullable String after, @Nullable Integer limit) {
		return this.delegate.namespace(namespace, after, limit, this.delegate.isShown());
	}

	/**
	 * Shows an entry.
	 * @param namespace the namespace
	 * @param key the key
	 * @return the entry, {@code null} when there is none
	 */
	@ReadOperation
	public @Nullable EntryDescriptor entry(String namespace, String key) {
		return this.delegate.entry(namespace, key, this.delegate.isShown());
	}

	/**
	 * Shows the history of a namespace.
	 * @param namespace the namespace
	 * @param key a key, to see its changes only
	 * @param after the version after which to begin, the newest changes without
	 * @param limit how many changes to show at the most
	 * @return a page, {@code null} when there is no such namespace
	 */
	@ReadOperation
	public @Nullable HistoryPage history(String namespace, @Nullable String key, @Nullable Long after,
			@Nullable Integer limit) {
		return this.delegate.history(namespace, key, after, limit, this.delegate.isShown());
	}

	/**
	 * Shows what a process has written last.
	 * @param process the name of its worker, a dash, and the number of its instance, or
	 * {@code server}
	 * @return the output, {@code null} when there is no such process
	 */
	@ReadOperation
	public @Nullable LogDescriptor log(String process) {
		return this.delegate.log(process, this.delegate.isShown());
	}

	/**
	 * Sets a key.
	 * @param namespace the namespace
	 * @param key the key
	 * @param value the new value, as JSON; what is no JSON is a text
	 * @return the entry, {@code null} when it was removed at once
	 */
	@WriteOperation
	public @Nullable EntryDescriptor setEntry(String namespace, String key, String value) {
		return this.delegate.set(namespace, key, value, WHO, this.delegate.isShown());
	}

	/**
	 * Removes a key.
	 * @param namespace the namespace
	 * @param key the key
	 * @return whether it was there
	 */
	@DeleteOperation
	public boolean removeEntry(String namespace, String key) {
		return this.delegate.remove(namespace, key, WHO);
	}

	/**
	 * Starts, stops, restarts or scales a worker.
	 * @param worker its name, or a name, a dash and the number of an instance
	 * @param action {@code start}, {@code stop}, {@code restart} or {@code scale}
	 * @param instances to how many instances to scale
	 * @return the records of its processes, {@code null} when there is none
	 */
	@WriteOperation
	public @Nullable List<Map<String, @Nullable Object>> operate(String worker, String action,
			@Nullable Integer instances) {
		return this.delegate.operate(worker, action, instances, WHO);
	}

	/**
	 * Lets a watcher skip what it has not handled yet.
	 * @param watcher its name
	 * @return its status before, {@code null} when there is no such watcher
	 */
	@WriteOperation
	public @Nullable WatcherStatus goLive(String watcher) {
		return this.delegate.goLive(watcher, WHO);
	}

}
