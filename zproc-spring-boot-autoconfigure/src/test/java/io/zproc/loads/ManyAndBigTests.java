package io.zproc.loads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.Watcher;
import io.zproc.process.ServerProcess;
import io.zproc.process.ServerSettings;
import io.zproc.server.ServerLimits;
import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many keys, namespaces, connections and watchers, and big values. The full sizes are in
 * docs/testing.md; at those it says how long things take.
 */
@LeakChecked
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ManyAndBigTests {

	private static final boolean IS_FULL = Boolean.getBoolean("zproc.loads.full");

	private static final int KEYS = IS_FULL ? 1_000_000 : 100_000;

	private static final int NAMESPACES = IS_FULL ? 10_000 : 1_000;

	private static final int CONNECTIONS = IS_FULL ? 200 : 50;

	private static final int WATCHERS = IS_FULL ? 1_000 : 200;

	private static final int SNAPSHOT_MEGABYTES = IS_FULL ? 500 : 20;

	private static final int REPETITIONS = IS_FULL ? 20_000 : 200;

	private static final int MEGABYTE = 1 << 20;

	private ServerProcess server;

	private BareClient client;

	private SharedState state;

	@BeforeEach
	void start() {
		this.server = ServerProcess
			.start(new ServerSettings(IS_FULL ? "2g" : "256m", List.of(), BareClient.BOUND, ServerLimits.defaults()));
		this.client = new BareClient(this.server.address(), "load", 1);
		this.state = this.client.state();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
	}

	@Test
	void holdsManyKeys() throws Exception {
		SharedState few = this.state.namespace("few");
		for (int i = 0; i < 10; i++) {
			few.put("key-" + i, 1);
		}
		measureEach("10 keys", few, 10);
		long before = Processes.residentKb(this.server.address().pid());
		fill(this.state, KEYS, 1);
		assertThat(this.state).hasSize(KEYS);
		say("server's memory with %d keys of 1 byte: %d MB more".formatted(KEYS,
				(Processes.residentKb(this.server.address().pid()) - before) / 1024));
		measureEach(KEYS + " keys", this.state, KEYS);
		long started = System.nanoTime();
		Map<String, Object> local = this.state.local();
		assertThat(local).hasSize(KEYS).containsEntry("key-" + (KEYS - 1), 1);
		say("replica of %d keys: %d ms".formatted(KEYS, millisSince(started)));
		this.state.put("key-0", 2);
		assertThat(local).containsEntry("key-0", 2);
		this.state.clear();
		assertThat(this.state).isEmpty();
	}

	private static void measureEach(String size, SharedState state, int keys) throws Exception {
		// The first ones are for the compiler.
		Latencies.of(REPETITIONS, (i) -> state.get("key-" + i % keys));
		Latencies get = Latencies.of(REPETITIONS, (i) -> state.get("key-" + i % keys));
		Latencies put = Latencies.of(REPETITIONS, (i) -> state.put("key-" + i % keys, 1));
		Latencies increment = Latencies.of(REPETITIONS, (i) -> state.increment("n", 1));
		Latencies atomic = Latencies.of(REPETITIONS,
				(i) -> state.atomically((working) -> working.put("key-" + i % keys, 1)));
		state.remove("n");
		say(Latencies.HEADER);
		say(get.row("get, " + size));
		say(put.row("put, " + size));
		say(increment.row("increment, " + size));
		say(atomic.row("atomic, " + size));
	}

	@Test
	void holdsManyNamespacesAndTellsTheirWatchersApart() throws Exception {
		long before = Processes.residentKb(this.server.address().pid());
		Latencies put = Latencies.of(NAMESPACES, (i) -> this.state.namespace("space-" + i).put("n", i));
		say(Latencies.HEADER);
		say(put.row("put, each in a new namespace"));
		say("server's memory with %d namespaces: %d MB more".formatted(NAMESPACES,
				(Processes.residentKb(this.server.address().pid()) - before) / 1024));
		for (int i = 0; i < NAMESPACES; i++) {
			assertThat(this.state.namespace("space-" + i).get("n")).isEqualTo(i);
		}
		long started = System.nanoTime();
		List<Map<String, Object>> replicas = IntStream.range(0, NAMESPACES)
			.mapToObj((i) -> this.state.namespace("space-" + i).local())
			.toList();
		for (int i = 0; i < NAMESPACES; i++) {
			assertThat(replicas.get(i)).isEqualTo(Map.of("n", i));
		}
		say("replicas of %d namespaces in one process: %d ms".formatted(NAMESPACES, millisSince(started)));
		try (BareClient other = new BareClient(this.server.address(), "other", 1)) {
			for (int i = 0; i < NAMESPACES; i++) {
				other.state().namespace("space-" + i).put("n", -i);
			}
		}
		await(() -> IntStream.range(0, NAMESPACES).allMatch((i) -> replicas.get(i).equals(Map.of("n", -i))));
	}

	@Test
	void takesValuesOfOneByteAndOfSixteenMegabytes() throws Exception {
		String big = "x".repeat(16 * MEGABYTE - 2);
		List<StateChange> seen = Collections.synchronizedList(new ArrayList<>());
		try (BareClient other = new BareClient(this.server.address(), "other", 1);
				Watcher watcher = other.state().watch().forEach(seen::add)) {
			this.state.put("big", big);
			await(() -> !seen.isEmpty());
			assertThat(seen.get(0).isGap()).isFalse();
			Latencies put = Latencies.of(IS_FULL ? 20 : 2, (i) -> this.state.put("big", big));
			Latencies get = Latencies.of(IS_FULL ? 20 : 2,
					(i) -> assertThat(this.state.get("big", String.class)).isEqualTo(big));
			this.state.put("small", 1);
			await(() -> seen.stream().anyMatch((change) -> change.keys().contains("small")));
			assertThat(watcher.isRunning()).isTrue();
			assertThat(seen.get(0).after().get("big", String.class)).isEqualTo(big);
			assertThat(seen.get(seen.size() - 1).after()).isEqualTo(Map.of("big", big, "small", 1));
			say(Latencies.HEADER);
			say(put.row("put of 16 MB"));
			say(get.row("get of 16 MB"));
		}
	}

	@Test
	void servesManyConnections() throws Exception {
		List<BareClient> clients = new ArrayList<>();
		List<Watcher> watchers = new ArrayList<>();
		AtomicLong heard = new AtomicLong();
		try {
			for (int i = 0; i < CONNECTIONS; i++) {
				BareClient next = new BareClient(this.server.address(), "crowd", i);
				clients.add(next);
				watchers.add(next.state().watch("n").forEach((change) -> heard.incrementAndGet()));
			}
			Latencies increment = Latencies.of(CONNECTIONS * 10,
					(i) -> clients.get(i % CONNECTIONS).state().increment("n", 1));
			assertThat(this.state.get("n")).isEqualTo(CONNECTIONS * 10L);
			await(() -> heard.get() == CONNECTIONS * 10L * CONNECTIONS);
			say(Latencies.HEADER);
			say(increment.row("increment, each by another of " + CONNECTIONS + " connections, all watch"));
			say("server's memory with %d connections: %d MB".formatted(CONNECTIONS,
					Processes.residentKb(this.server.address().pid()) / 1024));
		}
		finally {
			watchers.forEach(Watcher::close);
			clients.forEach(BareClient::close);
		}
	}

	@Test
	void runsManyWatchersInOneProcess() throws Exception {
		List<Watcher> watchers = new ArrayList<>();
		AtomicLong heard = new AtomicLong();
		int changes = 100;
		try {
			for (int i = 0; i < WATCHERS; i++) {
				AtomicLong last = new AtomicLong();
				watchers.add(this.state.watch().forEach((change) -> {
					if (last.getAndSet(change.version()) < change.version()) {
						heard.incrementAndGet();
					}
				}));
			}
			long started = System.nanoTime();
			for (int i = 0; i < changes; i++) {
				this.state.put("n", i);
			}
			await(() -> heard.get() == (long) changes * WATCHERS);
			say("%d changes to each of %d watchers: %d ms".formatted(changes, WATCHERS, millisSince(started)));
			assertThat(watchers).allMatch(Watcher::isRunning);
		}
		finally {
			watchers.forEach(Watcher::close);
		}
	}

	@Test
	void smallOperationsGoOnDuringABigSnapshot() throws Exception {
		int keys = SNAPSHOT_MEGABYTES * 1024;
		fill(this.state.namespace("big"), keys, 1_000);
		Latencies.of(REPETITIONS, (i) -> this.state.increment("n", 1));
		Latencies usual = Latencies.of(REPETITIONS, (i) -> this.state.increment("n", 1));
		Latencies same;
		Latencies other;
		try (ForkedJvm reader = readerOf("big")) {
			reader.awaitLine("ready", BareClient.BOUND);
			BareClient.go(reader);
			reader.awaitLine("read " + keys + " keys", BareClient.BOUND);
			other = Latencies.of(REPETITIONS, (i) -> this.state.increment("n", 1));
			same = Latencies.of(REPETITIONS, (i) -> this.state.namespace("big").put("key-" + (i * 7919) % keys, i));
			BareClient.go(reader);
			reader.awaitLine("stopped", BareClient.BOUND);
			assertThat(reader.output()).filteredOn((line) -> line.startsWith("read ")).allSatisfy((line) -> {
				say(line);
				assertThat(line).contains(keys + " keys");
			});
		}
		say(Latencies.HEADER);
		say(usual.row("increment, usual"));
		say(other.row("increment, during snapshots of " + SNAPSHOT_MEGABYTES + " MB"));
		say(same.row("put into the namespace that is read"));
		say("ratio of p99: %.1f, %.1f".formatted((double) other.p99Micros() / usual.p99Micros(),
				(double) same.p99Micros() / usual.p99Micros()));
	}

	private ForkedJvm readerOf(String namespace) {
		return ForkedJvm.of(SnapshotMain.class)
			.jvmArgs("-Xmx" + (IS_FULL ? "4g" : "256m"))
			.args(this.server.address().requests(), this.server.address().changes(), this.server.address().secret(),
					String.valueOf(this.server.address().pid()), namespace)
			.start();
	}

	private static void fill(SharedState state, int keys, int size) {
		Object value = (size == 1) ? 1 : "x".repeat(size - 2);
		long started = System.nanoTime();
		Map<String, Object> batch = new HashMap<>();
		for (int i = 0; i < keys; i++) {
			batch.put("key-" + i, value);
			if (batch.size() == 1_000 || i == keys - 1) {
				state.putAll(batch);
				batch.clear();
			}
		}
		say("%d keys of %d bytes, 1000 at once: %d ms".formatted(keys, size, millisSince(started)));
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().pollInSameThread().atMost(Duration.ofMinutes(3)).until(condition);
	}

	private static long millisSince(long startedNanos) {
		return Duration.ofNanos(System.nanoTime() - startedNanos).toMillis();
	}

	private static void say(String line) {
		if (IS_FULL) {
			System.out.println(line);
		}
	}

}
