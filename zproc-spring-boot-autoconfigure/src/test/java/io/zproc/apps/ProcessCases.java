package io.zproc.apps;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.zproc.ProcessManager;
import io.zproc.ProcessState;
import io.zproc.ProcessTimeoutException;
import io.zproc.RemoteException;
import io.zproc.SharedState;
import io.zproc.WorkerEndedEvent;
import io.zproc.WorkerEvent;
import io.zproc.WorkerFailedEvent;
import io.zproc.WorkerFailedException;
import io.zproc.WorkerOutcome;
import io.zproc.WorkerProcess;
import io.zproc.WorkerReadyEvent;
import io.zproc.WorkerRetryEvent;
import io.zproc.WorkerStartedEvent;
import io.zproc.ZProcException;
import io.zproc.apps.jobs.Heard;
import io.zproc.apps.jobs.Jobs;
import io.zproc.apps.jobs.Jobs.Order;
import io.zproc.apps.jobs.Jobs.OutOfFlourException;
import io.zproc.apps.jobs.JobsApplication;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What a process of a worker is to who starts it, be it a process or a thread.
 */
@SpringBootTest(classes = JobsApplication.class, webEnvironment = WebEnvironment.NONE)
@DirtiesContext
abstract class ProcessCases {

	static final Duration BOUND = Duration.ofMinutes(3);

	@Autowired
	private ProcessManager processes;

	@Autowired
	private SharedState state;

	@Autowired
	private Heard heard;

	ProcessManager processes() {
		return this.processes;
	}

	SharedState state() {
		return this.state;
	}

	@Test
	void givesResultOfMethod() throws Exception {
		WorkerProcess<Integer> process = this.processes.spawn(Jobs::bake, 5);
		assertThat(process.name()).isEqualTo("bake");
		assertThat(process.attempt()).isEqualTo(1);
		int cookies = process.await(BOUND);
		assertThat(cookies).isEqualTo(10);
		assertThat(process.result().get()).isEqualTo(10);
		assertThat(process.state()).isEqualTo(ProcessState.EXITED);
		assertThat(process.isAlive()).isFalse();
		assertThat(process.exitCode()).isZero();
		assertThat(process.signal()).isNull();
		List<WorkerEvent> heard = heard(process.name(), process.instance(), WorkerEndedEvent.class);
		assertThat(heard).extracting(Object::getClass)
			.containsExactly(WorkerStartedEvent.class, WorkerReadyEvent.class, WorkerEndedEvent.class);
		assertThat(heard).extracting(WorkerEvent::pid).containsOnly(process.pid());
		assertThat(heard).extracting(WorkerEvent::attempt).containsOnly(1);
		assertThat(heard).extracting(WorkerEvent::time).isSorted();
		WorkerEndedEvent ended = (WorkerEndedEvent) heard.get(2);
		assertThat(ended.exitCode()).isZero();
		assertThat(ended.lifetime()).isPositive();
		assertThat(ended.restartIn()).isNull();
	}

	@Test
	void tellsOfRetries() {
		WorkerProcess<Integer> process = this.processes.spawn(Jobs::rise);
		assertThat(process.await(BOUND)).isEqualTo(2);
		// Those of a process come by another way than its end.
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(this.heard.of(process.name(), process.instance()))
				.filteredOn(WorkerRetryEvent.class::isInstance)
				.extracting((event) -> ((WorkerRetryEvent) event).retry() + " " + event.pid() + " "
						+ ((WorkerRetryEvent) event).failure())
				.containsExactly("1 " + process.pid() + " java.io.IOException: The oven is cold",
						"2 " + process.pid() + " java.io.IOException: The oven is cold"));
	}

	List<WorkerEvent> heard(String worker, int instance, Class<? extends WorkerEvent> last) {
		await().atMost(BOUND).until(() -> this.heard.of(worker, instance).stream().anyMatch(last::isInstance));
		return this.heard.of(worker, instance);
	}

	@Test
	void passesValuesBesideInjectedParameters() {
		WorkerProcess<Map<String, Object>> process = this.processes.worker(Jobs::describe)
			.namespace("kitchen")
			.spawn(new Order(4, List.of("cookie")));
		assertThat(process.await(BOUND)).isEqualTo(Map.of("order", new Order(5, List.of("cookie")), "flavour", "plain",
				"namespace", "kitchen", "instance", process.instance()));
		assertThat(this.state.namespace("kitchen")).containsEntry("described by", "describe");
	}

	@Test
	void startsLaterByNameWithoutResult() {
		WorkerProcess<Object> process = this.processes.worker("wash").startLater().spawn();
		assertThat(process.state()).isEqualTo(ProcessState.NEW);
		assertThat(process.pid()).isEqualTo(-1);
		assertThat(process.attempt()).isZero();
		process.start();
		process.start();
		assertThat(process.await(BOUND)).isNull();
		assertThat(this.state.get("washed", Long.class)).isPositive();
	}

	@Test
	void stopBeforeStartLetsNothingRun() {
		WorkerProcess<Void> process = this.processes.worker(Jobs::wash).startLater().spawn();
		process.stop(BOUND);
		process.start();
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(BOUND))
			.withMessageContaining("was stopped before it was started");
	}

	private static String place(WorkerProcess<?> process) {
		return (process.pid() == ProcessHandle.current().pid()) ? "a thread" : "pid " + process.pid();
	}

	@Test
	void exceptionComesHomeAsWhatItWas() {
		WorkerProcess<Void> process = this.processes.spawn(Jobs::fail, "flour");
		RemoteException thrown = awaitFailure(process);
		assertThat(thrown).hasMessageStartingWith("Worker 'fail-" + process.instance() + "' (" + place(process) + ")")
			.hasMessageEndingWith(" threw " + OutOfFlourException.class.getName() + ": no flour");
		assertThat(thrown.remoteClassName()).isEqualTo(OutOfFlourException.class.getName());
		assertThat(thrown.remoteMessage()).isEqualTo("no flour");
		assertThat(thrown.remoteStackTrace().get(0).getMethodName()).isEqualTo("fail");
		assertThat(thrown.getStackTrace()).anySatisfy((frame) -> assertThat(frame.getMethodName()).isEqualTo("await"));
		assertThat(thrown.getCause()).isInstanceOf(OutOfFlourException.class)
			.hasMessage("no flour")
			.hasCauseInstanceOf(IOException.class);
		assertThat(thrown.getCause().getStackTrace()[0].getMethodName()).isEqualTo("fail");
		assertThat(process.state()).isEqualTo(ProcessState.FAILED);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> process.result().get())
			.withCauseInstanceOf(RemoteException.class);
		assertThat(heard(process.name(), process.instance(), WorkerFailedEvent.class)).last()
			.isInstanceOfSatisfying(WorkerFailedEvent.class, (failed) -> {
				assertThat(failed.failure()).contains("OutOfFlourException: no flour");
				assertThat(failed.exitCode()).isEqualTo(1);
				assertThat(failed.signal()).isNull();
				assertThat(failed.restartIn()).isNull();
			});
	}

	@Test
	void exceptionThatCannotBeMadeComesHomeByItsName() {
		RemoteException thrown = awaitFailure(this.processes.spawn(Jobs::fail, "oven"));
		assertThat(thrown.getCause()).isInstanceOfSatisfying(RemoteException.class, (standIn) -> {
			assertThat(standIn).hasMessage(Jobs.OvenException.class.getName() + ": The oven has 20 degrees");
			assertThat(standIn.getStackTrace()[0].getMethodName()).isEqualTo("fail");
			assertThat(standIn.getCause()).isInstanceOf(OutOfFlourException.class);
		});
	}

	@Test
	void hugeMessageIsCut() {
		RemoteException thrown = awaitFailure(this.processes.spawn(Jobs::fail, "huge"));
		assertThat(thrown.remoteMessage()).hasSize(8192).endsWith("xx... [cut]");
	}

	@Test
	void exitEndsProcessWithItsCode() {
		WorkerProcess<Void> process = this.processes.spawn(Jobs::fail, "exit");
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(BOUND))
			.withMessageContaining("ended itself with exit code 7")
			.satisfies((ex) -> assertThat(ex.exitCode()).isEqualTo(7));
		assertThat(process.exitCode()).isEqualTo(7);
	}

	@Test
	void resultThatIsNoValueIsRefused() {
		RemoteException thrown = awaitFailure(this.processes.spawn(Jobs::unencodable));
		assertThat(thrown).hasMessageContaining("result of worker unencodable-")
			.hasMessageContaining("java.util.concurrent.CountDownLatch");
		assertThat(thrown.getCause()).isInstanceOf(ZProcException.class);
	}

	@Test
	void waitEndsInTimeAndProcessUponStop() {
		this.state.remove("waiting");
		WorkerProcess<String> process = this.processes.spawn(Jobs::waitForEver);
		assertThatExceptionOfType(ProcessTimeoutException.class).isThrownBy(() -> process.await(Duration.ofMillis(1)))
			.withMessageContaining("Worker 'waitForEver-" + process.instance() + "'")
			.withMessageContaining("has not ended within PT0.001S");
		this.state.watch("waiting").whenNotNull("waiting").timeout(BOUND).await();
		assertThat(process.isAlive()).isTrue();
		process.stop(BOUND);
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(BOUND))
			.withMessageContaining("was stopped");
		assertThat(process.isAlive()).isFalse();
		assertThat(process.state()).isEqualTo(ProcessState.EXITED);
	}

	@Test
	void spawnsManyAndOneForEachItem() {
		List<WorkerProcess<Integer>> each = this.processes.worker(Jobs::bake).spawnEach(List.of(1, 2));
		List<WorkerProcess<Void>> two = this.processes.worker(Jobs::wash).startLater().spawnCount(2);
		assertThat(each).extracting((process) -> process.await(BOUND)).containsExactly(2, 4);
		assertThat(two.get(0).instance()).isNotEqualTo(two.get(1).instance());
		assertThat(this.processes.worker(Jobs::bake).spawnEach(List.of())).isEmpty();
		two.forEach((process) -> process.stop(BOUND));
	}

	@Test
	void awaitsAllWithOneTimeout() {
		List<WorkerProcess<Integer>> both = this.processes.worker(Jobs::bake).spawnEach(List.of(3, 4));
		assertThat(this.processes.awaitAll(both, BOUND)).containsExactly(6, 8);
		assertThat(this.processes.processes()).containsAll(both);
		this.processes.stopAll(BOUND);
		assertThat(this.processes.processes()).noneMatch(WorkerProcess::isAlive);
	}

	@Test
	void failuresAreValuesToWhoSettles() {
		WorkerProcess<Void> failing = this.processes.spawn(Jobs::fail, "flour");
		WorkerProcess<Void> washing = this.processes.worker(Jobs::wash).startLater().spawn();
		assertThatExceptionOfType(RemoteException.class)
			.isThrownBy(() -> this.processes.awaitAll(List.of(failing, washing), BOUND));
		List<WorkerOutcome<Void>> outcomes = this.processes.settleAll(List.of(failing, washing), Duration.ZERO);
		assertThat(outcomes.get(0).failure()).isInstanceOf(RemoteException.class);
		assertThat(outcomes.get(1).failure()).isInstanceOf(ProcessTimeoutException.class);
		this.processes.startAll();
		WorkerOutcome<Void> washed = this.processes.settleAll(List.of(washing), BOUND).get(0);
		assertThat(washed.isSuccess()).isTrue();
		assertThat(washed.process()).isSameAs(washing);
	}

	@Test
	void workersStartWorkers() {
		assertThat(this.processes.spawn(Jobs::nest, 2).await(BOUND)).isEqualTo(2);
		assertThat(this.state).containsKeys("pid at 0", "pid at 1", "pid at 2");
		// The events of two of them come from another process.
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(this.heard.all()).filteredOn((event) -> event.worker().equals("nest"))
				.extracting((event) -> event.instance() + " " + event.getClass().getSimpleName())
				.containsSubsequence("1 WorkerStartedEvent", "1 WorkerReadyEvent", "1 WorkerEndedEvent")
				.containsSubsequence("2 WorkerStartedEvent", "2 WorkerReadyEvent", "2 WorkerEndedEvent")
				.containsSubsequence("3 WorkerStartedEvent", "3 WorkerReadyEvent", "3 WorkerEndedEvent")
				.hasSize(9));
	}

	@Test
	void runThatTakesTooLongIsAFailure() {
		WorkerProcess<String> process = this.processes.spawn(Jobs::overrun);
		assertThatExceptionOfType(WorkerFailedException.class).isThrownBy(() -> process.await(BOUND))
			.withMessageContaining("because its time limit of PT0.5S was over (zproc.workers.overrun.time-limit)");
		assertThat(process.state()).isEqualTo(ProcessState.FAILED);
		assertThat(process.isAlive()).isFalse();
	}

	@Test
	void scalesUpAndDown() {
		this.state.remove("waiting");
		this.processes.scale("waitForEver", 1);
		this.state.watch("waiting").whenNotNull("waiting").timeout(BOUND).await();
		WorkerProcess<?> scaled = this.processes.processes()
			.stream()
			.filter((process) -> process.name().equals("waitForEver") && process.isAlive())
			.findAny()
			.orElseThrow();
		this.processes.scale("waitForEver", 0);
		assertThat(scaled.isAlive()).isFalse();
		assertThat(scaled.state()).isEqualTo(ProcessState.EXITED);
	}

	@Test
	void refusesArgumentsThatDoNotFit() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.spawn(Jobs::bake))
			.withMessage("Worker 'bake' was given 0 argument(s) (expected: 1, for [int cookies] of "
					+ Jobs.class.getName() + ".bake(int))");
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.spawn(Jobs::bake, "five"))
			.withMessage("The argument 1 of worker bake is a java.lang.String (expected: int for 'cookies' of "
					+ Jobs.class.getName() + ".bake(int))");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.processes.spawn(Jobs::bake, Arrays.asList((Object) null).toArray()))
			.withMessageStartingWith("The argument 1 of worker bake is null");
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> this.processes.spawn(Jobs::bake, new Object()))
			.withMessageContaining("argument 1 of worker bake");
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.spawn("bakery"))
			.withMessageStartingWith("There is no worker 'bakery' (expected: one of [")
			.withMessageNotContaining("zproc-swarm");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.processes.worker(Jobs::bake).spawnEach(List.of(1, "two")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.worker(Jobs::wash).spawnCount(-1))
			.withMessage("Count: -1 (expected: >= 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.worker(Jobs::wash).namespace("$mine"))
			.withMessageContaining("$mine");
	}

	static RemoteException awaitFailure(WorkerProcess<?> process) {
		try {
			Object result = process.await(BOUND);
			throw new AssertionError("It returned " + result);
		}
		catch (RemoteException ex) {
			return ex;
		}
	}

}
