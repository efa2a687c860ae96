package io.zproc.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What is said to who asks for what is not there.
 */
final class NotThere {

	private static final String PARTS = "(expected: server, server/log, namespaces/{namespace} with /entries/{key} or"
			+ " /history, processes/{worker}-{instance} with /log, watchers/{name} or swarms/{name})";

	private static final String OPERATIONS = "(expected: namespaces/{namespace}/entries/{key}, processes/{worker},"
			+ " processes/{worker}-{instance} or watchers/{name})";

	private NotThere() {
	}

	static String namespace(String name) {
		return "There is no namespace '" + name + "' (expected: one of those that the endpoint shows)";
	}

	static String entry(String namespace, String key) {
		return "There is no key '" + key + "' in namespace '" + namespace + "'";
	}

	static String process(String name) {
		return "There is no process '" + name
				+ "' (expected: {worker}-{instance}, one of the processes that the endpoint shows)";
	}

	static String watcher(String name) {
		return "There is no watcher '" + name + "' (expected: one of those that the endpoint shows)";
	}

	/**
	 * Nothing that could be operated.
	 * @param action what was to be done
	 * @param workers the names of the workers
	 */
	static String target(String name, String action, List<String> workers) {
		String what = action.equals("scale") ? "a worker" : "a worker, or one of its processes as {worker}-{instance}";
		return "There is nothing called '" + name + "' to " + action + " (expected: " + what + "; the workers are "
				+ workers + ")";
	}

	/**
	 * A part that cannot be shown.
	 * @param path the path below the endpoint
	 * @param key a key that is not in the path
	 */
	static String part(String[] path, @Nullable String key) {
		String rest = (path.length > 1) ? ZProcEndpointWebExtension.rest(path, 1) : "";
		return switch ((path.length > 1) ? path[0] : "") {
			case "namespaces" -> inNamespace(path, key);
			case "processes" -> process(rest.endsWith("/log") ? rest.substring(0, rest.length() - 4) : rest);
			case "watchers" -> watcher(rest);
			case "swarms" -> "There is no swarm '" + rest + "' (expected: one that this application owns)";
			default -> path(path, PARTS);
		};
	}

	private static String inNamespace(String[] path, @Nullable String key) {
		String part = (path.length > 2) ? path[2] : "entries";
		if (part.equals("entries")) {
			String entry = (path.length > 3) ? ZProcEndpointWebExtension.rest(path, 3) : key;
			return (entry != null) ? entry(path[1], entry) : namespace(path[1]);
		}
		return (part.equals("history") && path.length == 3) ? namespace(path[1]) : path(path, PARTS);
	}

	/**
	 * A path at which nothing can be done.
	 */
	static String operation(String[] path) {
		return path(path, OPERATIONS);
	}

	private static String path(String[] path, String expected) {
		return "There is nothing at '" + String.join("/", path) + "' " + expected;
	}

	/**
	 * Over JMX there is no other way to say it.
	 */
	static <T> T required(@Nullable T part, String otherwise) {
		if (part == null) {
			throw new InvalidEndpointRequestException(otherwise, otherwise);
		}
		return part;
	}

}
