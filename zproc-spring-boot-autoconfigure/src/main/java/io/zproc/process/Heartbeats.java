package io.zproc.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.zproc.SharedState;
import io.zproc.client.StateClient;

/**
 * The heartbeats of a run's processes, as they are on the state server.
 *
 * @since 0.1.0
 */
public final class Heartbeats {

	private final SharedState heartbeats;

	private final String run;

	/**
	 * Creates the heartbeats of a run.
	 * @param client the state
	 * @param run the id of the run
	 */
	public Heartbeats(StateClient client, String run) {
		this.heartbeats = client.reserved(RunEntries.HEARTBEATS);
		this.run = run;
	}

	/**
	 * Tells a heartbeat.
	 * @param label the worker and its instance
	 * @param heartbeat the heartbeat
	 */
	public void tell(String label, Heartbeat heartbeat) {
		this.heartbeats.put(RunEntries.key(this.run, label), heartbeat.toMap());
	}

	/**
	 * The last heartbeat of each process that has had one.
	 * @return the heartbeats by the processes' labels
	 */
	public Map<String, Heartbeat> read() {
		String prefix = RunEntries.key(this.run, "");
		Map<String, Heartbeat> found = new HashMap<>();
		this.heartbeats.snapshot().forEach((key, value) -> {
			Heartbeat heartbeat = key.startsWith(prefix) ? Heartbeat.read(value) : null;
			if (heartbeat != null) {
				found.put(key.substring(prefix.length()), heartbeat);
			}
		});
		return found;
	}

	void forget(String label) {
		this.heartbeats.remove(RunEntries.key(this.run, label));
	}

	/**
	 * Forgets those of processes that are over.
	 * @param running finds the labels of those that are not; asked after the heartbeats
	 * are read, so that one that begins meanwhile is left alone
	 */
	void forgetOthers(Supplier<Set<String>> running) {
		List<String> told = List.copyOf(read().keySet());
		Set<String> kept = running.get();
		told.stream().filter((label) -> !kept.contains(label)).forEach(this::forget);
	}

	/**
	 * The label of what a process tells that looks after others: not one of a worker.
	 */
	static String labelOfWatch(long pid) {
		return "!" + pid;
	}

}
