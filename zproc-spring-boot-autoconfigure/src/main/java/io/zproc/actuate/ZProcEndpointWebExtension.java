package io.zproc.actuate;

import java.security.Principal;
import java.util.Arrays;
import java.util.Set;

import io.zproc.watch.WatcherStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint over HTTP, where who asks decides whether values are shown.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = ZProcEndpoint.class)
public class ZProcEndpointWebExtension {

	private static final String LOG = "log";

	private static final String GO_LIVE = "go-live";

	private final ZProcEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 * @param showValues when values are shown
	 * @param roles the roles of who may see them
	 */
	public ZProcEndpointWebExtension(ZProcEndpoint delegate, Show showValues, Set<String> roles) {
		this.delegate = delegate;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * Shows everything.
	 * @param securityContext who asks
	 * @return what there is
	 */
	@ReadOperation
	public ZProcDescriptor zproc(SecurityContext securityContext) {
		return this.delegate.describe(isShown(securityContext));
	}

	/**
	 * Shows a part: {@code namespaces/{namespace}} with {@code /entries/{key}} or
	 * {@code /history}, {@code processes/{worker-instance}} and {@code server} with
	 * {@code /log}, {@code watchers/{name}}, {@code swarms/{name}}.
	 * @param securityContext who asks
	 * @param path the path below the endpoint
	 * @param key a key that cannot be part of a path
	 * @param after where to go on reading: the {@code next} of the page before
	 * @param limit how many entries or changes to show at the most
	 * @return the part, or why there is none
	 */
	@ReadOperation
	public WebEndpointResponse<?> part(SecurityContext securityContext,
			@Selector(match = Match.ALL_REMAINING) String[] path, @Nullable String key, @Nullable String after,
			@Nullable Integer limit) {
		boolean isShown = isShown(securityContext);
		return WebAnswer.of(() -> read(path, key, after, limit, isShown), () -> NotThere.part(path, key));
	}

	private @Nullable Object read(String[] path, @Nullable String key, @Nullable String after, @Nullable Integer limit,
			boolean isShown) {
		String kind = (path.length > 0) ? path[0] : "";
		return switch (kind) {
			case "" -> this.delegate.describe(isShown);
			case "server" -> server(path, isShown);
			case "namespaces" -> (path.length == 1) ? this.delegate.describe(isShown).namespaces()
					: namespace(path, key, after, limit, isShown);
			case "processes" -> (path.length == 1) ? this.delegate.processes() : process(path, isShown);
			case "watchers" -> (path.length == 1) ? this.delegate.watchers()
					: this.delegate.watchers()
						.stream()
						.filter((watcher) -> watcher.name().equals(rest(path, 1)))
						.findFirst()
						.orElse(null);
			case "swarms" -> (path.length == 1) ? this.delegate.swarms() : this.delegate.swarms().get(rest(path, 1));
			default -> null;
		};
	}

	/**
	 * Changes a part: sets the key of {@code namespaces/{namespace}/entries/{key}}, or
	 * lets the watcher of {@code watchers/{name}} go live, or starts, stops, restarts or
	 * scales the worker of {@code processes/{worker}} or {@code {worker}-{instance}}.
	 * @param securityContext who asks
	 * @param path the path below the endpoint
	 * @param key a key that cannot be part of a path
	 * @param value the new value, as JSON; what is no JSON is a text
	 * @param action what to do with a watcher: {@code go-live}; with a worker:
	 * {@code start}, {@code stop}, {@code restart}, {@code scale}
	 * @param instances to how many instances to scale
	 * @return the part, or why that is not possible
	 */
	@WriteOperation
	public WebEndpointResponse<?> change(SecurityContext securityContext,
			@Selector(match = Match.ALL_REMAINING) String[] path, @Nullable String key, @Nullable String value,
			@Nullable String action, @Nullable Integer instances) {
		String who = name(securityContext);
		String entry = entry(path, key);
		if (entry != null) {
			return WebAnswer.of(() -> this.delegate.set(path[1], entry,
					WebAnswer.required("value", value, "JSON, or a text,"), who, isShown(securityContext)),
					() -> NotThere.entry(path[1], entry));
		}
		if (path.length > 1 && path[0].equals("watchers")) {
			return WebAnswer.of(() -> goLive(rest(path, 1), action, who), () -> NotThere.watcher(rest(path, 1)));
		}
		if (path.length > 1 && path[0].equals("processes")) {
			return WebAnswer.of(
					() -> this.delegate.operate(rest(path, 1),
							WebAnswer.required("action", action, ProcessOperations.ACTIONS), instances, who),
					() -> this.delegate.noTarget(rest(path, 1), String.valueOf(action)));
		}
		return WebAnswer.of(() -> null, () -> NotThere.operation(path));
	}

	private @Nullable WatcherStatus goLive(String watcher, @Nullable String action, String who) {
		if (!GO_LIVE.equals(WebAnswer.required("action", action, GO_LIVE))) {
			throw new InvalidEndpointRequestException("action: '" + action + "' (expected: " + GO_LIVE + ")",
					"action is not known");
		}
		return this.delegate.goLive(watcher, who);
	}

	/**
	 * Removes the key of {@code namespaces/{namespace}/entries/{key}}.
	 * @param securityContext who asks
	 * @param path the path below the endpoint
	 * @param key a key that cannot be part of a path
	 * @return nothing, or why that is not possible
	 */
	@DeleteOperation
	public WebEndpointResponse<?> remove(SecurityContext securityContext,
			@Selector(match = Match.ALL_REMAINING) String[] path, @Nullable String key) {
		String entry = entry(path, key);
		if (entry == null) {
			return WebAnswer.of(() -> null, () -> NotThere.operation(path));
		}
		WebEndpointResponse<?> removed = WebAnswer.of(
				() -> this.delegate.remove(path[1], entry, name(securityContext)) ? true : null,
				() -> NotThere.entry(path[1], entry));
		return (removed.getStatus() == WebEndpointResponse.STATUS_OK)
				? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT) : removed;
	}

	private static @Nullable String entry(String[] path, @Nullable String key) {
		if (path.length < 3 || !path[0].equals("namespaces") || !path[2].equals("entries")) {
			return null;
		}
		return (path.length > 3) ? rest(path, 3) : key;
	}

	private static String name(SecurityContext securityContext) {
		Principal principal = securityContext.getPrincipal();
		return (principal != null) ? principal.getName() : "anonymous";
	}

	private @Nullable Object server(String[] path, boolean isShown) {
		if (path.length == 1) {
			return this.delegate.describe(isShown).server();
		}
		return (path.length == 2 && path[1].equals(LOG)) ? this.delegate.log(ProcessLog.SERVER, isShown) : null;
	}

	/**
	 * A process has a number at its end: none is called a log.
	 */
	private @Nullable Object process(String[] path, boolean isShown) {
		int last = path.length - 1;
		if (last > 1 && path[last].equals(LOG)) {
			return this.delegate.log(String.join("/", Arrays.copyOfRange(path, 1, last)), isShown);
		}
		return ProcessTree.find(this.delegate.processes(), rest(path, 1));
	}

	private @Nullable Object namespace(String[] path, @Nullable String key, @Nullable String after,
			@Nullable Integer limit, boolean isShown) {
		String namespace = path[1];
		String part = (path.length > 2) ? path[2] : "entries";
		if (part.equals("entries")) {
			String entry = (path.length > 3) ? rest(path, 3) : key;
			return (entry != null) ? this.delegate.entry(namespace, entry, isShown)
					: this.delegate.namespace(namespace, after, limit, isShown);
		}
		if (part.equals("history") && path.length == 3) {
			return this.delegate.history(namespace, key, version(after), limit, isShown);
		}
		return null;
	}

	private static @Nullable Long version(@Nullable String after) {
		try {
			return (after != null) ? Long.valueOf(after) : null;
		}
		catch (NumberFormatException ex) {
			throw new InvalidEndpointRequestException("after: '" + after + "' (expected: a version)",
					"after must be a version", ex);
		}
	}

	static String rest(String[] path, int from) {
		return String.join("/", Arrays.copyOfRange(path, from, path.length));
	}

	/**
	 * The state and the processes for somebody who looks on.
	 * @return the view
	 */
	public LiveView live() {
		return this.delegate.live();
	}

	/**
	 * Whether values are shown.
	 * @param securityContext who asks
	 * @return whether they are
	 */
	public boolean isShown(SecurityContext securityContext) {
		return this.showValues.isShown(securityContext, this.roles);
	}

}
