package io.zproc.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.StateTimeoutException;
import io.zproc.Watch;
import io.zproc.WatchCursor;
import io.zproc.Watcher;
import io.zproc.ZProcException;
import io.zproc.server.ServerLimits;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Watch} over either engine.
 */
@LeakChecked
@Timeout(180)
@ParameterizedClass
@EnumSource(StateFixture.Engine.class)
@ExtendWith(OutputCaptureExtension.class)
class WatchTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final Duration LONG = Duration.ofSeconds(10);

	private final StateFixture.Engine engine;

	private final StateFixture fixture;

	private final SharedState state;

	WatchTests(StateFixture.Engine engine) {
		this.engine = engine;
		this.fixture = new StateFixture(engine);
		this.state = this.fixture.state();
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void conditionOfAnotherKeyHoldsTheWatchBack() {
		try (WatchCursor cursor = this.state.watch("a").whenTruthy("ready").open()) {
			this.state.put("a", 1);
			this.state.put("ready", true);
			assertThat(cursor.next(SHORT)).isNull();
			this.state.put("a", 2);
			assertThat(cursor.next(LONG).version()).isEqualTo(3);
		}
	}

	// Selection

	@Test
	void exceptPassesOverChangesOfNoOtherKey() {
		try (WatchCursor cursor = this.state.watch().except("a").except("b").open()) {
			this.state.put("a", 1);
			this.state.putAll(Map.of("a", 2, "b", 2));
			this.state.putAll(Map.of("a", 3, "c", 3));
			this.state.clear();
			assertThat(cursor.next(LONG).version()).isEqualTo(3);
			assertThat(cursor.next(LONG).version()).isEqualTo(4);
		}
		try (WatchCursor cursor = this.state.watch("a", "b").except("b").open()) {
			this.state.put("b", 1);
			this.state.put("a", 1);
			assertThat(cursor.next(LONG).keys()).containsExactly("a");
		}
	}

	@Test
	void clearAndSetAreChangesOfTheKeysThatTheyRemove() {
		this.state.putAll(Map.of("a", 1, "b", 2));
		try (WatchCursor cursor = this.state.watch("a").open()) {
			this.state.set(Map.of("b", 2));
			StateChange change = cursor.next(LONG);
			assertThat(change.keys()).containsExactlyInAnyOrder("a", "b");
			assertThat(change.before()).isEqualTo(Map.of("a", 1, "b", 2));
			assertThat(change.after()).isEqualTo(Map.of("b", 2));
		}
	}

	@Test
	void unchangedWritesAreSeenOnlyWhenAsked() {
		this.state.put("a", 1);
		try (WatchCursor changed = this.state.watch("a").open();
				WatchCursor all = this.state.watch("a").includeUnchanged().open()) {
			this.state.put("a", 1);
			this.state.put("a", 2);
			StateChange unchanged = all.next(LONG);
			assertThat(unchanged.isUnchanged()).isTrue();
			assertThat(unchanged.before()).isEqualTo(unchanged.after());
			assertThat(all.next(LONG).isUnchanged()).isFalse();
			assertThat(changed.next(LONG).version()).isEqualTo(3);
		}
	}

	@Test
	void ignoreOwnPassesOverThisProcessOnly() {
		SharedState other = this.fixture.newClient().state("default");
		try (WatchCursor all = this.state.watch().open(); WatchCursor others = this.state.watch().ignoreOwn().open()) {
			this.state.put("a", 1);
			this.state.atomically((working) -> working.put("a", 2));
			other.put("a", 3);
			assertThat(others.next(LONG).version()).isEqualTo(3);
			assertThat(all.next(LONG).version()).isEqualTo(1);
		}
	}

	@Test
	void ignoreOwnTellsProcessesApartThatHaveTheSameProcessId() {
		Origin first = Origin.ofApplication(1);
		SharedState one = this.fixture.newClient(UUID.randomUUID(), first).state("default");
		SharedState other = this.fixture.newClient(UUID.randomUUID(), first).state("default");
		try (WatchCursor others = one.watch().ignoreOwn().open()) {
			one.put("a", 1);
			other.put("a", 2);
			StateChange heard = others.next(LONG);
			assertThat(heard.version()).isEqualTo(2);
			assertThat(heard.origin().withIncarnation(0)).isEqualTo(first);
		}
	}

	@Test
	void eachStepMakesANewWatch() {
		Watch watch = this.state.watch();
		assertThat(watch.limit(1).live().except("a").whenNull("a").since(0)).isNotSameAs(watch);
		this.state.put("a", 1);
		try (WatchCursor cursor = watch.open()) {
			this.state.put("a", 2);
			this.state.put("a", 3);
			assertThat(cursor.next(LONG).version()).isEqualTo(2);
			assertThat(cursor.next(LONG).version()).isEqualTo(3);
		}
	}

	@Test
	void refusesBadArguments() {
		Watch watch = this.state.watch();
		assertThatIllegalArgumentException().isThrownBy(() -> watch.since(-1))
			.withMessage("since: -1 (expected: >= 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> watch.limit(0)).withMessage("limit: 0 (expected: >= 1)");
		assertThatIllegalArgumentException().isThrownBy(() -> watch.timeout(Duration.ofMillis(-1)))
			.withMessage("timeout: PT-0.001S (expected: >= 0)");
		assertThatNullPointerException().isThrownBy(() -> this.state.watch("a", null))
			.withMessageContaining("A key is null");
	}

	// Time-outs, limits, ends

	@Test
	void timeoutOfZeroMeansNotAtAll() {
		Watch watch = this.state.watch().timeout(Duration.ZERO);
		assertThatExceptionOfType(StateTimeoutException.class).isThrownBy(watch::await)
			.withMessage("No change of namespace 'default' came within PT0S");
		try (WatchCursor cursor = watch.open()) {
			assertThat(cursor.hasNext()).isFalse();
			assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(cursor::next)
				.withMessageContaining("namespace 'default'");
			this.state.put("a", 1);
			assertThat(this.state.local()).hasSize(1);
			assertThat(cursor.hasNext()).isTrue();
			assertThat(cursor.next().version()).isEqualTo(1);
		}
	}

	@Test
	void timeoutIsForEachWait() {
		long start = System.nanoTime();
		try (WatchCursor cursor = this.state.watch().timeout(SHORT).open()) {
			assertThat(cursor.hasNext()).isFalse();
			assertThat(cursor.hasNext()).isFalse();
		}
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.multipliedBy(2).toNanos());
	}

	@Test
	void waitsWithTheLongestTimeout() {
		try (WatchCursor cursor = this.state.watch().timeout(Duration.ofSeconds(Long.MAX_VALUE)).open()) {
			this.state.put("a", 1);
			assertThat(cursor.next().version()).isEqualTo(1);
		}
	}

	@Test
	void limitEndsCursorStreamAndWatcher() {
		List<Long> seen = new CopyOnWriteArrayList<>();
		this.state.put("a", 0);
		Watch watch = this.state.watch().since(0).limit(2);
		for (int i = 1; i <= 3; i++) {
			this.state.put("a", i);
		}
		try (WatchCursor cursor = watch.open()) {
			assertThat(cursor.next(LONG)).isNotNull();
			assertThat(cursor.hasNext()).isTrue();
			assertThat(cursor.hasNext()).isTrue();
			assertThat(cursor.next().version()).isEqualTo(2);
			assertThat(cursor.next(LONG)).isNull();
			assertThat(cursor.hasNext()).isFalse();
		}
		try (Stream<StateChange> stream = watch.stream()) {
			assertThat(stream.map(StateChange::version)).containsExactly(1L, 2L);
		}
		try (Watcher watcher = watch.forEach((change) -> seen.add(change.version()))) {
			await().atMost(LONG).until(() -> !watcher.isRunning());
			assertThat(watcher.position()).isEqualTo(2);
		}
		assertThat(seen).containsExactly(1L, 2L);
	}

	@Test
	void streamEndsWithItsTimeout() {
		this.state.put("a", 1);
		this.state.put("a", 2);
		try (Stream<StateChange> stream = this.state.watch().since(0).timeout(SHORT).stream()) {
			assertThat(stream.map(StateChange::version)).containsExactly(1L, 2L);
		}
	}

	@Test
	void closingAStreamEndsIt() throws Exception {
		Stream<StateChange> stream = this.state.watch().since(0).stream();
		CountDownLatch first = new CountDownLatch(1);
		CompletableFuture<List<Long>> versions = CompletableFuture
			.supplyAsync(() -> stream.peek((change) -> first.countDown()).map(StateChange::version).toList());
		this.state.put("a", 1);
		assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
		stream.close();
		assertThat(versions.get(10, TimeUnit.SECONDS)).containsExactly(1L);
	}

	@Test
	void closingACursorFromAnotherThreadEndsItsWait() throws Exception {
		WatchCursor cursor = this.state.watch().open();
		CompletableFuture<Boolean> waiting = inThread((thread) -> cursor.hasNext());
		cursor.close();
		assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
		this.state.put("a", 1);
		assertThat(cursor.next(LONG)).isNull();
		cursor.close();
	}

	@Test
	void interruptEndsAWaitAndStaysSet() throws Exception {
		for (Function<Watch, ?> wait : List.<Function<Watch, ?>>of(Watch::await, (watch) -> {
			try (WatchCursor cursor = watch.open()) {
				return cursor.next();
			}
		}, (watch) -> {
			try (WatchCursor cursor = watch.open()) {
				return cursor.next(LONG);
			}
		})) {
			CompletableFuture<String> failure = inThread((thread) -> {
				try {
					return "no failure but " + wait.apply(this.state.watch());
				}
				catch (ZProcException ex) {
					return ex.getMessage() + "; " + Thread.currentThread().isInterrupted();
				}
			}, Thread::interrupt);
			assertThat(failure.get(10, TimeUnit.SECONDS))
				.isEqualTo("The thread was interrupted while it waited for a change of namespace 'default'; true");
		}
	}

	@Test
	void interruptIsKeptWhenAChangeIsThere() {
		try (WatchCursor cursor = this.state.watch().open()) {
			this.state.put("a", 1);
			assertThat(this.state.local()).hasSize(1);
			Thread.currentThread().interrupt();
			assertThat(cursor.next().version()).isEqualTo(1);
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	// From where on

	@Test
	void sinceInTheMiddleReplaysTheRest() {
		for (int i = 1; i <= 10; i++) {
			this.state.put("k" + i % 3, i);
		}
		SharedState other = this.fixture.newClient().state("default");
		for (SharedState either : List.of(this.state, other)) {
			try (WatchCursor cursor = either.watch().since(6).open()) {
				assertThat(cursor.position()).isEqualTo(6);
				for (int i = 7; i <= 10; i++) {
					StateChange change = cursor.next(LONG);
					assertThat(change.version()).isEqualTo(i);
					assertThat(change.after()).containsEntry("k" + i % 3, i);
					assertThat(change.before()).containsEntry("k" + i % 3, i - 3).hasSize(3);
					assertThat(cursor.position()).isEqualTo(i);
				}
				assertThat(cursor.next(Duration.ZERO)).isNull();
			}
		}
	}

	/**
	 * It may come from a server that was replaced: nothing is skipped in silence.
	 */
	@Test
	void sinceAVersionThatIsNotThereYetBeginsWithAGap() {
		this.state.put("a", 1);
		try (WatchCursor cursor = this.state.watch().since(3).open()) {
			StateChange gap = cursor.next(LONG);
			assertThat(gap.isGap()).isTrue();
			assertThat(gap.after()).isEqualTo(Map.of("a", 1));
			this.state.put("a", 2);
			assertThat(cursor.next(LONG).version()).isEqualTo(2);
		}
	}

	@Test
	void awaitSinceReplaysInsteadOfTestingThePresent() {
		this.state.put("a", 1);
		this.state.put("a", 2);
		assertThat(this.state.watch().whenEqual("a", 1).since(0).timeout(LONG).await().version()).isEqualTo(1);
	}

	@Test
	void liveCursorGivesTheNewestOnly() {
		try (WatchCursor cursor = this.state.watch().live().open()) {
			for (int i = 1; i <= 20; i++) {
				this.state.put("a", i);
			}
			assertThat(this.state.local()).containsEntry("a", 20);
			assertThat(cursor.next(LONG).version()).isEqualTo(20);
			assertThat(cursor.next(Duration.ZERO)).isNull();
		}
	}

	@Test
	void liveSkipsToTheNewestThatIsSelected() {
		try (WatchCursor cursor = this.state.watch("a").whenEqual("a", 1).live().open()) {
			this.state.put("a", 1);
			this.state.put("b", 1);
			this.state.put("a", 2);
			this.state.put("b", 2);
			assertThat(this.state.local()).containsEntry("b", 2);
			assertThat(cursor.next(LONG).version()).isEqualTo(1);
			assertThat(cursor.position()).isEqualTo(4);
		}
	}

	@Test
	void slowLiveConsumerNeverMissesTheNewest() {
		AtomicReference<Object> last = new AtomicReference<>();
		Semaphore turns = new Semaphore(0);
		try (Watcher watcher = this.state.watch("a").live().forEach((change) -> {
			turns.acquireUninterruptibly();
			last.set(change.after().get("a"));
		})) {
			for (int round = 1; round <= 20; round++) {
				for (int i = 0; i < 10; i++) {
					this.state.put("a", round * 100 + i);
				}
				turns.release(100);
				int newest = round * 100 + 9;
				await().atMost(LONG)
					.pollInterval(Duration.ofMillis(5))
					.until(() -> Integer.valueOf(newest).equals(last.get()));
				turns.drainPermits();
			}
			assertThat(watcher.isRunning()).isTrue();
			turns.release(100);
		}
	}

	@Test
	void goLiveSkipsTheBacklogOfACursor() {
		try (WatchCursor cursor = this.state.watch().open()) {
			this.state.put("a", 1);
			this.state.put("a", 2);
			cursor.goLive();
			assertThat(cursor.next(Duration.ZERO)).isNull();
			assertThat(cursor.position()).isEqualTo(2);
			this.state.put("a", 3);
			StateChange change = cursor.next(LONG);
			assertThat(change.version()).isEqualTo(3);
			assertThat(change.before()).isEqualTo(Map.of("a", 2));
		}
	}

	@Test
	void goLiveKeepsWhatComesAfterIt() {
		try (WatchCursor cursor = this.state.watch().open()) {
			this.state.put("a", 1);
			cursor.goLive();
			this.state.put("a", 2);
			this.state.put("a", 3);
			assertThat(this.state.local()).containsEntry("a", 3);
			assertThat(cursor.next(LONG).version()).isEqualTo(2);
			assertThat(cursor.next(LONG).version()).isEqualTo(3);
		}
	}

	@Test
	void goLiveSkipsTheBacklogOfAWatcher() throws Exception {
		List<Long> seen = new CopyOnWriteArrayList<>();
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		try (Watcher watcher = this.state.watch().forEach((change) -> {
			seen.add(change.version());
			entered.countDown();
			Locks.await(leave);
		})) {
			this.state.put("a", 1);
			assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
			this.state.put("a", 2);
			this.state.put("a", 3);
			watcher.goLive();
			this.state.put("a", 4);
			leave.countDown();
			await().atMost(LONG).until(() -> watcher.position() == 4);
			this.state.put("a", 5);
			this.state.put("a", 6);
			await().atMost(LONG).until(() -> watcher.position() == 6);
			watcher.goLive();
			this.state.put("a", 7);
			await().atMost(LONG).until(() -> watcher.position() == 7);
		}
		assertThat(seen).containsExactly(1L, 4L, 5L, 6L, 7L);
	}

	@Test
	void goLiveOfAnIdleWatcherIsUpToDate() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		try (Watcher watcher = this.state.watch().forEach((change) -> {
			entered.countDown();
			Locks.await(leave);
		})) {
			this.state.put("a", 1);
			assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
			this.state.put("a", 2);
			watcher.goLive();
			leave.countDown();
			await().atMost(LONG).until(() -> watcher.position() == 2);
		}
	}

	// Gaps

	@Test
	void forgottenHistoryIsOneGap() {
		ServerLimits limits = ServerLimits.defaults();
		try (StateFixture small = new StateFixture(this.engine,
				new ServerLimits(5, limits.historyBytes(), limits.maxValueBytes(), limits.maxCommitBytes(),
						limits.atomicTimeoutMs(), limits.sessionGraceMs(), limits.heartbeatIntervalMs()))) {
			SharedState writer = small.newClient().state("default");
			for (int i = 1; i <= 20; i++) {
				writer.put("a", i);
			}
			try (WatchCursor cursor = small.state().watch("never").whenNull("a").since(3).open()) {
				StateChange gap = cursor.next(LONG);
				assertThat(gap.isGap()).isTrue();
				assertThat(gap.firstMissing()).isEqualTo(4);
				assertThat(gap.lastMissing()).isEqualTo(20);
				assertThat(gap.version()).isEqualTo(20);
				assertThat(gap.after()).isEqualTo(Map.of("a", 20));
				assertThat(gap).hasToString("StateChange[default missing 4..20]");
				assertThat(cursor.position()).isEqualTo(20);
			}
			try (WatchCursor cursor = small.state().watch().since(15).open()) {
				assertThat(cursor.next(LONG).version()).isEqualTo(16);
			}
			try (WatchCursor cursor = small.state().watch().since(14).open()) {
				assertThat(cursor.next(LONG).isGap()).isTrue();
				writer.put("a", 21);
				StateChange next = cursor.next(LONG);
				assertThat(next.isGap()).isFalse();
				assertThat(next.version()).isEqualTo(21);
				assertThat(next.before()).isEqualTo(Map.of("a", 20));
			}
		}
	}

	@Test
	void stoppedReaderGetsOneGapAndGoesOn() {
		ServerLimits limits = ServerLimits.defaults();
		try (StateFixture small = new StateFixture(this.engine,
				new ServerLimits(2, limits.historyBytes(), limits.maxValueBytes(), limits.maxCommitBytes(),
						limits.atomicTimeoutMs(), limits.sessionGraceMs(), limits.heartbeatIntervalMs()));
				WatchCursor cursor = small.state().watch().open()) {
			SharedState writer = small.newClient().state("default");
			writer.put("first", 1);
			assertThat(cursor.next(LONG).version()).isEqualTo(1);
			String large = "x".repeat(1 << 20);
			for (int i = 2; i <= 20; i++) {
				writer.put("k" + i, large);
			}
			writer.remove("first");
			await().atMost(LONG).until(() -> !small.state().local().containsKey("first"));
			// Which of them are known still is a matter of time; that none is passed over
			// in
			// silence, or told twice, is not.
			long position = 1;
			int gaps = 0;
			StateChange last = null;
			while (position < 21) {
				last = cursor.next(LONG);
				assertThat(last.isGap() ? last.firstMissing() : last.version()).isEqualTo(position + 1);
				gaps += last.isGap() ? 1 : 0;
				position = last.isGap() ? last.lastMissing() : last.version();
			}
			assertThat(gaps).isPositive();
			assertThat(last.after()).hasSize(19).doesNotContainKey("first");
			writer.put("end", 1);
			assertThat(cursor.next(LONG).version()).isEqualTo(22);
		}
	}

	@Test
	void liveWatchPassesOverAGapOfOtherKeys() {
		ServerLimits limits = ServerLimits.defaults();
		try (StateFixture small = new StateFixture(this.engine,
				new ServerLimits(0, limits.historyBytes(), limits.maxValueBytes(), limits.maxCommitBytes(),
						limits.atomicTimeoutMs(), limits.sessionGraceMs(), limits.heartbeatIntervalMs()))) {
			small.state().put("a", 1);
			try (WatchCursor cursor = small.newClient().state("default").watch("b").live().since(0).open()) {
				assertThat(cursor.next(SHORT)).isNull();
				small.state().put("b", 1);
				assertThat(cursor.next(LONG).isGap()).isFalse();
			}
		}
	}

	// Consumers

	@Test
	void consumerThatThrowsEndsItsWatcher(CapturedOutput output) {
		List<Long> seen = new CopyOnWriteArrayList<>();
		try (Watcher watcher = this.state.watch().forEach((change) -> {
			seen.add(change.version());
			throw new IllegalStateException("enough");
		})) {
			this.state.put("a", 1);
			await().atMost(LONG).until(() -> !watcher.isRunning());
			this.state.put("a", 2);
		}
		assertThat(seen).containsExactly(1L);
		assertThat(output).contains("Watcher zproc-watch-default ends, because its consumer failed")
			.contains("java.lang.IllegalStateException: enough");
	}

	@Test
	void interruptThatAConsumerLeavesBehindDoesNotEndIt() {
		List<Long> seen = new CopyOnWriteArrayList<>();
		try (Watcher watcher = this.state.watch().forEach((change) -> {
			seen.add(change.version());
			Thread.currentThread().interrupt();
		})) {
			this.state.put("a", 1);
			this.state.put("a", 2);
			await().atMost(LONG).until(() -> seen.size() == 2);
			assertThat(watcher.isRunning()).isTrue();
		}
	}

	@Test
	void watcherMayCloseItself() {
		AtomicReference<Watcher> watcher = new AtomicReference<>();
		CountDownLatch started = new CountDownLatch(1);
		List<Long> seen = new CopyOnWriteArrayList<>();
		watcher.set(this.state.watch().forEach((change) -> {
			Locks.await(started);
			seen.add(change.version());
			watcher.get().close();
		}));
		started.countDown();
		this.state.put("a", 1);
		this.state.put("a", 2);
		await().atMost(LONG).until(() -> !watcher.get().isRunning());
		watcher.get().close();
		assertThat(seen).containsExactly(1L);
	}

	@Test
	void conditionThatThrowsIsTheCallersException() {
		this.state.put("a", 1);
		assertThatExceptionOfType(ArithmeticException.class)
			.isThrownBy(() -> this.state.watch().when(WatchTests::failing).await());
		try (WatchCursor cursor = this.state.watch().when(WatchTests::failing).open()) {
			this.state.put("a", 2);
			assertThatExceptionOfType(ArithmeticException.class).isThrownBy(cursor::next);
		}
	}

	private static boolean failing(Map<String, Object> state) {
		throw new ArithmeticException("bad condition");
	}

	// Publisher

	@Test
	void publisherGivesNoMoreThanIsAsked() {
		Recorder subscriber = new Recorder();
		this.state.watch().publisher().subscribe(subscriber);
		for (int i = 1; i <= 5; i++) {
			this.state.put("a", i);
		}
		assertThat(this.state.local()).containsEntry("a", 5);
		subscriber.subscription().request(2);
		await().atMost(LONG).until(() -> subscriber.seen.size() == 2);
		await().during(SHORT).atMost(LONG).until(() -> subscriber.seen.size() == 2);
		subscriber.subscription().request(Long.MAX_VALUE);
		subscriber.subscription().request(Long.MAX_VALUE);
		await().atMost(LONG).until(() -> subscriber.seen.size() == 5);
		assertThat(subscriber.seen).containsExactly(1L, 2L, 3L, 4L, 5L);
		subscriber.subscription().cancel();
		this.state.put("a", 6);
		await().during(SHORT).atMost(LONG).until(() -> subscriber.seen.size() == 5);
		assertThat(subscriber.end).hasValue(null);
	}

	@Test
	void publisherCompletesWithItsLimit() {
		Recorder subscriber = new Recorder();
		this.state.watch().limit(1).publisher().subscribe(subscriber);
		subscriber.subscription().request(10);
		this.state.put("a", 1);
		await().atMost(LONG).until(() -> "complete".equals(subscriber.end.get()));
		assertThat(subscriber.seen).containsExactly(1L);
	}

	@Test
	void publisherGivesEachSubscriberItsOwnChanges() {
		Flow.Publisher<StateChange> publisher = this.state.watch().limit(1).publisher();
		List<Recorder> subscribers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Recorder subscriber = new Recorder();
			publisher.subscribe(subscriber);
			subscriber.subscription().request(1);
			subscribers.add(subscriber);
		}
		this.state.put("a", 1);
		await().atMost(LONG).until(() -> subscribers.stream().allMatch((subscriber) -> subscriber.seen.size() == 1));
		subscribers.forEach((subscriber) -> subscriber.subscription().cancel());
	}

	@Test
	void publisherRefusesDemandOfZero() {
		Recorder subscriber = new Recorder();
		this.state.watch().publisher().subscribe(subscriber);
		subscriber.subscription().request(0);
		await().atMost(LONG).until(() -> subscriber.end.get() != null);
		assertThat(subscriber.end.get()).asString().contains("IllegalArgumentException").contains("request(0)");
	}

	@Test
	void publisherIsSilentAfterAnError() {
		Recorder subscriber = new Recorder();
		this.state.watch().publisher().subscribe(subscriber);
		subscriber.subscription().request(-1);
		await().atMost(LONG).until(() -> subscriber.end.get() != null);
		String end = subscriber.end.get();
		subscriber.subscription().request(5);
		subscriber.subscription().request(0);
		this.state.put("a", 1);
		await().during(SHORT).atMost(LONG).until(() -> subscriber.seen.isEmpty() && end.equals(subscriber.end.get()));
	}

	@Test
	void publisherTellsThatAConditionFailed() {
		Recorder subscriber = new Recorder();
		this.state.watch().when(WatchTests::failing).publisher().subscribe(subscriber);
		subscriber.subscription().request(1);
		this.state.put("a", 1);
		await().atMost(LONG).until(() -> subscriber.end.get() != null);
		assertThat(subscriber.end.get()).asString().contains("ArithmeticException: bad condition");
	}

	// Local

	@Test
	void localIsReadOnly() {
		this.state.put("a", 1);
		Map<String, Object> local = this.state.local();
		List<Consumer<Map<String, Object>>> writes = List.of((map) -> map.put("a", 2), (map) -> map.remove("a"),
				(map) -> map.remove("absent"), Map::clear, (map) -> map.putAll(Map.of("b", 1)),
				(map) -> map.putIfAbsent("b", 1), (map) -> map.replace("a", 2), (map) -> map.replaceAll((k, v) -> 2),
				(map) -> map.compute("a", (k, v) -> 2), (map) -> map.merge("a", 1, (x, y) -> 2),
				(map) -> map.computeIfAbsent("b", (k) -> 1), (map) -> map.computeIfPresent("a", (k, v) -> null),
				(map) -> map.keySet().remove("a"), (map) -> map.keySet().clear(), (map) -> map.values().remove(1),
				(map) -> map.values().clear(), (map) -> map.entrySet().clear(),
				(map) -> map.entrySet().iterator().next().setValue(2),
				(map) -> map.entrySet().removeIf((entry) -> true));
		for (int i = 0; i < writes.size(); i++) {
			Consumer<Map<String, Object>> write = writes.get(i);
			assertThatExceptionOfType(UnsupportedOperationException.class).as("write " + i)
				.isThrownBy(() -> write.accept(local));
		}
		assertThat(local).isEqualTo(Map.of("a", 1));
		this.state.clear();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(local::clear);
	}

	@Test
	void localHasItsOwnProcessesWrites() {
		Map<String, Object> local = this.state.local();
		for (int i = 1; i <= 500; i++) {
			this.state.put("a", i);
			assertThat(local.get("a")).isEqualTo(i);
		}
		assertThat(this.state.increment("n", 1)).isEqualTo(1);
		assertThat(local).containsEntry("n", 1L).hasSize(2).containsKey("a");
		this.state.atomically((working) -> working.put("b", 2));
		assertThat(new HashMap<>(local)).isEqualTo(Map.of("a", 500, "n", 1L, "b", 2));
		this.state.remove("a");
		assertThat(local.containsKey("a")).isFalse();
		assertThat(local.keySet()).containsExactlyInAnyOrder("n", "b");
		assertThat(local.values()).containsExactlyInAnyOrder(1L, 2);
	}

	@Test
	void localHasWhatThisProcessHasRead() {
		SharedState other = this.fixture.newClient().state("default");
		Map<String, Object> local = this.state.local();
		for (int i = 1; i <= 200; i++) {
			other.put("a", i);
			assertThat(this.state.get("a")).isEqualTo(i);
			assertThat(local.get("a")).isEqualTo(i);
		}
	}

	private static final class Recorder implements Flow.Subscriber<StateChange> {

		private final List<Long> seen = new CopyOnWriteArrayList<>();

		private final AtomicReference<String> end = new AtomicReference<>();

		private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription.set(subscription);
		}

		Flow.Subscription subscription() {
			await().atMost(LONG).until(() -> this.subscription.get() != null);
			return this.subscription.get();
		}

		@Override
		public void onNext(StateChange change) {
			this.seen.add(change.version());
		}

		@Override
		public void onError(Throwable failure) {
			this.end.set(failure.toString());
		}

		@Override
		public void onComplete() {
			this.end.set("complete");
		}

	}

	private static final class Locks {

		static void await(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	private static <T> CompletableFuture<T> inThread(Function<Thread, T> action) {
		return inThread(action, (thread) -> {
		});
	}

	/**
	 * Runs an action in a thread, and something else when that thread waits.
	 */
	private static <T> CompletableFuture<T> inThread(Function<Thread, T> action, Consumer<Thread> whenItWaits) {
		CompletableFuture<T> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(action.apply(Thread.currentThread()));
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		});
		thread.start();
		await().atMost(LONG)
			.until(() -> (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING)
					&& Stream.of(thread.getStackTrace())
						.anyMatch((frame) -> frame.getMethodName().equals("awaitNewer")));
		whenItWaits.accept(thread);
		return result;
	}

}
