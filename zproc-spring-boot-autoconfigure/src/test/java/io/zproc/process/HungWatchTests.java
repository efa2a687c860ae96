package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.zproc.OnHung;
import io.zproc.ProcessState;
import io.zproc.StateUnavailableException;
import io.zproc.ZProcWorker;
import io.zproc.client.StateClient;
import io.zproc.client.StateFixture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who counts as hung, when the test makes the time and the heartbeats.
 */
class HungWatchTests {

	private static final Duration INTERVAL = Duration.ofSeconds(2);

	private static final long OTHER_PID = 1;

	private final StateFixture fixture = new StateFixture(StateFixture.Engine.IN_PROCESS);

	private final AtomicLong nanoTime = new AtomicLong(7);

	private final ManualTimer timer = new ManualTimer();

	private boolean isServerAway;

	private final HungWatch watch = new HungWatch(this::client, this.nanoTime::get, () -> this.timer);

	private final Heartbeats heartbeats = new Heartbeats(this.fixture.client(), "run");

	private final Map<String, WorkerDefinition> workers = workers(
			new LifeOptions(null, null, null, Duration.ofSeconds(12), OnHung.KILL, true, false));

	@AfterEach
	void close() {
		this.watch.close();
		this.fixture.close();
	}

	private StateClient client() {
		if (this.isServerAway) {
			throw new StateUnavailableException("It is away", StateUnavailableException.Outcome.NOT_APPLIED, null);
		}
		return this.fixture.client();
	}

	private static Map<String, WorkerDefinition> workers(LifeOptions debugged) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerBeanDefinition("workers", new RootBeanDefinition(Workers.class));
		return WorkerDefinition.find(beans,
				new WorkerSettings("default", List.of(), LifeOptions.NOTHING, RetryOptions.NOTHING,
						RestartOptions.NOTHING, Map.of(), Map.of("debugged", new WorkerSettings.Single(null, null, null,
								null, null, RetryOptions.NOTHING, RestartOptions.NOTHING, debugged, null))),
				(type) -> true);
	}

	private NotedRun start(String worker) {
		return start(worker, OTHER_PID, 1);
	}

	private NotedRun start(String worker, long pid, int attempt) {
		RunOrder order = new RunOrder(this.workers.get(worker), 1, attempt, "default", 0, List.of(), "",
				ScriptedWorkers.PLAN);
		NotedRun run = new NotedRun(ProcessRecord.starting(order, pid).with(ProcessState.RUNNING));
		this.watch.watch(run, order);
		return run;
	}

	private void tell(String worker, int attempt, long count, long ofMethod) {
		this.heartbeats.tell(worker + "-1", new Heartbeat(attempt, count, ofMethod, 10, 20));
	}

	/** Time passes, and the watch looks at each interval. */
	private void pass(int intervals) {
		for (int i = 0; i < intervals; i++) {
			passAtOnce(INTERVAL);
		}
	}

	private void passAtOnce(Duration time) {
		this.nanoTime.addAndGet(time.toNanos());
		this.watch.look();
	}

	@Test
	void oneThatIsSilentForItsTimeoutIsReported() {
		NotedRun run = start("reported");
		tell("reported", 1, 1, 0);
		pass(6);
		assertThat(run.done()).isEmpty();
		pass(1);
		assertThat(run.done()).containsExactly("hung", "dump");
		assertThat(run.record().hungSince()).isBefore(Instant.now().minusSeconds(11));
		pass(20);
		assertThat(run.done()).hasSize(2);
	}

	@Test
	void lateAndLostHeartbeatsAreNoSilence() {
		NotedRun run = start("killed");
		for (int count = 1; count <= 20; count++) {
			tell("killed", 1, count, 0);
			pass(5);
		}
		assertThat(run.done()).isEmpty();
	}

	@Test
	void oneThatGoesOnIsNotHungAnyMore() {
		NotedRun run = start("reported");
		tell("reported", 1, 1, 0);
		pass(7);
		tell("reported", 1, 2, 0);
		pass(1);
		assertThat(run.done()).containsExactly("hung", "dump", "well");
		assertThat(run.record().hungSince()).isNull();
		pass(6);
		assertThat(run.done()).containsExactly("hung", "dump", "well", "hung", "dump");
	}

	@Test
	void oneThatIsToBeKilledIsKilledWhenItsStacksWereWritten() {
		NotedRun run = start("killed");
		tell("killed", 1, 1, 0);
		pass(7);
		assertThat(run.done()).containsExactly("hung", "dump");
		assertThat(this.timer.delays()).containsExactly(INTERVAL, WatchedRun.DUMP_GRACE);
		this.timer.fire();
		assertThat(run.done()).hasSize(2);
		this.timer.fire();
		assertThat(run.done()).last()
			.isEqualTo("fail within 0 s: it hung: no heartbeat for 12 s (zproc.workers.killed.heartbeat-timeout)");
	}

	@Test
	void oneThatGoesOnWhileItsStacksAreWrittenIsNotKilled() {
		NotedRun run = start("killed");
		tell("killed", 1, 1, 0);
		pass(7);
		tell("killed", 1, 2, 0);
		pass(1);
		assertThat(this.timer.delays()).contains(WatchedRun.DUMP_GRACE);
		this.timer.fire();
		this.timer.fire();
		assertThat(run.done()).containsExactly("hung", "dump", "well");
	}

	@Test
	void machineWithoutRoomForStacksHidesNoneOfThem() {
		NotedRun first = start("killed");
		NotedRun second = start("reported");
		first.leaveNoRoom();
		tell("killed", 1, 1, 0);
		tell("reported", 1, 1, 0);
		this.nanoTime.addAndGet(INTERVAL.toNanos());
		for (int i = 0; i < 7; i++) {
			assertThat(this.timer.fire()).isEqualTo(INTERVAL);
			this.nanoTime.addAndGet(INTERVAL.toNanos());
		}
		assertThat(second.done()).containsExactly("hung", "dump");
		assertThat(this.timer.delays()).containsExactly(INTERVAL);
		Awaitility.await().atMost(ScriptedWorkers.BOUND).until(() -> first.done().size() == 2);
		assertThat(first.done()).first().isEqualTo("hung");
		assertThat(first.done()).last().asString().startsWith("fail within 0 s: it hung: ");
	}

	@Test
	void oneThatNeverHadAHeartbeatMayTakeItsTimeToStart() {
		NotedRun run = start("reported");
		pass(14);
		assertThat(run.done()).isEmpty();
		pass(1);
		// It may not be a JVM yet that writes its stacks.
		assertThat(run.done()).containsExactly("hung");
	}

	@Test
	void heartbeatOfTheRunBeforeIsNone() {
		tell("reported", 1, 9, 0);
		NotedRun run = start("reported", OTHER_PID, 2);
		pass(1);
		assertThat(this.watch.last(run)).isNull();
		pass(14);
		assertThat(run.done()).containsExactly("hung");
	}

	@Test
	void whoWasAsleepItselfConcludesNothing() {
		NotedRun run = start("killed");
		tell("killed", 1, 1, 0);
		pass(1);
		passAtOnce(Duration.ofHours(8));
		passAtOnce(Duration.ofMinutes(1));
		assertThat(run.done()).isEmpty();
		tell("killed", 1, 2, 0);
		pass(1);
		assertThat(run.done()).isEmpty();
	}

	@Test
	void whileTheServerIsAwayNobodyIsHung() {
		NotedRun run = start("killed");
		tell("killed", 1, 1, 0);
		pass(1);
		this.isServerAway = true;
		pass(100);
		this.isServerAway = false;
		pass(5);
		assertThat(run.done()).isEmpty();
		tell("killed", 1, 2, 0);
		pass(1);
		assertThat(run.done()).isEmpty();
	}

	@Test
	void anotherServerThatKnowsLessMakesNobodyHung() {
		NotedRun run = start("killed");
		tell("killed", 1, 5, 0);
		pass(1);
		this.heartbeats.forget("killed-1");
		pass(3);
		tell("killed", 1, 4, 0);
		pass(5);
		tell("killed", 1, 6, 0);
		pass(1);
		assertThat(run.done()).isEmpty();
	}

	@Test
	void oneThatIsDebuggedOrNotToBeWatchedIsNeverHung() {
		List<NotedRun> runs = List.of(start("debugged"), start("ignored"));
		pass(10_000);
		assertThat(runs).allSatisfy((run) -> assertThat(run.done()).isEmpty());
	}

	@Test
	void oneThatIsBeingStoppedIsLeftToThat() {
		NotedRun run = start("killed");
		tell("killed", 1, 1, 0);
		pass(1);
		run.change(run.record().with(ProcessState.STOPPING));
		pass(100);
		assertThat(run.done()).isEmpty();
	}

	@Test
	void methodWithHeartbeatsOfItsOwnIsHungAlthoughItsJvmLives() {
		NotedRun run = start("killed");
		for (int count = 1; count <= 8; count++) {
			tell("killed", 1, count, 3);
			pass(1);
		}
		assertThat(run.done()).containsExactly("hung", "dump");
		this.timer.delays().forEach((delay) -> this.timer.fire());
		assertThat(run.done()).last().asString().contains("it hung: its method had no heartbeat for 12 s (");
	}

	@Test
	void betweenTheCallsOfSuchAMethodItsJvmIsEnough() {
		NotedRun run = start("killed");
		for (int count = 1; count <= 30; count++) {
			tell("killed", 1, count, (count < 4) ? 3 : 0);
			pass(1);
		}
		assertThat(run.done()).isEmpty();
	}

	@Test
	void threadIsHungOnlyWhenItsMethodSaysSomethingAndThenNothing() {
		this.isServerAway = true;
		NotedRun run = start("killed", ProcessHandle.current().pid(), 1);
		pass(100);
		assertThat(run.done()).isEmpty();
		run.tell(new Heartbeat(1, 1, 1, 0, 0));
		pass(7);
		assertThat(this.watch.last(run)).as("a heap of its own").isNull();
		assertThat(run.done()).containsExactly("hung", "dump");
		run.tell(new Heartbeat(1, 2, 2, 0, 0));
		pass(1);
		assertThat(run.done()).containsExactly("hung", "dump", "well");
	}

	@Test
	void heartbeatsOfThoseThatAreOverAreForgotten() {
		NotedRun over = start("reported");
		start("killed");
		tell("reported", 1, 1, 0);
		tell("killed", 1, 1, 0);
		pass(1);
		assertThat(this.watch.last(over)).isEqualTo(new Heartbeat(1, 1, 0, 10, 20));
		over.change(over.record().ended(ProcessState.EXITED, 0, null));
		assertThat(this.watch.last(over)).isNull();
		pass(1);
		String own = Heartbeats.labelOfWatch(ProcessHandle.current().pid());
		assertThat(this.heartbeats.read()).containsOnlyKeys("killed-1", own);
		this.heartbeats.forgetOthers(() -> Set.of(own));
		assertThat(this.heartbeats.read()).containsOnlyKeys(own);
	}

	@Test
	void timeoutThatIsTooShortIsRefused() {
		LifeOptions life = new LifeOptions(null, null, null, Duration.ofMillis(500), null, false, false);
		assertThatExceptionOfType(InvalidMethodException.class).isThrownBy(() -> workers(life))
			.withMessageContaining("Worker 'debugged' (method ")
			.withMessageContaining(" has heartbeat-timeout: PT0.5S (expected: at least PT1S, or 0 for no watch)");
	}

	@Test
	void looksAgainAsLongAsThereIsOneToLookAt() {
		NotedRun run = start("killed");
		for (int i = 0; i < 3; i++) {
			assertThat(this.timer.delays()).containsExactly(INTERVAL);
			this.timer.fire();
		}
		run.change(run.record().ended(ProcessState.EXITED, 0, null));
		this.timer.fire();
		assertThat(this.timer.delays()).isEmpty();
		start("ignored");
		assertThat(this.timer.delays()).containsExactly(Duration.ofSeconds(5));
	}

	static class Workers {

		@ZProcWorker(heartbeatTimeout = "12s")
		public void reported() {
		}

		@ZProcWorker(heartbeatTimeout = "12s", onHung = OnHung.KILL)
		public void killed() {
		}

		@ZProcWorker(heartbeatTimeout = "0s", onHung = OnHung.KILL)
		public void ignored() {
		}

		@ZProcWorker
		public void debugged() {
		}

	}

}
