package io.zproc.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.zproc.AtomicState;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.WatchCursor;
import io.zproc.client.StateEngine.Commit;
import io.zproc.client.StateEngine.CommitResult;
import io.zproc.protocol.Write;
import io.zproc.server.ServerLimits;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests what operations cost in requests and in memory, over either engine, by counting
 * and not by the clock.
 */
@LeakChecked
@Timeout(360)
@ParameterizedClass
@EnumSource(StateFixture.Engine.class)
class CostTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final int MANY = 100_000;

	private static final int IN_FLIGHT = 500;

	private final StateFixture fixture;

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final SharedState state;

	CostTests(StateFixture.Engine engine) {
		ServerLimits limits = ServerLimits.defaults();
		this.fixture = new StateFixture(engine,
				new ServerLimits(2 * MANY, 256 << 20, limits.maxValueBytes(), limits.maxCommitBytes(),
						limits.atomicTimeoutMs(), limits.sessionGraceMs(), limits.heartbeatIntervalMs()));
		this.state = new StateClient(recorded(this.fixture.newClient().engine()), this.fixture.client().codec(), LONG)
			.state("default");
		// Both clients have said hello when they are answered.
		assertThat(this.state.size()).isZero();
		assertThat(this.fixture.state().size()).isZero();
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	/** Records each request that goes to the engine, with what it is about. */
	private StateEngine recorded(StateEngine engine) {
		return (StateEngine) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { StateEngine.class },
				(proxy, method, args) -> {
					switch (method.getName()) {
						case "read" ->
							this.calls.add("read " + args[1] + (((boolean) args[2]) ? "" : " without value"));
						case "commit" -> this.calls
							.add("commit" + ((Commit) args[0]).writes().stream().map(Write::key).sorted().toList());
						case "take", "release", "size", "contents", "history", "entry", "entries", "follow" ->
							this.calls.add(method.getName());
						default -> {
							// costs no request
						}
					}
					try {
						return method.invoke(engine, args);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private void assertCalls(Consumer<SharedState> operation, String... expected) {
		this.calls.clear();
		long before = this.fixture.state().ping(LONG).requests();
		operation.accept(this.state);
		assertThat(this.calls).containsExactly(expected);
		// The server has got these and the ping.
		assertThat(this.fixture.state().ping(LONG).requests() - before).isEqualTo(expected.length + 1L);
	}

	@Test
	void conditionalWritesCostOneExtraRequestAtTheMost() {
		assertCalls((s) -> s.put("a", 1), "commit[a]");
		assertCalls((s) -> s.increment("n", 1), "commit[n]");
		assertCalls((s) -> s.putIfAbsent("a", 1), "commit[a]");
		assertCalls((s) -> s.replace("a", 2), "commit[a]");
		assertCalls((s) -> s.putAll(Map.of("b", 1, "c", 2)), "commit[b, c]");
		assertCalls((s) -> s.compute("a", (k, v) -> 3), "read a", "commit[a]");
		assertCalls((s) -> s.merge("a", 1, (x, y) -> 4), "read a", "commit[a]");
		assertCalls((s) -> s.replace("a", 4, 5), "read a", "commit[a]");
		assertCalls((s) -> s.remove("b", 1), "read b", "commit[b]");
		assertCalls((s) -> s.computeIfAbsent("d", (k) -> 1), "read d", "commit[d]");
		assertCalls((s) -> s.computeIfAbsent("d", (k) -> 2), "read d");
		assertCalls((s) -> s.computeIfPresent("d", (k, v) -> null), "read d", "commit[d]");
		assertCalls((s) -> s.replace("a", "other", 5), "read a");
	}

	@Test
	void turnShipsWhatIsReadAndSendsWhatChanged() {
		Map<String, Object> all = new HashMap<>();
		// As many as one part of a snapshot holds.
		for (int i = 0; i < 500; i++) {
			all.put("k" + i, new ArrayList<>(List.of(i)));
		}
		this.state.putAll(all);
		assertCalls((s) -> s.atomically((working) -> {
			working.get("k1");
			working.get("k1");
			working.getList("k2", Integer.class);
			added(working.get("k3"));
			working.put("new", 1);
		}), "take", "read k1", "read k2", "read k3", "read new", "commit[k3, new]");
		assertCalls((s) -> s.atomically((working) -> working.get("k3")), "take", "read k3", "release");
		assertCalls((s) -> s.atomically((working) -> {
		}), "take", "release");
		assertCalls((s) -> s.atomically((working) -> working.keySet().forEach((key) -> {
			if (key.equals("k7")) {
				working.remove(key);
			}
		})), "take", "contents", "commit[k7]");
	}

	@Test
	void turnBringsWhatTheSameFunctionHasReadTwice() {
		this.state.putAll(Map.of("big", "x".repeat(300), "from", 10, "to", 0));
		Consumer<AtomicState> transfer = (working) -> {
			working.increment("from", -1);
			working.increment("to", 1);
			working.get("big");
			working.get("absent");
		};
		String[] first = { "take", "read from", "read to", "read big", "read absent", "commit[from, to]" };
		assertCalls((s) -> s.atomically(transfer), first);
		assertCalls((s) -> s.atomically(transfer), first);
		// Another one writes in between: what comes with the turn is what is there then.
		assertCalls((s) -> s.increment("to", 100), "commit[to]");
		assertCalls((s) -> s.atomically(transfer), "take", "read big", "commit[from, to]");
		assertThat(this.state.snapshot()).containsEntry("from", 7).containsEntry("to", 103);
		// It is the function that is known, wherever it is called.
		assertCalls((s) -> s.namespace("other").atomically(transfer), "take", "commit[from, to]");
	}

	@SuppressWarnings("unchecked") // as it was put
	private static void added(Object list) {
		((List<Object>) list).add("more");
	}

	/**
	 * A copy of 100,000 keys has 400,000 bytes of references alone.
	 */
	@Test
	void backlogOfManyChangesOnManyKeysIsNotCopied() {
		Map<String, Object> all = new HashMap<>();
		for (int i = 0; i < MANY; i++) {
			all.put("key-" + i, i);
		}
		this.state.putAll(all);
		List<StateChange> backlog = new ArrayList<>(MANY);
		try (WatchCursor cursor = this.state.watch().open()) {
			change(MANY);
			await().atMost(LONG).until(() -> this.state.local().get("key-" + (MANY - 1)).equals(-MANY));
			long before = used();
			for (int i = 0; i < MANY; i++) {
				StateChange change = cursor.next(LONG);
				assertThat(change.isGap()).isFalse();
				backlog.add(change);
			}
			assertThat((used() - before) / MANY).as("bytes of a change that is held").isLessThan(16_000);
		}
		for (int i : new int[] { 0, 1, 4095, 4096, MANY / 2, MANY - 1 }) {
			StateChange change = backlog.get(i);
			assertThat(change.version()).isEqualTo(i + 2);
			assertThat(change.before().get("key-" + i)).isEqualTo(i);
			assertThat(change.after().get("key-" + i)).isEqualTo(-i - 1);
			assertThat(change.after()).hasSize(MANY);
		}
		assertThat(backlog.get(0).before().get("key-" + (MANY - 1))).isEqualTo(MANY - 1);
	}

	private void change(int count) {
		StateClient writer = this.fixture.client();
		List<Pending<CommitResult>> pending = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String key = "key-" + i;
			pending.add(writer.engine()
				.commit(new Commit("default", 0, List.of(), "", false, List.of(),
						List.of(Write.put(key, writer.codec().encode(key, -i - 1))))));
			if (pending.size() == IN_FLIGHT) {
				pending.forEach((commit) -> commit.await(LONG));
				pending.clear();
			}
		}
		pending.forEach((commit) -> commit.await(LONG));
	}

	private static long used() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
