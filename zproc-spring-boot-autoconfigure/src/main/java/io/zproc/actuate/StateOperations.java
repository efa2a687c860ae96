package io.zproc.actuate;

import java.nio.charset.StandardCharsets;

import io.zproc.SharedState;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.StateConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Sets and removes keys for a person who asked for it. Each change is logged with that
 * person's name, and carries it as its invocation; the value is not logged.
 */
final class StateOperations {

	private static final Logger logger = LoggerFactory.getLogger(StateOperations.class);

	private final StateConnection connection;

	StateOperations(StateConnection connection) {
		this.connection = connection;
	}

	void set(String namespace, String key, String text, String who) {
		StateClient client = this.connection.client();
		SharedState state = state(client, namespace);
		Object value = value(key, text, client, state);
		try {
			client.invocations().run(invocation(who), () -> state.put(key, value));
		}
		catch (ZProcException ex) {
			logger.warn("Key '{}' of namespace '{}' could not be set for '{}': {}", key, namespace, who,
					ex.getMessage());
			throw ex;
		}
		logger.info("Key '{}' of namespace '{}' was set by '{}'", key, namespace, who);
	}

	boolean remove(String namespace, String key, String who) {
		StateClient client = this.connection.client();
		SharedState state = state(client, namespace);
		boolean[] wasThere = new boolean[1];
		client.invocations().run(invocation(who), () -> wasThere[0] = state.keySet().remove(key));
		if (wasThere[0]) {
			logger.info("Key '{}' of namespace '{}' was removed by '{}'", key, namespace, who);
		}
		return wasThere[0];
	}

	private static String invocation(String who) {
		return "actuator/" + who;
	}

	private static SharedState state(StateClient client, String namespace) {
		try {
			return client.state(namespace);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), "the namespace is not allowed",
					ex);
		}
	}

	/**
	 * A text is the JSON of a value, as in the protocol's description; what is no JSON is
	 * a text. A number takes the type of the number that it replaces, if it fits.
	 */
	private static @Nullable Object value(String key, String text, StateClient client, SharedState state) {
		Object value = read(key, text, client);
		Object present = (value instanceof Number) ? state.get(key) : null;
		if (value instanceof Integer number && present instanceof Long) {
			return number.longValue();
		}
		if (value instanceof Integer number && present instanceof Double) {
			return number.doubleValue();
		}
		return value;
	}

	private static @Nullable Object read(String key, String text, StateClient client) {
		try {
			return client.decode(key, text.getBytes(StandardCharsets.UTF_8));
		}
		catch (ZProcException ex) {
			if (!text.isEmpty() && "{[\"".indexOf(text.charAt(0)) >= 0) {
				throw new InvalidEndpointRequestException("value: " + ex.getMessage(), "value is no JSON of a value",
						ex);
			}
			return text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
		}
	}

}
