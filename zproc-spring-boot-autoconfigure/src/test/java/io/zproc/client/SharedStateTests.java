package io.zproc.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.SharedState;
import io.zproc.Snapshot;
import io.zproc.StateChange;
import io.zproc.WatchCursor;
import io.zproc.ZProcException;
import io.zproc.Watcher;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the shared state, over either engine.
 */
@LeakChecked
@Timeout(180)
@ParameterizedClass
@EnumSource(StateFixture.Engine.class)
class SharedStateTests {

	@Parameter
	StateFixture.Engine engine;

	private StateFixture fixture;

	private SharedState state;

	@BeforeEach
	void start() {
		this.fixture = new StateFixture(this.engine);
		this.state = this.fixture.state();
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void behavesAsAMap() {
		assertThat(this.state).isEmpty();
		assertThat(this.state.put("a", 1)).isNull();
		assertThat(this.state.put("a", 2)).isEqualTo(1);
		assertThat(this.state.put("nothing", null)).isNull();
		assertThat(this.state.containsKey("nothing")).isTrue();
		assertThat(this.state.get("a")).isEqualTo(2);
		assertThat(this.state.getOrDefault("b", 7)).isEqualTo(7);
		assertThat(this.state.getOrDefault("nothing", 7)).isNull();
		assertThat(this.state.size()).isEqualTo(2);
		assertThat(this.state.keySet()).containsExactlyInAnyOrder("a", "nothing");
		assertThat(this.state.values()).containsExactlyInAnyOrder(2, null);
		assertThat(this.state.containsValue(2)).isTrue();
		assertThat(this.state.remove("a")).isEqualTo(2);
		assertThat(this.state.remove("a")).isNull();
		this.state.clear();
		assertThat(this.state.isEmpty()).isTrue();
	}

	@Test
	void aCheckedExceptionOfAJoinedFunctionLeavesNothing() {
		this.state.put("k", 1);
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> this.state.atomically((outer) -> {
			outer.put("k", 2);
			try {
				this.state.atomically((inner) -> SharedStateTests.<RuntimeException>sneak(new IOException("full")));
			}
			catch (Exception ex) {
				assertThat(ex).isInstanceOf(IOException.class);
			}
		})).withRootCauseInstanceOf(IOException.class);
		assertThat(this.state).isEqualTo(Map.of("k", 1));
	}

	/**
	 * Throws what the compiler does not see, as Kotlin does.
	 */
	@SuppressWarnings("unchecked")
	private static <E extends Exception> void sneak(Exception ex) throws E {
		throw (E) ex;
	}

	@Test
	void putAllAndSetAreOneChangeEach() {
		this.state.putAll(Map.of("a", 1, "b", 2, "c", 3));
		assertThat(this.state.snapshot().version()).isEqualTo(1);
		this.state.set(Map.of("b", 5, "d", 6));
		Snapshot snapshot = this.state.snapshot();
		assertThat(snapshot.version()).isEqualTo(2);
		assertThat(snapshot).containsExactlyInAnyOrderEntriesOf(Map.of("b", 5, "d", 6));
		assertThat(this.state).isEqualTo(Map.of("b", 5, "d", 6));
	}

	@Test
	void viewsWriteThrough() {
		this.state.putAll(Map.of("a", 1, "b", 2, "c", 3));
		this.state.keySet().remove("a");
		this.state.entrySet().removeIf((entry) -> entry.getValue().equals(2));
		this.state.entrySet().forEach((entry) -> entry.setValue(9));
		assertThat(this.state).isEqualTo(Map.of("c", 9));
	}

	@Test
	void conditionalWritesCompareValues() {
		assertThat(this.state.putIfAbsent("a", 1)).isNull();
		assertThat(this.state.putIfAbsent("a", 2)).isEqualTo(1);
		this.state.put("nothing", null);
		assertThat(this.state.putIfAbsent("nothing", 3)).isNull();
		assertThat(this.state.get("nothing")).isEqualTo(3);
		assertThat(this.state.replace("a", 5, 6)).isFalse();
		assertThat(this.state.replace("a", 1, 6)).isTrue();
		assertThat(this.state.replace("a", 7)).isEqualTo(6);
		assertThat(this.state.replace("none", 7)).isNull();
		assertThat(this.state.containsKey("none")).isFalse();
		assertThat(this.state.remove("a", 1)).isFalse();
		assertThat(this.state.remove("a", 7)).isTrue();
		assertThat(this.state.compute("n", (key, value) -> 1)).isEqualTo(1);
		assertThat(this.state.merge("n", 4, (one, other) -> (int) one + (int) other)).isEqualTo(5);
		assertThat(this.state.computeIfAbsent("n", (key) -> 0)).isEqualTo(5);
		assertThat(this.state.computeIfPresent("n", (key, value) -> null)).isNull();
		assertThat(this.state.containsKey("n")).isFalse();
	}

	@Test
	void incrementKeepsTheTypeAndRefusesWhatDoesNotFit() {
		assertThat(this.state.increment("n", 5)).isEqualTo(5);
		assertThat(this.state.get("n")).isEqualTo(5L);
		this.state.put("i", Integer.MAX_VALUE);
		assertThatExceptionOfType(io.zproc.ZProcException.class).isThrownBy(() -> this.state.increment("i", 1))
			.withMessageContaining("'i'")
			.withMessageContaining("2147483647");
		this.state.put("text", "x");
		assertThatExceptionOfType(io.zproc.ZProcException.class).isThrownBy(() -> this.state.increment("text", 1))
			.withMessageContaining("'text'");
	}

	@Test
	void popsEachEntryOnce() {
		this.state.putAll(Map.of("a", 1, "b", 2));
		Map<String, Object> popped = new HashMap<>();
		for (Map.Entry<String, Object> entry = this.state.popEntry(); entry != null; entry = this.state.popEntry()) {
			popped.put(entry.getKey(), entry.getValue());
		}
		assertThat(popped).isEqualTo(Map.of("a", 1, "b", 2));
	}

	@Test
	void namespacesDoNotSeeEachOther() {
		this.state.put("a", 1);
		this.state.namespace("other").put("a", 2);
		assertThat(this.state.get("a")).isEqualTo(1);
		assertThat(this.fixture.newClient().state("other").get("a")).isEqualTo(2);
	}

	@Test
	void atomicCommitsAllAtOnce() {
		this.state.put("list", new ArrayList<>(List.of(1)));
		int result = this.state.atomic((working) -> {
			working.put("a", 1);
			working.increment("n", 2);
			@SuppressWarnings("unchecked")
			List<Object> list = (List<Object>) working.get("list");
			list.add(2);
			assertThat(this.state.get("a")).isEqualTo(1);
			this.state.put("joined", true);
			assertThat(this.fixture.newClient().state("default").containsKey("a")).isFalse();
			return 42;
		});
		assertThat(result).isEqualTo(42);
		assertThat(this.state).isEqualTo(Map.of("list", List.of(1, 2), "a", 1, "n", 2L, "joined", true));
		assertThat(this.state.snapshot().version()).isEqualTo(2);
	}

	@Test
	void atomicThatThrowsChangesNothing() {
		IllegalArgumentException thrown = new IllegalArgumentException("no");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.state.atomically((working) -> {
			working.put("a", 1);
			throw thrown;
		})).isSameAs(thrown);
		assertThat(this.state).isEmpty();
		this.state.atomically((working) -> working.put("a", 1));
		assertThat(this.state).hasSize(1);
	}

	@Test
	void concurrentAtomicsLoseNothing() throws Exception {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			SharedState own = this.fixture.newClient().state("default");
			threads.add(new Thread(() -> {
				for (int j = 0; j < 100; j++) {
					own.atomically((working) -> working.put("n", (int) working.getOrDefault("n", 0) + 1));
					own.merge("m", 1, (one, other) -> (int) one + (int) other);
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.state.get("n")).isEqualTo(400);
		assertThat(this.state.get("m")).isEqualTo(400);
	}

	@Test
	void watchSeesEachChangeInOrder() {
		List<StateChange> seen = new CopyOnWriteArrayList<>();
		try (Watcher watcher = this.state.watch().forEach(seen::add)) {
			for (int i = 1; i <= 100; i++) {
				this.state.put("n", i);
			}
			await().until(() -> seen.size() == 100);
			assertThat(watcher.isRunning()).isTrue();
		}
		for (int i = 0; i < 100; i++) {
			assertThat(seen.get(i).version()).isEqualTo(i + 1);
			assertThat(seen.get(i).after().get("n")).isEqualTo(i + 1);
			assertThat(seen.get(i).before().get("n")).isEqualTo((i > 0) ? i : null);
		}
	}

	@Test
	void watchReplaysFromTheBeginning() {
		this.state.put("a", 1);
		this.state.put("a", 1);
		this.state.put("b", 2);
		try (WatchCursor cursor = this.state.watch().since(0).includeUnchanged().open()) {
			StateChange first = cursor.next();
			assertThat(first.before()).isEmpty();
			assertThat(first.after()).isEqualTo(Map.of("a", 1));
			assertThat(cursor.next().isUnchanged()).isTrue();
			assertThat(cursor.next().keys()).containsExactly("b");
			assertThat(cursor.next(Duration.ZERO)).isNull();
		}
		try (WatchCursor cursor = this.state.watch().since(2).open()) {
			StateChange change = cursor.next();
			assertThat(change.before()).isEqualTo(Map.of("a", 1));
			assertThat(change.after()).isEqualTo(Map.of("a", 1, "b", 2));
		}
	}

	@Test
	void awaitTestsThePresentStateFirst() {
		this.state.put("ready", true);
		assertThat(this.state.watch().whenTruthy("ready").await().after().get("ready")).isEqualTo(true);
		assertThatExceptionOfType(io.zproc.StateTimeoutException.class)
			.isThrownBy(() -> this.state.watch().timeout(Duration.ofMillis(50)).await());
	}

	@Test
	void watchingInsideOnesOwnTurnIsRefused() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.state.atomically((working) -> this.state.watch("a").await()));
	}

	@Test
	void localFollows() {
		Map<String, Object> local = this.state.local();
		this.state.put("a", 1);
		assertThat(local).isEqualTo(Map.of("a", 1));
		this.fixture.newClient().state("default").put("b", 2);
		await().until(() -> local.containsKey("b"));
	}

}
