package io.zproc.client.jeromq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.WatchCursor;
import io.zproc.Watcher;
import io.zproc.client.Pending;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.protocol.ValueCodec;
import io.zproc.protocol.Write;
import io.zproc.server.StandaloneJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a server that dies, and for another one at the same address, with another
 * state.
 */
@LeakChecked
@Timeout(360)
class ServerReplacedTests {

	private static final Duration BOUND = Duration.ofSeconds(60);

	private StandaloneJvm server;

	private JeroMqEngine engine;

	private StateClient client;

	private SharedState state;

	@BeforeEach
	void start() {
		this.server = new StandaloneJvm();
		this.engine = engine();
		this.client = client(this.engine, BOUND);
		this.state = this.client.state("default");
	}

	@AfterEach
	void stop() {
		this.engine.close();
		this.server.close();
	}

	@Test
	void clientsComeBackWithVersionsBegunAnew() {
		String epoch = this.state.ping(BOUND).epoch();
		for (int i = 0; i < 20; i++) {
			this.state.put("old" + i, i);
		}
		Map<String, Object> local = this.state.local();
		assertThat(local).hasSize(20);
		this.server.replace();
		this.state.put("new", 1);
		assertThat(this.state.ping(BOUND).epoch()).isNotEqualTo(epoch);
		assertThat(this.state.snapshot().version()).isEqualTo(1);
		assertThat(this.state).containsOnlyKeys("new");
		// Waits for what this process has written, although older versions were higher.
		assertThat(local).isEqualTo(Map.of("new", 1));
		assertThat(this.engine.era()).isEqualTo(1);
	}

	@Test
	void watchersGetOneGapAndThenTheChangesOfTheNewServer() {
		List<StateChange> seen = new CopyOnWriteArrayList<>();
		try (Watcher watcher = this.state.watch().forEach(seen::add)) {
			for (int i = 1; i <= 3; i++) {
				this.state.put("n", i);
			}
			await().atMost(BOUND).until(() -> seen.size() == 3);
			this.server.replace();
			await().atMost(BOUND).until(() -> seen.size() == 4);
			StateChange gap = seen.get(3);
			assertThat(gap.isGap()).isTrue();
			assertThat(gap.before()).isEqualTo(Map.of("n", 3));
			assertThat(gap.after()).isEmpty();
			assertThat(gap.version()).isZero();
			assertThat(gap.keys()).containsExactly("n");
			for (int i = 1; i <= 5; i++) {
				this.state.put("m", i);
			}
			await().atMost(BOUND).until(() -> seen.size() == 9);
			for (int i = 1; i <= 5; i++) {
				StateChange change = seen.get(3 + i);
				assertThat(change.isGap()).isFalse();
				assertThat(change.version()).isEqualTo(i);
				assertThat(change.after()).isEqualTo(Map.of("m", i));
			}
			assertThat(watcher.isRunning()).isTrue();
		}
	}

	@Test
	void watchersDoNotMixVersionsThatTheNewServerHasReachedAgain() {
		List<StateChange> seen = new CopyOnWriteArrayList<>();
		try (Watcher watcher = this.state.watch().forEach(seen::add)) {
			this.state.put("n", 1);
			this.state.put("n", 2);
			await().atMost(BOUND).until(() -> seen.size() == 2);
			this.server.jvm().stop();
			this.server.replace();
			try (JeroMqEngine other = engine()) {
				SharedState theirs = client(other, BOUND).state("default");
				for (int i = 1; i <= 200; i++) {
					theirs.put("their", i);
				}
				theirs.put("last", true);
			}
			await().atMost(BOUND).until(() -> seen.get(seen.size() - 1).after().containsKey("last"));
			assertThat(seen.stream().filter(StateChange::isGap)).hasSize(1);
			assertThat(seen.get(2).isGap()).isTrue();
			for (StateChange change : seen.subList(2, seen.size())) {
				assertThat(change.after()).doesNotContainKey("n");
			}
			for (int i = 3; i < seen.size(); i++) {
				assertThat(seen.get(i).version()).isEqualTo(seen.get(i - 1).version() + 1);
			}
			assertThat(watcher.isRunning()).isTrue();
		}
	}

	@Test
	void positionOfAnotherServerBeginsWithAGap() {
		this.state.put("n", 1);
		try (WatchCursor cursor = this.state.watch().since(50).open()) {
			StateChange gap = cursor.next(BOUND);
			assertThat(gap).isNotNull();
			assertThat(gap.isGap()).isTrue();
			assertThat(gap.after()).isEqualTo(Map.of("n", 1));
			this.state.put("n", 2);
			assertThat(cursor.next(BOUND)).isNotNull().satisfies((change) -> assertThat(change.version()).isEqualTo(2));
		}
	}

	@Test
	void outcomesOfWhatWasUnderWayAreUnknown() {
		this.state.put("n", 1);
		this.server.jvm().stop();
		List<Pending<StateEngine.CommitResult>> pending = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			pending.add(this.engine.commit(new StateEngine.Commit("default", 0, List.of(), "", false, List.of(),
					List.of(Write.put("n", this.client.encode("n", i))))));
		}
		Pending<Integer> read = this.engine.size("default");
		// Sent means that the connection has taken it, which the test cannot see.
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> client(this.engine, Duration.ofMillis(200)).state("default").put("n", 99))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN));
		this.server.replace();
		for (Pending<StateEngine.CommitResult> each : pending) {
			assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> each.await(BOUND))
				.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN));
		}
		assertThat(read.await(BOUND)).isZero();
	}

	@Test
	void whatWasReadFromOneServerIsNotComparedByAnother() {
		this.state.put("n", 1);
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> this.state.compute("n", (key, n) -> {
				replaceAndWelcome(Map.of("n", 5));
				return ((Integer) n) + 1;
			}))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_APPLIED));
		// Both servers had n at version 1.
		assertThat(this.state.get("n")).isEqualTo(5);
		assertThat(this.state.compute("n", (key, n) -> ((Integer) n) + 1)).isEqualTo(6);
	}

	@Test
	void whatWasAbsentOnOneServerIsNotComparedByAnother() {
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> this.state.compute("n", (key, n) -> {
				replaceAndWelcome(Map.of("m", 5));
				return 1;
			}))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_APPLIED));
		assertThat(this.state).isEqualTo(Map.of("m", 5));
	}

	@Test
	void turnMixesNothingOfAnotherServerInAndCommitsNothingToIt() {
		this.state.put("n", 1);
		List<Object> seen = new ArrayList<>();
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> this.state.atomically((own) -> {
			seen.add(own.get("n"));
			own.put("n", 2);
			replaceAndWelcome(Map.of("n", 5, "m", 6));
			seen.add(own.get("m"));
		})).satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_APPLIED));
		assertThat(seen).containsExactly(1);
		assertThat(this.state).isEqualTo(Map.of("n", 5, "m", 6));
	}

	@Test
	void turnOfOneServerCommitsNothingToAnotherWithoutFurtherReads() {
		this.state.put("n", 1);
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> this.state.atomically((own) -> {
			own.put("n", 2);
			replaceAndWelcome(Map.of("n", 5));
		})).satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_APPLIED));
		assertThat(this.state).isEqualTo(Map.of("n", 5));
		this.state.atomically((own) -> own.put("n", 6));
		assertThat(this.state.get("n")).isEqualTo(6);
	}

	private void replaceAndWelcome(Map<String, Object> contents) {
		int era = this.engine.era();
		this.server.replace();
		try (JeroMqEngine other = engine()) {
			client(other, BOUND).state("default").putAll(contents);
		}
		await().atMost(BOUND).until(() -> this.engine.era() > era);
	}

	@Test
	void callsFailInTimeWhileTheServerIsAwayAndTheClientNeverGivesUp() {
		this.state.put("n", 1);
		this.server.kill();
		SharedState impatient = client(this.engine, Duration.ofMillis(300)).state("default");
		await().atMost(BOUND)
			.untilAsserted(() -> assertThatExceptionOfType(StateUnavailableException.class)
				.isThrownBy(() -> impatient.put("n", 2))
				.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_APPLIED)));
		this.server.replace();
		this.state.put("n", 3);
		assertThat(this.state.get("n")).isEqualTo(3);
	}

	private JeroMqEngine engine() {
		return new JeroMqEngine(this.server.address(), UUID.randomUUID(),
				Origin.ofApplication(ProcessHandle.current().pid()));
	}

	private static StateClient client(StateEngine engine, Duration timeout) {
		return new StateClient(engine, new ValueCodec(List.of(), ServerReplacedTests.class.getClassLoader()), timeout);
	}

}
