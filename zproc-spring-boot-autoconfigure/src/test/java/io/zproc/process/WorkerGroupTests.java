package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.zproc.ProcessState;
import io.zproc.Restart;
import io.zproc.WorkerEndedEvent;
import io.zproc.WorkerFailedEvent;
import io.zproc.WorkerFailedException;
import io.zproc.ZProcWorker;
import io.zproc.process.ScriptedWorkers.ScriptedRun;
import io.zproc.testing.LeakChecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Workers of a group are stopped, and started again, together.
 */
@LeakChecked
@Timeout(360)
class WorkerGroupTests {

	private static final Duration BOUND = ScriptedWorkers.BOUND;

	private static final List<String> LABELS = List.of("a-1", "b-1", "c-1");

	private final ManualTimer timer = new ManualTimer();

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final ScriptedWorkers workers = new ScriptedWorkers(Workers.class, Map.of(), Map.of("all",
			new GroupSettings(GroupStrategy.ONE_FOR_ALL,
					new RestartOptions(null, null, null, null, null, null, 2, null, null, OnGiveUp.STOP_APPLICATION)),
			"rest", new GroupSettings(GroupStrategy.REST_FOR_ONE, RestartOptions.NOTHING)), RestartOptions.NOTHING,
			this.nanos::get, () -> this.timer);

	@AfterEach
	void close() {
		this.workers.close();
		this.timer.shutdownNow();
	}

	@Test
	void allAreStoppedInReverseOrderAndStartedInOrder() {
		startAll();
		this.workers.run("b-1").die();
		restart();
		assertThat(events("a", "b", "c")).endsWith("end b-1", "stop c-1", "end c-1", "stop a-1", "end a-1",
				"launch a-1");
		assertThat(state("b-1")).isEqualTo(ProcessState.BACKING_OFF);
		this.workers.run("a-1").beReady();
		this.workers.awaitEvents("launch b-1");
		awaitAttempt("b-1", 2);
		assertThat(attempt("c-1")).isEqualTo(1);
		this.workers.run("b-1").beReady();
		awaitAttempt("c-1", 2);
		LABELS.forEach((label) -> assertThat(process(label).result()).isNotDone());
		assertThat(attempt("other-1")).isEqualTo(1);
	}

	@Test
	void onlyWhoFailedHasFailed() {
		startAll();
		this.workers.run("b-1").die();
		awaitDelay();
		assertThat(this.workers.shared("b-1", "failure")).asString().startsWith("It was killed");
		for (String label : List.of("a-1", "c-1")) {
			assertThat(this.workers.shared(label, "state")).isEqualTo("BACKING_OFF");
			assertThat(this.workers.shared(label, "failure")).isNull();
			assertThat(this.workers.shared(label, "nextStartAt")).isNotNull();
		}
		this.timer.fire();
		becomeReady();
		assertThat(this.workers.shared("a-1", "lastFailure")).isNull();
		assertThat(this.workers.shared("a-1", "restarts")).isEqualTo(1);
		assertThat(this.workers.shared("b-1", "lastFailure")).asString().startsWith("It was killed");
	}

	@Test
	void listenersHearWhichGroupIsStartedAgain() {
		startAll();
		this.workers.run("b-1").die();
		restart();
		becomeReady();
		this.workers.run("other-1").die();
		assertThat(this.workers.told()).filteredOn(WorkerFailedEvent.class::isInstance)
			.map(WorkerFailedEvent.class::cast)
			.extracting(WorkerFailedEvent::worker, WorkerFailedEvent::group)
			.containsExactly(tuple("b", "all"), tuple("other", null));
		assertThat(this.workers.told()).filteredOn(WorkerEndedEvent.class::isInstance)
			.map(WorkerEndedEvent.class::cast)
			.extracting(WorkerEndedEvent::worker, WorkerEndedEvent::group)
			.containsExactly(tuple("c", "all"), tuple("a", "all"));
	}

	@Test
	void restIsStoppedAndStartedAgain() {
		startAll();
		this.workers.run("y-1").die();
		restart();
		awaitAttempt("y-1", 2);
		assertThat(events("x", "y", "z")).endsWith("end y-1", "stop z-1", "end z-1", "launch y-1");
		this.workers.run("y-1").beReady();
		awaitAttempt("z-1", 2);
		assertThat(attempt("x-1")).isEqualTo(1);
		this.workers.run("z-1").die();
		restart(Duration.ofSeconds(2));
		awaitAttempt("z-1", 3);
		assertThat(attempt("y-1")).isEqualTo(2);
	}

	@Test
	void deathsWhileTheGroupStopsAreOneRestart() {
		startAll();
		this.workers.run("c-1").beSlow();
		this.workers.run("b-1").die();
		this.workers.awaitEvents("stop c-1");
		this.workers.run("a-1").die();
		assertThat(state("a-1")).isEqualTo(ProcessState.BACKING_OFF);
		this.workers.run("c-1").die();
		restart();
		becomeReady();
		LABELS.forEach((label) -> assertThat(attempt(label)).isEqualTo(2));
		assertThat(this.workers.shared("c-1", "lastFailure")).as("it was asked").isNull();
		assertThat(this.workers.shared("a-1", "lastFailure")).asString().startsWith("It was killed");
	}

	@Test
	void deathWhileTheGroupStartsIsAnotherRestart() {
		startAll();
		this.workers.run("b-1").die();
		restart();
		awaitAttempt("a-1", 2);
		this.workers.run("a-1").die();
		restart(Duration.ofSeconds(2));
		becomeReady();
		assertThat(attempt("a-1")).isEqualTo(3);
		assertThat(attempt("b-1")).isEqualTo(2);
		assertThat(attempt("c-1")).isEqualTo(2);
	}

	@Test
	void groupThatIsGivenUpFailsWithAllItsMembersAndStopsTheApplication() {
		startAll();
		for (int i = 1; i <= 2; i++) {
			this.workers.run("b-1").die();
			restart(Duration.ofSeconds(i));
			becomeReady();
		}
		this.workers.run("b-1").throwException(new IllegalStateException("no hope"));
		String why = "its group 'all' needed another restart because of worker 'b-1', but 2 restarts are allowed"
				+ " within 1m (zproc.groups.all.restart.max-restarts or zproc.worker.restart.max-restarts)";
		for (String label : LABELS) {
			assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process(label).await(BOUND))
				.withMessageStartingWith("Worker '" + label + "' has failed for good in attempt 3: " + why);
			assertThat(state(label)).isEqualTo(ProcessState.FAILED);
		}
		assertThat(this.workers.stops()).singleElement()
			.asString()
			.startsWith("Worker 'b-1' has failed for good in attempt 3: " + why)
			.contains("IllegalStateException: no hope", "zproc.groups.all.restart.on-give-up=keep-running");
		assertThat(this.timer.delays()).isEmpty();
		// By hand, all begins anew.
		LABELS.forEach((label) -> assertThat(
				this.workers.supervisor().startAgain(this.workers.definition(label.substring(0, 1)), null))
			.isTrue());
		becomeReady();
		this.workers.run("c-1").die();
		restart();
		becomeReady();
		LABELS.forEach((label) -> assertThat(attempt(label)).isEqualTo(2));
	}

	@Test
	void groupWhoseMemberCannotBeLaunchedIsGivenUp() {
		startAll();
		this.workers.run("a-1").die();
		this.workers.refuse("b-1");
		restart();
		awaitAttempt("a-1", 2);
		this.workers.run("a-1").beReady();
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process("b-1").await(BOUND))
			.withMessage("Worker 'b-1' could not be started again, for attempt 2: No process for b-1");
		for (String label : List.of("a-1", "c-1")) {
			assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process(label).await(BOUND))
				.withMessageContaining("its group 'all' has failed for good: Worker 'b-1' could not be started again");
		}
		assertThat(this.workers.stops()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void memberThatIsOverIsNotStartedAgain(boolean isStopped) {
		startAll();
		if (isStopped) {
			process("c-1").stop(BOUND);
		}
		else {
			this.workers.run("c-1").returnValue("done");
		}
		this.workers.run("b-1").die();
		restart();
		awaitAttempt("a-1", 2);
		this.workers.run("a-1").beReady();
		awaitAttempt("b-1", 2);
		this.workers.run("b-1").beReady();
		assertThat(attempt("c-1")).isEqualTo(1);
		assertThat(state("c-1")).isEqualTo(ProcessState.EXITED);
	}

	@Test
	void memberWhoseMethodIsOverHasItsResult() {
		startAll();
		this.workers.run("c-1").beSlow();
		this.workers.run("c-1").beOver();
		this.workers.run("b-1").die();
		CompletableFuture<?> result = process("c-1").result();
		Awaitility.await().atMost(BOUND).until(() -> events("b").contains("end b-1"));
		this.workers.run("c-1").returnValue("done");
		assertThat(result).isCompletedWithValueMatching("done"::equals);
		restart();
		awaitAttempt("a-1", 2);
		assertThat(events("c")).containsExactly("launch c-1", "end c-1");
	}

	@Test
	void memberThatIsNeverRestartedIsStoppedForGood() {
		startAll();
		this.workers.run("y-1").die();
		awaitDelay();
		assertThat(process("temporary-1").result()).isDone();
		this.timer.fire();
		awaitAttempt("y-1", 2);
		assertThat(attempt("temporary-1")).isEqualTo(1);
	}

	@Test
	void memberThatIsStoppedWhileItWaitsIsOver() {
		startAll();
		this.workers.run("b-1").die();
		awaitDelay();
		process("a-1").stop(BOUND);
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process("a-1").await(BOUND))
			.withMessageContaining("was stopped while it waited for its next run");
		this.timer.fire();
		awaitAttempt("b-1", 2);
		assertThat(attempt("a-1")).isEqualTo(1);
	}

	@Test
	void memberThatWaitsForItsFirstStartIsStartedWithTheOthers() {
		this.workers.start();
		this.workers.run("a-1").die();
		assertThat(state("c-1")).isEqualTo(ProcessState.NEW);
		restart();
		becomeReady();
		assertThat(attempt("a-1")).isEqualTo(2);
		assertThat(attempt("b-1")).isEqualTo(1);
		assertThat(attempt("c-1")).isEqualTo(1);
	}

	@Test
	void spawnedProcessesBelongToTheGroup() {
		startAll();
		SupervisedWorker<?> spawned = this.workers.supervisor()
			.add(this.workers.definition("b"), "default", List.of(), "");
		spawned.start();
		this.workers.run("b-2").beReady();
		this.workers.run("a-1").die();
		restart();
		awaitAttempt("a-1", 2);
		this.workers.run("a-1").beReady();
		awaitAttempt("b-2", 2);
		this.workers.run("b-2").die();
		restart(Duration.ofSeconds(2));
		awaitAttempt("a-1", 3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void endOfApplicationIsFinalWhileTheGroupIsStartedAgain(boolean isWaiting) throws Exception {
		startAll();
		this.workers.run("c-1").beSlow();
		this.workers.run("b-1").die();
		this.workers.awaitEvents("stop c-1");
		if (isWaiting) {
			this.workers.run("c-1").stopped(0);
			awaitDelay();
		}
		CompletableFuture<Void> close = CompletableFuture.runAsync(this.workers.supervisor()::close);
		Awaitility.await().atMost(BOUND).until(() -> process("b-1").result().isDone());
		this.workers.run("c-1").stopped(0);
		close.get(BOUND.toSeconds(), TimeUnit.SECONDS);
		while (!this.timer.delays().isEmpty()) {
			this.timer.fire();
		}
		LABELS.forEach((label) -> {
			assertThat(attempt(label)).isEqualTo(1);
			assertThat(process(label).result()).isDone();
			assertThat(state(label)).isEqualTo(ProcessState.EXITED);
		});
	}

	@Test
	void eachEndThatIsFollowedByARestartIsOneOfTheGroup() {
		List<Consumer<ScriptedRun>> ends = List.of((run) -> run.fail("it hung", BOUND), (run) -> run.exit(3));
		startAll();
		for (int i = 0; i < ends.size(); i++) {
			ends.get(i).accept(this.workers.run("c-1"));
			restart(Duration.ofSeconds(i + 1));
			becomeReady();
			assertThat(attempt("a-1")).isEqualTo(i + 2);
		}
		this.workers.run("c-1").exit(0);
		assertThat(process("c-1").result()).isDone();
		assertThat(this.timer.delays()).isEmpty();
	}

	private void startAll() {
		this.workers.start();
		becomeReady();
		for (String label : List.of("x-1", "y-1", "z-1", "temporary-1", "other-1")) {
			this.workers.run(label).beReady();
		}
	}

	/** The last runs, each when it is there. */
	private void becomeReady() {
		for (String label : LABELS) {
			Awaitility.await()
				.pollInterval(Duration.ofMillis(5))
				.atMost(BOUND)
				.until(() -> state(label) == ProcessState.STARTING || state(label) == ProcessState.RUNNING);
			if (state(label) == ProcessState.STARTING) {
				this.workers.run(label).beReady();
			}
		}
	}

	private void restart() {
		restart(Duration.ofSeconds(1));
	}

	private void restart(Duration delay) {
		awaitDelay();
		assertThat(this.timer.fire()).isEqualTo(delay);
	}

	private void awaitDelay() {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(BOUND)
			.until(() -> this.timer.delays().size() == 1);
	}

	private void awaitAttempt(String label, int attempt) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(BOUND)
			.until(() -> attempt(label) == attempt && state(label) == ProcessState.STARTING);
	}

	private SupervisedWorker<?> process(String label) {
		return (SupervisedWorker<?>) this.workers.process(label);
	}

	private int attempt(String label) {
		return process(label).attempt();
	}

	private ProcessState state(String label) {
		return process(label).state();
	}

	private List<String> events(String... names) {
		return this.workers.events()
			.stream()
			.filter((event) -> List.of(names).stream().anyMatch((name) -> event.contains(" " + name + "-")))
			.toList();
	}

	static class Workers {

		@ZProcWorker(group = "all")
		public void a() {
		}

		@ZProcWorker(group = "all", after = "a")
		public void b() {
		}

		@ZProcWorker(group = "all", after = "b")
		public void c() {
		}

		@ZProcWorker(group = "rest")
		public void x() {
		}

		@ZProcWorker(group = "rest")
		public void y() {
		}

		@ZProcWorker(group = "rest", after = { "x", "y" })
		public void z() {
		}

		@ZProcWorker(group = "rest", after = "y", restart = Restart.NEVER)
		public void temporary() {
		}

		@ZProcWorker(restart = Restart.ON_FAILURE)
		public void other() {
		}

	}

}
