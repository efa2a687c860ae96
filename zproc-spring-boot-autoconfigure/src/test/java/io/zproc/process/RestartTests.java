package io.zproc.process;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.zproc.OnStateChange;
import io.zproc.ProcessState;
import io.zproc.RemoteException;
import io.zproc.Restart;
import io.zproc.WorkerFailedException;
import io.zproc.WorkerProcess;
import io.zproc.ZProcWorker;
import io.zproc.process.ScriptedWorkers.ScriptedRun;
import io.zproc.testing.LeakChecked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Workers whose runs have ended are started again, or not.
 */
@LeakChecked
@Timeout(180)
class RestartTests {

	private static final Duration BOUND = ScriptedWorkers.BOUND;

	private final ManualTimer timer = new ManualTimer();

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final ScriptedWorkers workers = new ScriptedWorkers(Workers.class, Map.of(), RestartOptions.NOTHING,
			this.nanos::get, () -> this.timer);

	@AfterEach
	void close() {
		this.workers.close();
		this.timer.shutdownNow();
	}

	@Test
	void startsAgainWhenItsWaitIsOver() {
		WorkerProcess<?> process = start("eager");
		this.workers.run("eager-1").beReady();
		this.workers.run("eager-1").die();
		assertThat(process.state()).isEqualTo(ProcessState.BACKING_OFF);
		assertThat(process.isAlive()).isFalse();
		assertThat(process.exitCode()).isEqualTo(137);
		assertThat(process.result()).isNotDone();
		assertThat(shared("state", "attempt", "restarts", "lastFailure")).containsExactly("BACKING_OFF", 1, 0, "");
		assertThat(shared("failure", "nextStartAt")).doesNotContain("");
		assertThat(this.timer.fire()).hasSeconds(1);
		assertThat(this.workers.run("eager-1").attempt()).isEqualTo(2);
		assertThat(process.attempt()).isEqualTo(2);
		assertThat(process.state()).isEqualTo(ProcessState.STARTING);
		assertThat(shared("state", "attempt", "restarts", "failure", "nextStartAt")).containsExactly("STARTING", 2, 1,
				"", "");
		assertThat(this.workers.shared("eager-1", "lastFailure")).asString().startsWith("It was killed");
		this.workers.run("eager-1").beReady();
		this.workers.run("eager-1").returnValue("done");
		assertThat(process.await(BOUND)).isEqualTo("done");
		assertThat(shared("state", "failure")).containsExactly("EXITED", "");
		assertThat(this.workers.shared("eager-1", "lastFailure")).asString().startsWith("It was killed");
		assertThat(this.timer.delays()).isEmpty();
	}

	@Test
	void oneThatWasHungWasReadyBeforeAllTheSame() {
		start("eager");
		this.workers.run("eager-1").beReady();
		this.workers.run("eager-1").die();
		assertThat(this.timer.fire()).hasSeconds(1);
		this.workers.run("eager-1").beReady();
		this.workers.run("eager-1").die();
		assertThat(this.timer.fire()).hasSeconds(2);
		this.workers.run("eager-1").beReady();
		this.nanos.addAndGet(Duration.ofHours(1).toNanos());
		this.workers.run("eager-1").hung(Instant.now());
		this.workers.run("eager-1").hung(null);
		this.workers.run("eager-1").die();
		// It was well for an hour: what was before that does not count.
		assertThat(this.timer.fire()).hasSeconds(1);
	}

	@Test
	void outputOfAllItsRunsIsKeptAsLongAsItIsRemembered() {
		start("eager");
		OutputTail output = this.workers.supervisor().output("eager-1");
		this.workers.run("eager-1").write("one");
		ScriptedRun first = this.workers.run("eager-1");
		first.die();
		// What it has left in its pipe may come late.
		first.write("last words");
		this.timer.fire();
		this.workers.run("eager-1").write("two");
		this.workers.run("eager-1").returnNothing();
		assertThat(this.workers.supervisor().output("eager-1")).isSameAs(output);
		assertThat(output.after(0)).containsExactly(new OutputTail.Line(1, 1, "one"),
				new OutputTail.Line(2, 1, "last words"), new OutputTail.Line(3, 2, "two"));
		assertThat(this.workers.supervisor().output("eager-2")).isNull();
	}

	@Test
	void waitsLongerEachTimeUntilARunWasHealthy() {
		start("eager");
		for (int seconds : new int[] { 1, 2, 4 }) {
			this.workers.run("eager-1").beReady();
			this.nanos.addAndGet(Duration.ofSeconds(59).toNanos());
			this.workers.run("eager-1").die();
			assertThat(this.timer.fire()).hasSeconds(seconds);
		}
		// A start that takes long is no health.
		this.nanos.addAndGet(Duration.ofHours(1).toNanos());
		this.workers.run("eager-1").die();
		assertThat(this.timer.fire()).hasSeconds(8);
		this.workers.run("eager-1").beReady();
		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
		this.workers.run("eager-1").die();
		assertThat(this.timer.fire()).hasSeconds(1);
	}

	@Test
	void saysWhichRestartItIsInAllAndWithinTheWindow() {
		RestartPolicy policy = new RestartPolicy(this.workers.definition("eager"), null);
		long minute = Duration.ofMinutes(1).toNanos();
		assertThat(died(policy, 1, 0)).isEqualTo("restart 1 in all, 1 of at most 5 within 1m");
		assertThat(died(policy, 2, minute)).isEqualTo("restart 2 in all, 2 of at most 5 within 1m");
		assertThat(died(policy, 3, 5 * minute)).isEqualTo("restart 3 in all, 1 of at most 5 within 1m");
	}

	private static String died(RestartPolicy policy, int attempt, long nanos) {
		ProcessRecord record = new ProcessRecord("eager", 1, 1, 1, ProcessState.FAILED, attempt, 137, Instant.EPOCH,
				Instant.EPOCH, "It was killed", null, null, null);
		Duration second = Duration.ofSeconds(1);
		return policy
			.decide(new EndedRun(record, EndedRun.End.DIED, null, null, second, false, List.of()), second, nanos)
			.reason();
	}

	@Test
	void failsForGoodWithMoreRestartsThanMay() {
		WorkerProcess<?> process = start("eager");
		for (int i = 0; i < 5; i++) {
			this.workers.run("eager-1").beReady();
			this.workers.run("eager-1").die();
			this.timer.fire();
		}
		this.workers.run("eager-1").beReady();
		this.workers.run("eager-1").throwException(new IllegalStateException("no mail"));
		assertThat(this.timer.delays()).isEmpty();
		assertThat(process.state()).isEqualTo(ProcessState.FAILED);
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(BOUND))
			.withMessageStartingWith(
					"Worker 'eager-1' has failed for good in attempt 6: 5 restarts are allowed within 1m"
							+ " (zproc.workers.eager.restart.max-restarts or zproc.worker.restart.max-restarts)")
			.withMessageContaining("no mail")
			.withCauseInstanceOf(RemoteException.class)
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(1));
		assertThat(this.workers.shared("eager-1", "failure")).asString()
			.startsWith("Worker 'eager-1' has failed for good in attempt 6: 5 restarts are allowed within 1m")
			.endsWith("zproc.worker.restart.max-restarts); its last run: Worker 'eager-1' (pid 1) exited with 1 after"
					+ " 1000 ms: java.lang.IllegalStateException: no mail");
	}

	@Test
	void failsForGoodWhenItNeverGetsReadyHoweverSlowlyItDies() {
		WorkerProcess<?> process = start("eager");
		for (int i = 0; i < 5; i++) {
			this.nanos.addAndGet(Duration.ofHours(1).toNanos());
			this.workers.run("eager-1").die();
			this.timer.fire();
		}
		this.nanos.addAndGet(Duration.ofHours(1).toNanos());
		this.workers.run("eager-1").die();
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(BOUND))
			.withMessageContaining("6 runs in a row ended before the worker was ready");
	}

	@ParameterizedTest
	@MethodSource
	void policyDecides(String worker, String end, Consumer<ScriptedRun> script, boolean isAgain) {
		WorkerProcess<?> process = start(worker);
		this.workers.run(worker + "-1").beReady();
		script.accept(this.workers.run(worker + "-1"));
		assertThat(this.timer.delays()).hasSize(isAgain ? 1 : 0);
		assertThat(process.result().isDone()).isEqualTo(!isAgain);
	}

	static Stream<Arguments> policyDecides() {
		return Stream.of(end("job", "killed", ScriptedRun::die, false),
				end("watcher", "killed", ScriptedRun::die, true), end("eager", "exit 3", (run) -> run.exit(3), true),
				end("eager", "exit 0", (run) -> run.exit(0), false),
				end("eager", "returned", (run) -> run.returnValue(1), false),
				end("eager", "threw", (run) -> run.throwException(new IllegalStateException()), true),
				end("eager", "SIGTERM", ScriptedRun::beTerminated, false),
				end("always", "exit 0", (run) -> run.exit(0), true),
				end("always", "returned", (run) -> run.returnValue(1), true),
				end("always", "SIGTERM", ScriptedRun::beTerminated, true),
				end("picky", "SIGKILL", ScriptedRun::die, true), end("picky", "3", (run) -> run.exit(3), true),
				end("picky", "4", (run) -> run.exit(4), false), end("picky", "0", (run) -> run.exit(0), false),
				end("picky", "SIGTERM", ScriptedRun::beTerminated, false),
				end("picky", "SIGSEGV", (run) -> run.crash("#", "#  SIGSEGV (0xb) at pc=0x00007f, pid=1, tid=2"), true),
				end("picky", "SIGBUS", (run) -> run.crash("#  SIGBUS (0x7) at pc=0x00007f, pid=1, tid=2"), false));
	}

	private static Arguments end(String worker, String end, Consumer<ScriptedRun> script, boolean isAgain) {
		return Arguments.of(worker, end, script, isAgain);
	}

	@Test
	void stopWhileItWaitsIsFinal() {
		WorkerProcess<?> process = start("eager");
		this.workers.run("eager-1").die();
		process.stop(BOUND);
		assertStoppedWhileItWaited(process);
		assertThat(shared("state", "failure", "nextStartAt")).containsExactly("EXITED", "", "");
	}

	@Test
	void killWhileItWaitsIsFinal() {
		WorkerProcess<?> process = start("eager");
		this.workers.run("eager-1").die();
		process.kill();
		assertStoppedWhileItWaited(process);
	}

	@Test
	void endOfApplicationWhileItWaitsIsFinal() {
		WorkerProcess<?> process = start("eager");
		this.workers.run("eager-1").die();
		this.workers.supervisor().close();
		assertStoppedWhileItWaited(process);
	}

	@Test
	void restartThatIsScheduledJustAsTheTimerEndsIsLeftOut() {
		AtomicReference<@Nullable WorkerSupervisor> ending = new AtomicReference<>();
		ScheduledExecutorService timer = WorkerTimer.ofRestarts();
		// Whoever schedules something finds that the application has just ended.
		ScheduledExecutorService late = (ScheduledExecutorService) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ScheduledExecutorService.class }, (proxy, method, arguments) -> {
					WorkerSupervisor supervisor = ending.getAndSet(null);
					if (supervisor != null && method.getName().equals("schedule")) {
						supervisor.close();
						assertThat(timer.isShutdown()).isTrue();
					}
					return method.invoke(timer, arguments);
				});
		try (ScriptedWorkers ended = new ScriptedWorkers(Workers.class, Map.of(), RestartOptions.NOTHING,
				this.nanos::get, () -> late)) {
			SupervisedWorker<?> process = ended.supervisor().add(ended.definition("eager"), "default", List.of(), "");
			process.start();
			ending.set(ended.supervisor());
			ended.run("eager-1").die();
			assertThat(ending.get()).as("the end of the application").isNull();
			assertThat(process.state()).isEqualTo(ProcessState.EXITED);
			assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(BOUND))
				.withMessageStartingWith("Worker 'eager-1' was stopped while it waited for its next run");
			assertThat(ended.events()).filteredOn("launch eager-1"::equals).hasSize(1);
		}
	}

	private void assertStoppedWhileItWaited(WorkerProcess<?> process) {
		assertThat(process.state()).isEqualTo(ProcessState.EXITED);
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(BOUND))
			.withMessageStartingWith("Worker 'eager-1' was stopped while it waited for its next run; its last run: ")
			.satisfies((failure) -> assertThat(failure.signal()).isEqualTo("SIGKILL"));
		// The timer may be too late to hear of it.
		this.timer.fire();
		assertThat(this.workers.events()).filteredOn("launch eager-1"::equals).hasSize(1);
		assertThat(process.attempt()).isEqualTo(1);
	}

	@Test
	void stopWhileItWaitsGivesResultOfLastRun() {
		WorkerProcess<?> process = start("always");
		this.workers.run("always-1").beReady();
		this.workers.run("always-1").returnValue(7);
		process.stop(BOUND);
		assertThat(process.await(BOUND)).isEqualTo(7);
	}

	@Test
	void stopWhileItRunsIsFinal() {
		WorkerProcess<?> process = start("always");
		process.stop(BOUND);
		assertThat(process.state()).isEqualTo(ProcessState.EXITED);
		assertThat(process.result()).isDone();
		assertThat(this.timer.delays()).isEmpty();
	}

	@Test
	void launchThatFailsInRestartIsFinal() {
		WorkerProcess<?> process = start("eager");
		this.workers.run("eager-1").die();
		this.workers.refuse("eager-1");
		this.timer.fire();
		assertThat(process.state()).isEqualTo(ProcessState.FAILED);
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(BOUND))
			.withMessage("Worker 'eager-1' could not be started again, for attempt 2: No process for eager-1")
			.withCauseInstanceOf(LaunchException.class);
		assertThat(shared("state", "failure")).containsExactly("FAILED",
				"Worker 'eager-1' could not be started again, for attempt 2: No process for eager-1");
		assertThat(this.timer.delays()).isEmpty();
	}

	@Test
	void codeThatWaitsForResultMayStopTheWorker() {
		WorkerProcess<?> process = start("job");
		List<ProcessState> seen = new CopyOnWriteArrayList<>();
		var unused = process.result().handle((value, failure) -> {
			process.stop(BOUND);
			return seen.add(process.state());
		});
		this.workers.run("job-1").die();
		assertThat(seen).containsExactly(ProcessState.FAILED);
	}

	private WorkerProcess<?> start(String worker) {
		SupervisedWorker<?> process = this.workers.supervisor()
			.add(this.workers.definition(worker), "default", List.of(), "");
		process.start();
		return process;
	}

	private List<Object> shared(String... fields) {
		return Stream.of(fields).map((field) -> {
			Object value = this.workers.shared("eager-1", field);
			return (value != null) ? value : "";
		}).toList();
	}

	static class Workers {

		@ZProcWorker(autoStart = false)
		public void job() {
		}

		@ZProcWorker(autoStart = false)
		@OnStateChange("key")
		public void watcher() {
		}

		@ZProcWorker(autoStart = false, restart = Restart.ON_FAILURE)
		public void eager() {
		}

		@ZProcWorker(autoStart = false, restart = Restart.ALWAYS)
		public void always() {
		}

		@ZProcWorker(autoStart = false, restartFor = { "SIGKILL", "SIGSEGV", "3" })
		public void picky() {
		}

	}

}
