package io.zproc.actuate;

import java.util.List;
import java.util.Map;

import io.zproc.actuate.StateDescriptor.EntryDescriptor;
import io.zproc.actuate.StateDescriptor.HistoryPage;
import io.zproc.actuate.StateDescriptor.NamespacePage;
import io.zproc.watch.WatcherStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
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
	 * @return a page
	 * @throws InvalidEndpointRequestException when there is no such namespace
	 */
	@ReadOperation
	public NamespacePage namespace(String namespace, @Nullable String after, @Nullable Integer limit) {
		return NotThere.required(this.delegate.namespace(namespace, after, limit, this.delegate.isShown()),
				NotThere.namespace(namespace));
	}

	/**
	 * Shows an entry.
	 * @param namespace the namespace
	 * @param key the key
	 * @return the entry
	 * @throws InvalidEndpointRequestException when there is none
	 */
	@ReadOperation
	public EntryDescriptor entry(String namespace, String key) {
		return NotThere.required(this.delegate.entry(namespace, key, this.delegate.isShown()),
				NotThere.entry(namespace, key));
	}

	/**
	 * Shows the history of a namespace.
	 * @param namespace the namespace
	 * @param key a key, to see its changes only
	 * @param after the version after which to begin, the newest changes without
	 * @param limit how many changes to show at the most
	 * @return a page
	 * @throws InvalidEndpointRequestException when there is no such namespace
	 */
	@ReadOperation
	public HistoryPage history(String namespace, @Nullable String key, @Nullable Long after, @Nullable Integer limit) {
		return NotThere.required(this.delegate.history(namespace, key, after, limit, this.delegate.isShown()),
				NotThere.namespace(namespace));
	}

	/**
	 * Shows what a process has written last.
	 * @param process the name of its worker, a dash, and the number of its instance, or
	 * {@code server}
	 * @return the output
	 * @throws InvalidEndpointRequestException when there is no such process
	 */
	@ReadOperation
	public LogDescriptor log(String process) {
		return NotThere.required(this.delegate.log(process, this.delegate.isShown()), NotThere.process(process));
	}

	/**
	 * Sets a key.
	 * @param namespace the namespace
	 * @param key the key
	 * @param value the new value, as JSON; what is no JSON is a text
	 * @return the entry
	 * @throws InvalidEndpointRequestException when the value cannot be set, or was
	 * removed at once
	 */
	@WriteOperation
	public EntryDescriptor setEntry(String namespace, String key, String value) {
		return NotThere.required(this.delegate.set(namespace, key, value, WHO, this.delegate.isShown()),
				NotThere.entry(namespace, key));
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
	 * @return the records of its processes
	 * @throws InvalidEndpointRequestException when there is none, or the action is not
	 * known
	 */
	@WriteOperation
	public List<Map<String, @Nullable Object>> operate(String worker, String action, @Nullable Integer instances) {
		return NotThere.required(this.delegate.operate(worker, action, instances, WHO),
				this.delegate.noTarget(worker, action));
	}

	/**
	 * Lets a watcher skip what it has not handled yet.
	 * @param watcher its name
	 * @return its status before
	 * @throws InvalidEndpointRequestException when there is no such watcher
	 */
	@WriteOperation
	public WatcherStatus goLive(String watcher) {
		return NotThere.required(this.delegate.goLive(watcher, WHO), NotThere.watcher(watcher));
	}

}
