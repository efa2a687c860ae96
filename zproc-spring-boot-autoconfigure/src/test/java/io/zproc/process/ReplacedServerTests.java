package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.WatchCursor;
import io.zproc.Watcher;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.ValueCodec;
import io.zproc.server.ServerLimits;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A forked state server that is killed, and what takes its place.
 */
@LeakChecked
@Timeout(720)
class ReplacedServerTests {

	private static final Duration BOUND = Duration.ofMinutes(3);

	private static final int MAX_RESTARTS = 3;

	private final List<String> stops = new CopyOnWriteArrayList<>();

	private final List<ServerAddress> successors = new CopyOnWriteArrayList<>();

	private final ForkedServerSource source = new ForkedServerSource(
			new ServerSettings("64m", List.of("-XX:TieredStopAtLevel=1"), BOUND, ServerLimits.defaults()),
			(what, action) -> this.stops.add(what), EventSink.NONE,
			RestartLimits.ofServer(MAX_RESTARTS, Duration.ofHours(1)), OutputTail.Limits.DEFAULT);

	private StateClient client;

	private SharedState state;

	/** As a worker's process has it: it is told by its parent. */
	private JeroMqEngine child;

	@BeforeEach
	void open() {
		this.client = client(this.source.open());
		this.state = this.client.state("default");
		this.child = new JeroMqEngine(this.source.address(), UUID.randomUUID(), new Origin("child", 1, 1, 1, ""), true);
		this.source.onReplaced(this.child::movedTo);
		this.source.onReplaced(this.successors::add);
	}

	@AfterEach
	void close() {
		this.child.close();
		this.source.close();
	}

	@Test
	void successorHasWhatWasPublishedWithHigherVersions() {
		byte[] big = new byte[1 << 20];
		Arrays.fill(big, (byte) 7);
		this.state.put("big", big);
		this.state.put("null", null);
		this.state.put("removed", 1);
		this.state.remove("removed");
		SharedState other = this.state.namespace("other");
		other.putAll(Map.of("a", 1, "b", List.of(2L)));
		awaitKept("default", 4);
		awaitKept("other", 1);
		ServerAddress before = this.source.address();
		String epoch = this.state.ping(BOUND).epoch();
		kill();
		assertThat(this.state.snapshot()).containsOnlyKeys("big", "null");
		assertThat(this.state.get("big")).isEqualTo(big);
		assertThat(other).isEqualTo(Map.of("a", 1, "b", List.of(2L)));
		assertThat(this.state.snapshot().version()).isEqualTo(4 + StateBackup.LEAP);
		assertThat(this.state.ping(BOUND).epoch()).isNotEqualTo(epoch);
		ServerAddress after = this.source.address();
		assertThat(after.secret()).isNotEqualTo(before.secret());
		assertThat(after.pid()).isNotEqualTo(before.pid());
		assertThat(client(this.child).state("default").get("big")).isEqualTo(big);
		assertThat(this.client.engine().addresses()).contains(after.requests());
		assertThat(this.stops).isEmpty();
	}

	@Test
	void manyNamespacesAreKept() {
		// More than are announced at a time, and than a subscriber's queue can hold.
		int count = 1_200;
		for (int i = 0; i < count; i++) {
			this.state.namespace("ns" + i).put("i", i);
		}
		awaitAllKept(count, 1);
		kill();
		assertThat(this.state.namespace("ns0").get("i")).isEqualTo(0);
		// Known to this process only when it has followed the new server.
		for (int i = 0; i < count; i++) {
			this.state.namespace("ns" + i).put("j", i);
		}
		awaitAllKept(count, 2 + StateBackup.LEAP);
		kill();
		for (int i = 0; i < count; i += 97) {
			assertThat(this.state.namespace("ns" + i)).isEqualTo(Map.of("i", i, "j", i));
		}
	}

	@Test
	void watchersGetOneGapAndGoOn() {
		List<StateChange> here = new CopyOnWriteArrayList<>();
		List<StateChange> there = new CopyOnWriteArrayList<>();
		try (Watcher own = this.state.watch().forEach(here::add);
				Watcher childs = client(this.child).state("default").watch().forEach(there::add)) {
			this.state.put("n", 1);
			this.state.put("n", 2);
			for (List<StateChange> seen : List.of(here, there)) {
				await().atMost(BOUND).until(() -> seen.size() == 2);
			}
			awaitKept("default", 2);
			kill();
			for (List<StateChange> seen : List.of(here, there)) {
				await().atMost(BOUND).until(() -> seen.size() == 3);
				StateChange gap = seen.get(2);
				assertThat(gap.isGap()).isTrue();
				assertThat(gap.firstMissing()).isEqualTo(3);
				assertThat(gap.lastMissing()).isEqualTo(2 + StateBackup.LEAP);
				assertThat(gap.after()).isEqualTo(Map.of("n", 2));
			}
			this.state.put("n", 3);
			for (List<StateChange> seen : List.of(here, there)) {
				await().atMost(BOUND).until(() -> seen.size() == 4);
				assertThat(seen.get(3).isGap()).isFalse();
				assertThat(seen.get(3).before()).isEqualTo(Map.of("n", 2));
				assertThat(seen.get(3).version()).isEqualTo(3 + StateBackup.LEAP);
			}
			assertThat(own.isRunning()).isTrue();
			assertThat(childs.isRunning()).isTrue();
		}
		try (WatchCursor cursor = this.state.watch().since(1).open()) {
			StateChange gap = cursor.next(BOUND);
			assertThat(gap).isNotNull();
			assertThat(gap.isGap()).isTrue();
			assertThat(gap.firstMissing()).isEqualTo(2);
			assertThat(gap.after()).isEqualTo(Map.of("n", 3));
		}
	}

	@Test
	void turnsEndWithTheirServerAndThoseWhoWaitForThemAreToldSo() throws Exception {
		this.state.put("n", 1);
		awaitKept("default", 1);
		ExecutorService waiter = Executors.newSingleThreadExecutor();
		try {
			CountDownLatch held = new CountDownLatch(1);
			SharedState theirs = client(this.child).state("default");
			Future<Outcome> waiting = waiter.submit(() -> {
				held.await();
				return outcome(() -> theirs.atomically((own) -> own.put("n", 3)));
			});
			assertThat(outcome(() -> this.state.atomically((own) -> {
				own.put("n", 2);
				held.countDown();
				awaitWaiter();
				kill();
				// What it reads now is another server's.
				own.get("m");
			}))).isEqualTo(Outcome.NOT_APPLIED);
			assertThat(waiting.get()).isEqualTo(Outcome.NOT_APPLIED);
		}
		finally {
			waiter.shutdownNow();
		}
		assertThat(this.state).isEqualTo(Map.of("n", 1));
		this.state.atomically((own) -> own.put("n", 4));
		assertThat(this.state.get("n")).isEqualTo(4);
	}

	private void awaitWaiter() {
		await().atMost(BOUND)
			.until(() -> this.client.engine()
				.statistics()
				.await(BOUND)
				.namespaces()
				.stream()
				.anyMatch((namespace) -> namespace.waiting() == 1));
	}

	@Test
	void incrementsUnderLoadAreCountedOrToldToBeUnknown() throws Exception {
		AtomicLong acknowledged = new AtomicLong();
		AtomicLong unknown = new AtomicLong();
		AtomicBoolean isOver = new AtomicBoolean();
		List<SharedState> states = List.of(this.state, client(this.child).state("default"));
		ExecutorService writers = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				SharedState own = states.get(i % 2);
				running.add(writers.submit(() -> {
					while (!isOver.get()) {
						Outcome outcome = outcome(() -> own.increment("n", 1));
						((outcome == null) ? acknowledged : (outcome == Outcome.UNKNOWN) ? unknown : new AtomicLong())
							.incrementAndGet();
					}
				}));
			}
			await().atMost(BOUND).until(() -> this.source.backup().version("default") > 500);
			long kept = this.source.backup().version("default");
			kill();
			long before = acknowledged.get();
			await().atMost(BOUND).until(() -> acknowledged.get() > before + 500);
			isOver.set(true);
			for (Future<?> writer : running) {
				writer.get();
			}
			long found = this.state.get("n", Long.class);
			System.out.println("Increments while the state server was killed: " + acknowledged + " acknowledged, "
					+ unknown + " unknown, " + found + " found, at least " + kept + " were kept at the death");
			assertThat(found).isBetween(kept + acknowledged.get() - before, acknowledged.get() + unknown.get());
		}
		finally {
			isOver.set(true);
			writers.shutdownNow();
		}
	}

	@Test
	void callsThatWereNotSentGoToTheSuccessor() {
		this.state.put("n", 1);
		awaitKept("default", 1);
		Processes.kill9(this.source.address().pid());
		// Some of them before the death was noticed, most of them before the successor is
		// there.
		Set<Outcome> failures = new HashSet<>();
		int applied = 0;
		for (int i = 0; i < 50; i++) {
			Outcome outcome = outcome(() -> this.state.increment("i", 1));
			if (outcome != null) {
				failures.add(outcome);
			}
			else {
				applied++;
			}
		}
		assertThat(applied).isGreaterThanOrEqualTo(49);
		assertThat(failures).isSubsetOf(Outcome.UNKNOWN, Outcome.NOT_APPLIED);
		assertThat(this.state.get("i", Long.class)).isEqualTo(applied);
		assertThat(this.state.get("n")).isEqualTo(1);
	}

	@Test
	void deathsInARowLoseNothingFurtherUntilThereAreTooMany() {
		this.state.put("n", 1);
		awaitKept("default", 1);
		AtomicLong killed = new AtomicLong();
		// Before the successor was followed, and before anybody has used it.
		this.source.onReplaced((address) -> {
			if (killed.getAndIncrement() < 1) {
				Processes.kill9(address.pid());
			}
		});
		Processes.kill9(this.source.address().pid());
		await().atMost(BOUND).until(() -> this.successors.size() == 2);
		assertThat(this.state.get("n")).isEqualTo(1);
		assertThat(this.state.snapshot().version()).isEqualTo(1 + 2 * StateBackup.LEAP);
		kill();
		assertThat(this.state.get("n")).isEqualTo(1);
		assertThat(this.stops).isEmpty();
		Processes.kill9(this.source.address().pid());
		await().atMost(BOUND).until(() -> !this.stops.isEmpty());
		assertThat(this.stops).singleElement()
			.satisfies((what) -> assertThat(what).contains("exited with 137", "it was replaced 3 times within PT1H"));
		assertThat(outcome(() -> this.state.put("n", 2))).isEqualTo(Outcome.NOT_APPLIED);
	}

	@Test
	void successorThatDiesBeforeItIsReadyIsReplaced() {
		this.state.put("n", 1);
		awaitKept("default", 1);
		Set<Long> known = servers();
		Processes.kill9(this.source.address().pid());
		long starting = awaitOther(known);
		Processes.kill9(starting);
		await().atMost(BOUND).until(() -> !this.successors.isEmpty());
		assertThat(this.source.address().pid()).isNotEqualTo(starting);
		assertThat(this.state.get("n")).isEqualTo(1);
	}

	@Test
	void endWhileTheServerIsReplacedLeavesNoProcess() {
		this.state.put("n", 1);
		Set<Long> known = servers();
		Processes.kill9(this.source.address().pid());
		awaitOther(known);
		close();
		assertThat(servers()).isEmpty();
		assertThat(this.successors).isEmpty();
	}

	private static long awaitOther(Set<Long> known) {
		return await().atMost(BOUND)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> servers().stream().filter((pid) -> !known.contains(pid)).findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	private static Set<Long> servers() {
		return ProcessHandle.current()
			.children()
			.filter(ProcessHandle::isAlive)
			.map(ProcessHandle::pid)
			.collect(Collectors.toSet());
	}

	private void awaitAllKept(int count, long version) {
		await().atMost(BOUND)
			.until(() -> IntStream.range(0, count).allMatch((i) -> this.source.backup().version("ns" + i) >= version));
	}

	private void awaitKept(String namespace, long version) {
		await().atMost(BOUND).until(() -> this.source.backup().version(namespace) >= version);
	}

	/**
	 * Kills the server, and waits for its successor.
	 */
	private void kill() {
		int before = this.successors.size();
		Processes.kill9(this.source.address().pid());
		await().atMost(BOUND).until(() -> this.successors.size() > before);
	}

	private static Outcome outcome(Runnable call) {
		try {
			call.run();
			return null;
		}
		catch (StateUnavailableException ex) {
			return ex.outcome();
		}
	}

	private static StateClient client(StateEngine engine) {
		return new StateClient(engine, new ValueCodec(List.of(), ReplacedServerTests.class.getClassLoader()), BOUND);
	}

}
