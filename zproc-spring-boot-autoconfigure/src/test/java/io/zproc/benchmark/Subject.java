package io.zproc.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.zproc.SharedState;
import io.zproc.loads.BareClient;
import io.zproc.process.ServerProcess;
import io.zproc.process.ServerSettings;
import io.zproc.server.ServerLimits;

/**
 * A state server of its own with a number of keys, and clients of it. The keys are there
 * twice: in a namespace that nobody follows, and in one that a client has a replica of,
 * so that the replica's work is measured only where it is meant.
 */
final class Subject implements AutoCloseable {

	static final String PLAIN = "default";

	static final String FOLLOWED = "followed";

	private static final int CONTENDERS = 8;

	private static final int BATCH = 10_000;

	private static final String VALUE = "v".repeat(62);

	private final String[] keys;

	private final ServerProcess server;

	private final List<BareClient> clients = new ArrayList<>();

	Subject(int size) {
		this.keys = new String[size];
		for (int i = 0; i < size; i++) {
			this.keys[i] = "key" + i;
		}
		this.server = ServerProcess
			.start(new ServerSettings("2g", List.of(), Duration.ofSeconds(60), ServerLimits.defaults()));
		for (int i = 0; i < CONTENDERS + 2; i++) {
			this.clients.add(new BareClient(this.server.address(), "benchmark", i));
		}
		fill(state());
		fill(client().client().state(FOLLOWED));
	}

	private void fill(SharedState state) {
		Map<String, Object> batch = new HashMap<>();
		for (String key : this.keys) {
			batch.put(key, VALUE);
			if (batch.size() == BATCH) {
				state.putAll(batch);
				batch.clear();
			}
		}
		if (!batch.isEmpty()) {
			state.putAll(batch);
		}
	}

	String[] keys() {
		return this.keys;
	}

	/** A value of 64 bytes as JSON, another one for each number. */
	String value(long number) {
		String digits = Long.toString(number);
		return VALUE.substring(digits.length()) + digits;
	}

	/** The client that most operations use. */
	BareClient client() {
		return this.clients.get(0);
	}

	SharedState state() {
		return client().client().state(PLAIN);
	}

	/** The client that has a replica. */
	BareClient follower() {
		return this.clients.get(1);
	}

	List<BareClient> contenders() {
		return this.clients.subList(2, this.clients.size());
	}

	@Override
	public void close() {
		this.clients.forEach(BareClient::close);
		this.server.close();
	}

}
