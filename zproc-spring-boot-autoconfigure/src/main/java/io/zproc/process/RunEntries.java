package io.zproc.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.zproc.SharedState;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one run of the application keeps on the state server for itself. Several
 * applications may share the server and have workers of the same name, so each key begins
 * with the id of the run.
 *
 * @since 0.1.0
 */
public final class RunEntries {

	/** The namespace of the records of processes. */
	static final String PROCESSES = "$processes";

	/** The namespace that counts the processes of each worker. */
	static final String INSTANCES = "$instances";

	/** The namespace of the positions that process watchers have handled. */
	public static final String POSITIONS = "$positions";

	/** The namespace of the addresses of swarms. */
	public static final String SWARMS = "$swarms";

	/** The namespace of what processes tell the application. */
	public static final String EVENTS = "$events";

	/** The namespace of what processes say of themselves, again and again. */
	static final String HEARTBEATS = "$heartbeats";

	/** The namespace of what processes have measured. */
	public static final String TELEMETRY = "$telemetry";

	/** The entry of what was told last: each change of it is an event. */
	public static final String LAST_EVENT = "last";

	private static final Logger logger = LoggerFactory.getLogger(RunEntries.class);

	private RunEntries() {
	}

	/**
	 * The key of an entry.
	 * @param run the id of the run
	 * @param name a name that is unique in the application
	 * @return the key
	 */
	public static String key(String run, String name) {
		return run + "/" + name;
	}

	/**
	 * Reads what a run keeps in a namespace, as far as it is made of names and values.
	 * @param client the state
	 * @param namespace the namespace
	 * @param run the id of the run
	 * @return the values, in no order
	 */
	public static List<Map<?, ?>> read(StateClient client, String namespace, String run) {
		List<Map<?, ?>> values = new ArrayList<>();
		client.reserved(namespace).snapshot().forEach((key, value) -> {
			if (key.startsWith(key(run, "")) && value instanceof Map<?, ?> map) {
				values.add(map);
			}
		});
		return values;
	}

	/**
	 * Removes what a run has kept, from a server that outlives it.
	 */
	static void removeAll(StateClient client, String run) {
		try {
			for (String namespace : List.of(PROCESSES, INSTANCES, POSITIONS, SWARMS, EVENTS, HEARTBEATS, TELEMETRY)) {
				SharedState state = client.reserved(namespace);
				List.copyOf(state.keySet()).stream().filter((key) -> key.startsWith(run + "/")).forEach(state::remove);
			}
		}
		catch (ZProcException ex) {
			logger.warn("The records of this run were left on the state server: {}", ex.getMessage());
		}
	}

}
