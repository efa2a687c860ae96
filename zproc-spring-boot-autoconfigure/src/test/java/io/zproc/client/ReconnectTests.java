package io.zproc.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.zproc.SharedState;
import io.zproc.StateTimeoutException;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.Watcher;
import io.zproc.ZProcException;
import io.zproc.server.ServerLimits;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a client's callers see of a bad network and of a lost server.
 */
@LeakChecked
@Timeout(180)
class ReconnectTests {

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	/** What a call may take beyond its time-out and its withdrawal of 2 seconds. */
	private static final Duration SLACK = Duration.ofMillis(1_500);

	/** Keeps a session for longer than any series of cuts, on however slow a machine. */
	private final StateFixture fixture = new StateFixture(limits(60_000));

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.timer.shutdownNow();
		this.threads.shutdownNow();
		this.fixture.close();
	}

	private static ServerLimits limits(long sessionGraceMs) {
		return new ServerLimits(10_000, 16 << 20, 16 << 20, 32 << 20, 30_000, sessionGraceMs, 1_000);
	}

	private ProxiedClient connect(Duration requestTimeout) {
		return connect(this.fixture, requestTimeout);
	}

	private static ProxiedClient connect(StateFixture fixture, Duration requestTimeout) {
		ProxiedClient client = new ProxiedClient(fixture.server().address(), requestTimeout);
		await().atMost(Duration.ofSeconds(90))
			.ignoreExceptionsInstanceOf(StateUnavailableException.class)
			.until(() -> !client.state().containsKey("k"));
		return client;
	}

	/**
	 * Cuts the connections at random moments.
	 */
	private AtomicInteger cutAtRandom(ProxiedClient client, long seed) {
		AtomicInteger cuts = new AtomicInteger();
		cutLater(client, new Random(seed), cuts);
		return cuts;
	}

	private void cutLater(ProxiedClient client, Random random, AtomicInteger cuts) {
		var unused = this.timer.schedule(() -> {
			client.cut();
			cuts.incrementAndGet();
			cutLater(client, random, cuts);
		}, 20 + random.nextInt(350), TimeUnit.MILLISECONDS);
	}

	@Test
	void incrementsAreNeitherLostNorRepeatedWhenConnectionsAreCut() throws Exception {
		try (ProxiedClient client = connect(Duration.ofSeconds(10))) {
			AtomicInteger cuts = cutAtRandom(client, 1);
			AtomicBoolean isOver = new AtomicBoolean();
			List<Future<Integer>> counts = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				counts.add(this.threads.submit(() -> {
					int count = 0;
					while (!isOver.get()) {
						client.state().increment("n", 1);
						count++;
					}
					return count;
				}));
			}
			await().atMost(Duration.ofSeconds(90)).until(() -> cuts.get() >= 10);
			isOver.set(true);
			long sum = 0;
			for (Future<Integer> count : counts) {
				sum += count.get(15, TimeUnit.SECONDS);
			}
			assertThat(this.fixture.state().get("n")).isEqualTo(sum);
			assertThat(sum).isGreaterThan(50);
		}
	}

	@Test
	void aWatcherSeesEveryVersionOnceAndInOrderWhenConnectionsAreCut() {
		List<Long> versions = new CopyOnWriteArrayList<>();
		try (ProxiedClient client = connect(Duration.ofSeconds(10));
				Watcher watcher = client.state().watch().forEach((change) -> {
					assertThat(change.isGap()).isFalse();
					versions.add(change.version());
				})) {
			AtomicInteger cuts = cutAtRandom(client, 2);
			long last = 0;
			while (cuts.get() < 8) {
				last = this.fixture.state().increment("n", 1);
			}
			long newest = last;
			await().atMost(Duration.ofSeconds(90)).until(() -> versions.contains(newest));
			assertThat(watcher.isRunning()).isTrue();
			assertThat(versions).isEqualTo(LongStream.rangeClosed(1, newest).boxed().toList());
		}
	}

	/**
	 * The answers of a handshake together take longer than the first connections have.
	 */
	@Test
	void aSlowNetworkIsWaitedFor() {
		try (ProxiedClient client = new ProxiedClient(this.fixture.server().address(), Duration.ofSeconds(30))) {
			client.requests.delayAnswers(Duration.ofMillis(400));
			client.changes.delayAnswers(Duration.ofMillis(400));
			client.state().put("k", 1);
			assertThat(client.state().local()).containsEntry("k", 1);
		}
	}

	@Test
	void aTurnSurvivesACutConnection() {
		try (ProxiedClient client = connect(Duration.ofSeconds(10))) {
			this.fixture.state().put("k", 1);
			client.state().atomically((state) -> {
				int before = client.requests.accepted();
				state.put("k", (int) state.get("k") + 1);
				client.cut();
				await().atMost(Duration.ofSeconds(90)).until(() -> client.requests.accepted() > before);
				state.put("k", (int) state.get("k") + 1);
			});
			assertThat(this.fixture.state().get("k")).isEqualTo(3);
		}
	}

	@Test
	void aTurnIsLostWhenItsHolderStaysAwayForLongerThanTheGrace() {
		try (StateFixture impatient = new StateFixture(limits(500));
				ProxiedClient client = connect(impatient, Duration.ofSeconds(5))) {
			SharedState direct = impatient.state();
			assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> client.state().atomically((state) -> {
				state.put("k", "of the lost turn");
				client.requests.refuse();
				direct.put("other", 1);
				client.requests.go();
			})).isInstanceOfAny(StateUnavailableException.class, io.zproc.AtomicTimeoutException.class);
			assertThat(direct).isEqualTo(java.util.Map.of("other", 1));
			assertThat(client.state().increment("n", 1)).isEqualTo(1);
		}
	}

	private static void assertOutcome(Runnable call, Outcome outcome) {
		long begin = System.nanoTime();
		Throwable thrown = catchThrowable(call::run);
		Duration taken = Duration.ofNanos(System.nanoTime() - begin);
		assertThat(thrown).isInstanceOfSatisfying(StateUnavailableException.class,
				(ex) -> assertThat(ex.outcome()).isEqualTo(outcome));
		assertThat(taken).isLessThan(TIMEOUT.plusSeconds(2).plus(SLACK));
	}

	@Test
	void callsOnAStalledServerEndInTimeAndSayWhatIsKnown() {
		try (ProxiedClient client = connect(TIMEOUT)) {
			client.requests.stall();
			Future<?> write = this.threads
				.submit(() -> assertOutcome(() -> client.state().increment("n", 1), Outcome.UNKNOWN));
			Future<?> turn = this.threads
				.submit(() -> assertOutcome(() -> client.state().atomically((state) -> state.put("k", 1)),
						Outcome.NOT_APPLIED));
			Future<?> snapshot = this.threads
				.submit(() -> assertOutcome(() -> client.state().snapshot(), Outcome.NOT_APPLIED));
			assertOutcome(() -> client.state().get("n"), Outcome.NOT_APPLIED);
			for (Future<?> other : List.of(write, turn, snapshot)) {
				assertThat(catchThrowable(() -> other.get(10, TimeUnit.SECONDS))).isNull();
			}
			client.requests.go();
			client.state().put("after", 1);
			assertThat(this.fixture.state().getOrDefault("n", 1L)).isEqualTo(1L);
			assertThat(this.fixture.state().containsKey("k")).isFalse();
			this.fixture.state().atomically((state) -> state.put("the turn is free", 1));
		}
	}

	@Test
	void aCallThatWasNeverSentWasNotApplied() {
		try (ProxiedClient client = connect(TIMEOUT)) {
			client.requests.refuse();
			// The connection may look good for a moment; the second call cannot be sent.
			assertThat(catchThrowable(() -> client.state().get("n"))).isInstanceOf(StateUnavailableException.class);
			assertOutcome(() -> client.state().increment("n", 1), Outcome.NOT_APPLIED);
			client.requests.go();
			await().atMost(Duration.ofSeconds(90))
				.ignoreExceptionsInstanceOf(StateUnavailableException.class)
				.until(() -> client.state().isEmpty());
			assertThat(client.state().increment("n", 1)).isEqualTo(1);
		}
	}

	@Test
	void aCallThatWaitsForAnotherTurnIsWithdrawnWhenItsTimeIsOver() {
		try (ProxiedClient client = connect(TIMEOUT)) {
			this.fixture.state().atomically((state) -> {
				assertThatExceptionOfType(StateTimeoutException.class)
					.isThrownBy(() -> client.state().increment("n", 1));
				state.put("k", 1);
			});
			assertThat(client.state().get("k")).isEqualTo(1);
			assertThat(client.state().containsKey("n")).isFalse();
		}
	}

	@Test
	void interruptsNeitherBreakACallNorMakeItLonger() throws Exception {
		try (ProxiedClient client = connect(TIMEOUT)) {
			client.requests.stall();
			CompletableFuture<Boolean> keptItsInterrupt = new CompletableFuture<>();
			Thread caller = new Thread(() -> {
				try {
					assertOutcome(() -> client.state().increment("n", 1), Outcome.UNKNOWN);
					keptItsInterrupt.complete(Thread.currentThread().isInterrupted());
				}
				catch (Throwable ex) {
					keptItsInterrupt.completeExceptionally(ex);
				}
			}, "interrupted caller");
			caller.start();
			var unused = this.timer.scheduleWithFixedDelay(caller::interrupt, 10, 10, TimeUnit.MILLISECONDS);
			assertThat(keptItsInterrupt.get(10, TimeUnit.SECONDS)).isTrue();
			caller.join(5_000);
			client.requests.go();
			client.state().put("after", 1);
		}
	}

	@Test
	void callsOfAClosedServerFailAndNameIt() throws Exception {
		try (ProxiedClient client = connect(TIMEOUT)) {
			long turn = this.fixture.client()
				.engine()
				.take("default", List.of(), List.of())
				.await(Duration.ofSeconds(10))
				.turn();
			assertThat(turn).isPositive();
			Future<Throwable> waiting = this.threads
				.submit(() -> catchThrowable(() -> client.state().increment("n", 1)));
			await().atMost(Duration.ofSeconds(90))
				.until(() -> this.fixture.client().engine().ping().await(TIMEOUT).requests() > 4);
			this.fixture.server().close();
			assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(StateUnavailableException.class)
				.hasMessageContaining(client.address.requests())
				.hasMessageContaining("since");
			assertOutcome(() -> client.state().increment("n", 1), Outcome.NOT_APPLIED);
			client.engine.serverLost("its process exited with 137");
			assertThatExceptionOfType(StateUnavailableException.class)
				.isThrownBy(() -> client.state().increment("n", 1))
				.withMessageContaining(client.address.requests())
				.withMessageContaining("exited with 137")
				.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_APPLIED));
		}
	}

}
