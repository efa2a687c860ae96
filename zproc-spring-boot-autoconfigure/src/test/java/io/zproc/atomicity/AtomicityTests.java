package io.zproc.atomicity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.zproc.AtomicState;
import io.zproc.AtomicTimeoutException;
import io.zproc.SharedState;
import io.zproc.WatchCursor;
import io.zproc.ZProcException;
import io.zproc.client.StateFixture;
import io.zproc.server.ServerLimits;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for atomic functions, over either engine.
 */
@LeakChecked
@Timeout(360)
@ParameterizedClass
@EnumSource(StateFixture.Engine.class)
class AtomicityTests {

	@Parameter
	StateFixture.Engine engine;

	private StateFixture fixture;

	private SharedState state;

	private Queue queue;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@BeforeEach
	void start() {
		this.fixture = new StateFixture(this.engine);
		this.state = this.fixture.state();
		this.queue = new Queue(this.fixture.client(), "default");
	}

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.fixture.close();
	}

	private SharedState ofAnotherProcess() {
		return this.fixture.newClient().state("default");
	}

	private static <T> T get(Future<T> future) throws Exception {
		return future.get(Queue.BOUND.toSeconds(), TimeUnit.SECONDS);
	}

	private static <T> T getUnchecked(Future<T> future) {
		try {
			return get(future);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	// Interrupts

	@Test
	void anInterruptWhileWaitingAbandonsTheTurnAndTheNextInLineGetsIt() throws Exception {
		SharedState other = ofAnotherProcess();
		SharedState third = ofAnotherProcess();
		AtomicBoolean hasRun = new AtomicBoolean();
		CompletableFuture<Boolean> keptItsInterrupt = new CompletableFuture<>();
		CompletableFuture<Throwable> refusal = new CompletableFuture<>();
		Thread abandoning = new Thread(() -> {
			refusal.complete(Objects.requireNonNull(catchThrowable(() -> other.atomically((working) -> {
				hasRun.set(true);
				working.put("k", "of the one that was interrupted");
			}))));
			keptItsInterrupt.complete(Thread.currentThread().isInterrupted());
		}, "abandoning");
		Future<Object> next = this.state.atomic((working) -> {
			abandoning.start();
			this.queue.await(1);
			Future<Object> behind = this.threads.submit(() -> third.atomic((its) -> its.put("k", "next")));
			this.queue.await(2);
			abandoning.interrupt();
			assertThat(getUnchecked(refusal)).isInstanceOf(ZProcException.class)
				.hasMessageContaining("interrupted while it waited for the turn of namespace 'default'");
			this.queue.await(1);
			working.put("k", "first");
			return behind;
		});
		assertThat(get(next)).isEqualTo("first");
		assertThat(get(keptItsInterrupt)).isTrue();
		abandoning.join();
		assertThat(hasRun).isFalse();
		assertThat(this.state.snapshot().version()).isEqualTo(2);
		assertThat(this.state).isEqualTo(Map.of("k", "next"));
		this.queue.await(0);
		other.atomically((working) -> working.put("k", "afterwards"));
		assertThat(this.state.get("k")).isEqualTo("afterwards");
	}

	@Test
	void anInterruptAtTheMomentOfTheGrantLeavesNoTurnBehind() throws Exception {
		SharedState other = ofAnotherProcess();
		for (int i = 0; i < 30; i++) {
			AtomicInteger runs = new AtomicInteger();
			Thread racing = new Thread(() -> {
				Throwable thrown = catchThrowable(() -> other.atomically((working) -> {
					runs.incrementAndGet();
					working.increment("runs", 1);
				}));
				if ((thrown == null) != (runs.get() == 1)) {
					runs.set(-1);
				}
			}, "racing");
			this.state.atomically((working) -> {
				racing.start();
				this.queue.await(1);
				working.put("i", working.size());
			});
			racing.interrupt();
			racing.join();
			assertThat(runs.get()).isBetween(0, 1);
			// Were the turn left behind, this would wait for it.
			this.state.increment("expected", runs.get());
		}
		assertThat(this.state.getOrDefault("runs", 0L)).isEqualTo(this.state.get("expected"));
	}

	@Test
	void anInterruptFromBeforeTheCallIsKeptAndEndsNoWait() {
		Thread.currentThread().interrupt();
		this.state.atomically((working) -> working.put("k", 1));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.state.get("k")).isEqualTo(1);
	}

	@Test
	void interruptsDuringTheFunctionDoNotTearIt() throws Exception {
		Map<String, Integer> before = new HashMap<>();
		for (int i = 0; i < 40; i++) {
			before.put("key-" + i, 0);
		}
		this.state.putAll(before);
		Thread runner = Thread.currentThread();
		AtomicBoolean isOver = new AtomicBoolean();
		AtomicInteger runs = new AtomicInteger();
		CompletableFuture<Void> hasBegun = new CompletableFuture<>();
		CompletableFuture<Void> wind = CompletableFuture.runAsync(() -> {
			getUnchecked(hasBegun);
			while (!isOver.get()) {
				runner.interrupt();
				Thread.onSpinWait();
			}
		}, this.threads);
		this.state.atomically((working) -> {
			hasBegun.complete(null);
			runs.incrementAndGet();
			for (String key : before.keySet()) {
				working.put(key, (int) Objects.requireNonNull(this.state.get(key)) + 1);
				this.state.increment("sum", 1);
			}
			Thread.currentThread().interrupt();
		});
		isOver.set(true);
		boolean wasInterrupted = Thread.interrupted();
		// No wait of this test must be ended by the wind's last blow, nor this one.
		wind.join();
		Thread.interrupted();
		assertThat(wasInterrupted).isTrue();
		assertThat(runs).hasValue(1);
		assertThat(this.state.snapshot().version()).isEqualTo(2);
		assertThat(this.state.get("sum")).isEqualTo(40L);
		assertThat(before.keySet()).allSatisfy((key) -> assertThat(this.state.get(key)).isEqualTo(1));
	}

	// What is thrown

	@Test
	void whateverIsThrownReachesTheCallerUnchangedAndNothingIsCommitted() {
		for (Throwable thrown : List.of(new IllegalArgumentException("no"), new AssertionError("no"),
				new IOException("no"))) {
			assertThatThrownBy(() -> this.state.atomically((working) -> {
				working.put("k", 1);
				this.state.put("joined", 1);
				throw Sneaky.<RuntimeException>thrown(thrown);
			})).isSameAs(thrown);
			assertThat(ofAnotherProcess()).isEmpty();
			ofAnotherProcess().atomically((working) -> assertThat(working).isEmpty());
		}
		assertThat(this.state.snapshot().version()).isZero();
	}

	@Test
	void anInnerFunctionThatThrowsMakesTheOuterOneUnableToCommit() {
		for (Throwable thrown : List.of(new IllegalArgumentException("no"), new AssertionError("no"),
				new IOException("no"))) {
			assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> this.state.atomically((working) -> {
				working.put("outer", 1);
				assertThatThrownBy(() -> this.state.atomically((inner) -> {
					inner.put("inner", 1);
					throw Sneaky.<RuntimeException>thrown(thrown);
				})).isSameAs(thrown);
				working.put("outer", 2);
			}))
				.withMessageContaining("an atomic function inside it has failed")
				.withMessageContaining("'default'")
				.withCause(thrown);
			assertThat(this.state).isEmpty();
		}
		this.state.atomically((working) -> this.state.atomically((inner) -> inner.put("k", 1)));
		assertThat(this.state).isEqualTo(Map.of("k", 1));
		assertThat(this.state.snapshot().version()).isEqualTo(1);
	}

	@Test
	void anInnerFunctionOnAnotherNamespaceFailsForItself() {
		SharedState two = this.state.namespace("two");
		this.state.atomically((working) -> {
			working.put("outer", 1);
			assertThatIllegalStateException().isThrownBy(() -> two.atomically((inner) -> {
				inner.put("inner", 1);
				throw new IllegalStateException("no");
			}));
		});
		assertThat(this.state).isEqualTo(Map.of("outer", 1));
		assertThat(two).isEmpty();
	}

	// Joining

	@Test
	void typedReadsJoin() {
		this.state.put("n", 1);
		this.state.atomically((working) -> {
			working.put("n", 2);
			working.put("list", new ArrayList<>(List.of(1, 2)));
			working.put("map", Map.of("a", 1));
			assertThat(this.state.get("n", Long.class)).isEqualTo(2L);
			assertThat(this.state.getList("list", Long.class)).containsExactly(1L, 2L);
			assertThat(this.state.getMap("map", Long.class)).isEqualTo(Map.of("a", 1L));
			Objects.requireNonNull(this.state.getList("list", Integer.class)).add(3);
			assertThat(working.getList("list", Integer.class)).as("a copy was changed").containsExactly(1, 2);
			Objects.requireNonNull(working.getList("list", Integer.class)).add(4);
			assertThat(this.state.getList("list", Integer.class)).as("the live one was changed")
				.containsExactly(1, 2, 4);
			assertThat(ofAnotherProcess()).isEqualTo(Map.of("n", 1));
		});
		assertThat(this.state.get("list")).isEqualTo(List.of(1, 2, 4));
	}

	@Test
	void viewsAndIteratorsJoin() {
		this.state.putAll(Map.of("a", 1, "b", 2, "c", 3, "d", 4));
		SharedState other = ofAnotherProcess();
		this.state.atomically((working) -> {
			working.put("e", 5);
			assertThat(this.state.keySet()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
			assertThat(this.state.values()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
			assertThat(this.state.entrySet()).hasSize(5);
			assertThat(this.state.snapshot()).containsEntry("e", 5);
			assertThat(this.state.containsValue(5)).isTrue();
			this.state.keySet().remove("a");
			this.state.values().remove(2);
			this.state.entrySet().stream().filter((each) -> each.getKey().equals("c")).forEach((c) -> c.setValue(30));
			for (Iterator<String> keys = this.state.keySet().iterator(); keys.hasNext();) {
				if (keys.next().equals("d")) {
					keys.remove();
				}
			}
			assertThat(working).isEqualTo(Map.of("c", 30, "e", 5));
			assertThat(other).isEqualTo(Map.of("a", 1, "b", 2, "c", 3, "d", 4));
		});
		assertThat(other).isEqualTo(Map.of("c", 30, "e", 5));
		assertThat(this.state.snapshot().version()).isEqualTo(2);
	}

	@Test
	void writesOfEveryKindJoin() {
		this.state.atomically((working) -> {
			this.state.set(Map.of("n", 1));
			assertThat(this.state.putIfAbsent("n", 9)).isEqualTo(1);
			assertThat(this.state.replace("n", 1, 2)).isTrue();
			assertThat(this.state.replace("n", 1, 3)).isFalse();
			assertThat(this.state.compute("n", (key, value) -> (int) Objects.requireNonNull(value) + 1)).isEqualTo(3);
			assertThat(this.state.merge("n", 1, (one, added) -> (int) one + (int) added)).isEqualTo(4);
			assertThat(this.state.computeIfAbsent("made", (key) -> "here")).isEqualTo("here");
			assertThat(this.state.increment("n", 1)).isEqualTo(5);
			assertThat(this.state.remove("made", "not this")).isFalse();
			assertThat(this.state.remove("made", "here")).isTrue();
			assertThat(working).isEqualTo(Map.of("n", 5));
			this.state.putAll(Map.of("a", 1, "b", 2));
			assertThat(working).hasSize(3);
			this.state.clear();
			assertThat(working).isEmpty();
			this.state.put("last", 1);
			assertThat(Objects.requireNonNull(this.state.popEntry()).getKey()).isEqualTo("last");
			this.state.put("only", 1);
		});
		assertThat(ofAnotherProcess()).isEqualTo(Map.of("only", 1));
		assertThat(this.state.snapshot().version()).isEqualTo(1);
	}

	@Test
	void otherThreadsDoNotJoin() throws Exception {
		this.state.put("k", "before");
		Future<Object> write = this.state.atomic((working) -> {
			working.put("k", "in the turn");
			assertThat(getUnchecked(this.threads.submit(() -> this.state.get("k")))).isEqualTo("before");
			Throwable refusal = getUnchecked(this.threads.submit(() -> catchThrowable(() -> working.get("k"))));
			assertThat(refusal).isInstanceOf(IllegalStateException.class).hasMessageContaining("belongs to thread");
			Future<Object> waiting = this.threads.submit(() -> this.state.put("k", "afterwards"));
			this.queue.await(1);
			assertThat(waiting).isNotDone();
			return waiting;
		});
		assertThat(get(write)).isEqualTo("in the turn");
		assertThat(this.state.get("k")).isEqualTo("afterwards");
	}

	@Test
	void theWorkingCopyEndsWithItsFunction() {
		List<AtomicState> kept = new ArrayList<>();
		this.state.atomically(kept::add);
		assertThatIllegalStateException().isThrownBy(() -> kept.get(0).put("k", 1)).withMessageContaining("has ended");
		assertThatIllegalStateException().isThrownBy(() -> kept.get(0).size());
		assertThat(this.state).isEmpty();
	}

	// What would wait for ever

	@Test
	void watchingANamespaceInsideItsTurnIsRefusedAndAnotherOneIsNot() {
		SharedState other = this.state.namespace("other");
		other.put("k", 1);
		try (WatchCursor cursor = this.state.watch().since(0).open()) {
			this.state.atomically((working) -> {
				List<Runnable> waits = List.of(() -> this.state.watch("k").await(),
						() -> this.state.watch().whenTruthy("k").await(), () -> this.state.watch().open(),
						() -> this.state.watch().stream(), () -> this.state.watch().forEach((change) -> {
						}), cursor::next);
				assertThat(waits).allSatisfy((wait) -> assertThatIllegalStateException().isThrownBy(wait::run)
					.withMessageContaining("inside an atomic function"));
				assertThat(other.watch("k").whenTruthy("k").await().after().get("k")).isEqualTo(1);
				working.put("k", 2);
			});
			assertThat(cursor.next().after().get("k")).isEqualTo(2);
		}
	}

	@Test
	void aWaitThatClosesACycleIsRefusedAndTheOthersGoOn() throws Exception {
		SharedState other = ofAnotherProcess().namespace("two");
		SharedState two = this.state.namespace("two");
		CompletableFuture<Void> hasTwo = new CompletableFuture<>();
		Future<Throwable> refused = this.threads.submit(() -> other.atomic((working) -> {
			hasTwo.complete(null);
			new Queue(this.fixture.client(), "two").await(1);
			Throwable thrown = catchThrowable(() -> other.namespace("default").put("k", 1));
			working.put("k", "of the other");
			return Objects.requireNonNull(thrown);
		}));
		this.state.atomically((working) -> {
			getUnchecked(hasTwo);
			two.atomically((inner) -> inner.put("k", inner.get("k") + ", then of the first"));
			working.put("k", "of the first");
		});
		assertThat(get(refused)).isInstanceOf(ZProcException.class).hasMessageContaining("would never end");
		assertThat(two.get("k")).isEqualTo("of the other, then of the first");
		assertThat(this.state).isEqualTo(Map.of("k", "of the first"));
	}

	// Time-outs

	@Test
	void aTurnThatIsHeldForTooLongIsGivenToTheNextAndItsLateCommitIsRefused() {
		ServerLimits some = ServerLimits.defaults();
		ServerLimits limits = new ServerLimits(some.historyEntries(), some.historyBytes(), some.maxValueBytes(),
				some.maxCommitBytes(), 200, some.sessionGraceMs(), some.heartbeatIntervalMs());
		try (StateFixture impatient = new StateFixture(this.engine, limits)) {
			SharedState other = impatient.newClient().state("default");
			assertThatExceptionOfType(AtomicTimeoutException.class)
				.isThrownBy(() -> impatient.state().atomically((working) -> {
					working.put("k", "late");
					assertThat(getUnchecked(this.threads.submit(() -> other.put("k", "of the next")))).isNull();
				}))
				.withMessageContaining("200 ms");
			assertThat(other).isEqualTo(Map.of("k", "of the next"));
			assertThat(other.snapshot().version()).isEqualTo(1);
			impatient.state().atomically((working) -> working.put("k", "in time"));
			assertThat(other.get("k")).isEqualTo("in time");
		}
	}

}
