package io.zproc.atomicity;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.zproc.SharedState;
import io.zproc.loads.BareClient;
import io.zproc.process.ServerProcess;
import io.zproc.process.ServerSettings;
import io.zproc.server.ServerLimits;
import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for atomic functions in processes that wait for each other, die and are stopped.
 */
@LeakChecked
@Timeout(900)
class AtomicityProcessTests {

	private static final String CYCLE = "would never end";

	private static ServerProcess server(long atomicTimeoutMs) {
		ServerLimits some = ServerLimits.defaults();
		// What is free sooner than after such a grace was not freed by it.
		return ServerProcess.start(new ServerSettings("128m", List.of(), BareClient.BOUND,
				new ServerLimits(some.historyEntries(), some.historyBytes(), some.maxValueBytes(),
						some.maxCommitBytes(), atomicTimeoutMs, 600_000, some.heartbeatIntervalMs())));
	}

	private static Queue queue(BareClient observer, String namespace) {
		return new Queue(observer.client(), namespace);
	}

	@Test
	void cyclesOfTwoAndOfThreeNamespacesAreRefused() {
		try (ServerProcess server = server(600_000);
				BareClient observer = new BareClient(server.address(), "observer", 1);
				TurnJvm a = new TurnJvm(server.address());
				TurnJvm b = new TurnJvm(server.address());
				TurnJvm c = new TurnJvm(server.address())) {
			a.take("one");
			b.take("two");
			c.take("three");
			a.say("take two");
			queue(observer, "two").await(1);
			// Two: b has two, and wants what a has.
			b.say("put one k b");
			assertThat(b.awaitLine("failed to put one")).contains(CYCLE, "'one'");
			b.say("take three");
			queue(observer, "three").await(1);
			// Three: c has three, b waits for it with two, and a for two with one.
			c.say("take one");
			assertThat(c.awaitLine("failed to take one")).contains(CYCLE, "'one'");
			c.say("put three k c").say("end");
			b.awaitTurn("three");
			b.say("put three k b").say("end").say("put two k b").say("end");
			a.awaitTurn("two");
			a.say("put two k a").say("end").say("put one k a").say("end");
			a.awaitLine("did take one");
			assertThat(observer.state().namespace("one")).isEqualTo(Map.of("k", "a"));
			assertThat(observer.state().namespace("two")).isEqualTo(Map.of("k", "a"));
			assertThat(observer.state().namespace("three")).isEqualTo(Map.of("k", "b"));
		}
	}

	/**
	 * The session is ended by who sees the process die, as a worker's parent does.
	 */
	@Test
	void theDeathOfAHolderFreesItsTurnAndChangesNothing() {
		List<Long> micros = new ArrayList<>();
		try (ServerProcess server = server(600_000);
				BareClient observer = new BareClient(server.address(), "observer", 1)) {
			TurnJvm holder = new TurnJvm(server.address());
			try {
				holder.take("default").say("put default k dead");
				holder.awaitLine("did put");
				for (int round = 0; round < 4; round++) {
					TurnJvm next = new TurnJvm(server.address());
					try (TurnJvm killed = holder) {
						next.say("take default");
						queue(observer, "default").await(1);
						holder = next;
						var session = killed.session();
						var ended = ProcessHandle.of(killed.jvm.pid())
							.orElseThrow()
							.onExit()
							.thenAccept((process) -> observer.engine().endSession(session).await(BareClient.BOUND));
						long killedAt = System.nanoTime();
						killed.jvm.kill9();
						micros.add((next.awaitTurn("default") - killedAt) / 1_000);
						ended.join();
					}
					next.say("put default k dead");
					next.awaitLine("did put");
					assertThat(observer.state()).isEmpty();
				}
				holder.say("put default k alive").say("end");
				holder.awaitLine("did take default");
				assertThat(observer.state()).isEqualTo(Map.of("k", "alive"));
				assertThat(observer.state().snapshot().version()).isEqualTo(1);
			}
			finally {
				holder.close();
			}
		}
		System.out.println("from kill -9 of a holder to the turn of the next, in us: " + micros);
	}

	@Test
	void aStoppedHolderLosesItsTurnAndItsLateCommitIsRefused() {
		try (ServerProcess server = server(1_500);
				BareClient observer = new BareClient(server.address(), "observer", 1);
				TurnJvm holder = new TurnJvm(server.address())) {
			SharedState state = observer.state();
			state.put("k", "before");
			holder.take("default").say("put default k late");
			holder.awaitLine("did put default");
			holder.jvm.stop();
			assertThat(state.put("k", "of the next")).isEqualTo("before");
			long version = state.snapshot().version();
			holder.jvm.cont();
			holder.say("end");
			assertThat(holder.awaitLine("failed to take default")).contains("AtomicTimeoutException", "'default'",
					"1500 ms", "nothing was changed");
			assertThat(state).isEqualTo(Map.of("k", "of the next"));
			assertThat(state.snapshot().version()).isEqualTo(version);
			holder.say("put default k again");
			holder.awaitLine("did put default k again");
			assertThat(state.get("k")).isEqualTo("again");
		}
	}

	@Test
	void computeMergeAndReplaceAreAtomicPerKeyBetweenProcesses() throws IOException {
		int count = 300;
		List<ForkedJvm> updaters = new ArrayList<>();
		try (ServerProcess server = server(600_000);
				BareClient observer = new BareClient(server.address(), "observer", 1)) {
			SharedState state = observer.state();
			state.put("replace", 0);
			for (int i = 0; i < 3; i++) {
				updaters.add(BareClient.jvm(UpdaterMain.class, server.address(), i, count));
			}
			updaters.forEach((updater) -> updater.awaitLine("ready", BareClient.BOUND));
			for (ForkedJvm updater : updaters) {
				BareClient.go(updater);
			}
			int wins = 0;
			for (ForkedJvm updater : updaters) {
				wins += Integer.parseInt(updater.awaitLine("won ", BareClient.BOUND).split(" ", 3)[1]);
			}
			assertThat(wins).as("each key has one winner").isEqualTo(count);
			Map<String, Object> counted = new TreeMap<>(state.snapshot());
			counted.keySet().removeIf((key) -> key.startsWith(UpdaterMain.FIRST));
			assertThat(counted).isEqualTo(Map.of("compute", 3 * count, "merge", 3 * count, "replace", 3 * count));
			assertThat(state.size()).isEqualTo(count + 3);
			assertThat(state.ping(Duration.ofSeconds(30)).requests()).isGreaterThan(3L * count * 4);
		}
		finally {
			updaters.forEach(ForkedJvm::close);
		}
	}

}
