package io.zproc.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.zproc.ProcessState;
import io.zproc.RemoteException;
import io.zproc.WorkerFailedEvent;
import io.zproc.WorkerFailedException;
import io.zproc.WorkerProcess;
import io.zproc.apps.jobs.Cake;
import io.zproc.apps.jobs.Jobs;
import io.zproc.process.WorkerSupervisor;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are processes.
 */
@LeakChecked
@Timeout(720)
@ExtendWith(SharedArchive.class)
@TestPropertySource(properties = { "zproc.mode=processes", "zproc.workers.many.max-heap=900m",
		"zproc.workers.bakeCake.jvm-args=-Djobs.flour=false", "zproc.worker.heartbeat-timeout=9s",
		"spring.main.banner-mode=off" })
class ForkedProcessTests extends ProcessCases {

	@DynamicPropertySource
	static void startsFast(DynamicPropertyRegistry registry) {
		registry.add("zproc.worker.jvm-args", () -> RunningApplication.jvmArgs()
				+ ",-XX:ErrorFile=target/hs_err_worker_%p.log,-XX:-CreateCoredumpOnCrash");
	}

	@Autowired
	private WorkerSupervisor supervisor;

	@Test
	void bigResultArrivesByWayOfSmallServer() {
		WorkerProcess<List<String>> process = processes().spawn(Jobs::many, 100, 1_000_000);
		List<String> result = process.await(BOUND);
		assertThat(process.pid()).isNotEqualTo(ProcessHandle.current().pid());
		assertThat(result).hasSize(100);
		assertThat(result.get(57)).isEqualTo("7".repeat(1_000_000));
	}

	@Test
	void closesContextAfterExit() {
		state().remove("ended");
		WorkerProcess<Void> process = processes().spawn(Jobs::fail, "leave");
		assertThat(process.await(BOUND)).isNull();
		assertThat(process.state()).isEqualTo(ProcessState.EXITED);
		assertThat(state().get("ended")).isEqualTo("leave");
	}

	@Test
	void contextThatFailsSaysWhatToDo() {
		RemoteException failure = awaitFailure(processes().spawn(Cake::bakeCake));
		assertThat(failure.remoteMessage()).startsWith("The application of worker 'bakeCake-1' could not be set up: ")
			.contains("required a bean of type '" + Cake.class.getName() + "$Flour' that could not be found")
			.contains("Action: Consider defining a bean of type '" + Cake.class.getName() + "$Flour'");
		assertThat(failure).hasRootCauseInstanceOf(RemoteException.class)
			.rootCause()
			.hasMessageContaining(NoSuchBeanDefinitionException.class.getName());
	}

	@Test
	void killedProcessSaysSoWithItsLastOutput() {
		WorkerProcess<String> process = waiting();
		signal(process.pid(), "KILL");
		WorkerFailedException failure = awaitDeath(process);
		assertThat(failure.exitCode()).isEqualTo(137);
		assertThat(failure.signal()).isEqualTo("SIGKILL");
		assertThat(failure.lifetime()).isPositive();
		assertThat(failure).hasMessageStartingWith("Worker 'waitForEver-" + process.instance() + "' (pid "
				+ process.pid() + ") exited with 137 (SIGKILL: ");
		assertThat(process.signal()).isEqualTo("SIGKILL");
		assertThat(process.state()).isEqualTo(ProcessState.FAILED);
		assertThat(heard(process.name(), process.instance(), WorkerFailedEvent.class)).last()
			.isInstanceOfSatisfying(WorkerFailedEvent.class, (failed) -> {
				assertThat(failed.pid()).isEqualTo(process.pid());
				assertThat(failed.exitCode()).isEqualTo(137);
				assertThat(failed.signal()).isEqualTo("SIGKILL");
				assertThat(failed.failure()).isEqualTo(failure.getMessage());
			});
	}

	@Test
	void crashInNativeCodeSaysSo() throws IOException {
		WorkerProcess<String> process = waiting();
		signal(process.pid(), "SEGV");
		WorkerFailedException failure = awaitDeath(process);
		// Without a core dump there is no SIGABRT.
		assertThat(failure.exitCode()).isEqualTo(1);
		assertThat(failure).hasMessageContaining("exited with 1 (the JVM crashed");
		assertThat(failure.lastLines()).anyMatch((line) -> line.contains("SIGSEGV"));
		assertThat(Path.of("target/hs_err_worker_" + process.pid() + ".log")).exists();
		Files.delete(Path.of("target/hs_err_worker_" + process.pid() + ".log"));
	}

	@Test
	void outOfMemoryIsNamed() {
		WorkerFailedException failure = awaitDeath(processes().spawn(Jobs::fail, "memory"));
		assertThat(failure.isOutOfMemory()).isTrue();
		assertThat(failure.exitCode()).isEqualTo(3);
		assertThat(failure).hasMessageContaining("(OutOfMemoryError)")
			.hasMessageContaining("raise zproc.workers.fail.max-heap");
	}

	@Test
	void systemExitInUserCodeSaysSo() {
		state().remove("ended");
		WorkerFailedException failure = awaitDeath(processes().spawn(Jobs::fail, "system exit"));
		assertThat(failure.exitCode()).isEqualTo(5);
		assertThat(failure.signal()).isNull();
		assertThat(failure).hasMessageContaining("before its method returned (System.exit in its code?)");
		assertThat(failure.lastLines()).noneMatch((line) -> line.contains("has not ended"));
		assertThat(state().get("ended")).isEqualTo("system exit");
	}

	@Test
	void methodThatNeverReturnsIsKilled() {
		WorkerProcess<String> process = waiting();
		process.kill();
		assertThat(process.isAlive()).isFalse();
		assertThat(ProcessHandle.of(process.pid())).isEmpty();
		assertThat(awaitDeath(process)).hasMessageContaining("was stopped");
	}

	@Test
	void killedAncestorTakesItsTreeAndIsReported() {
		List.of("held at 0", "held at 1").forEach(state()::remove);
		WorkerProcess<Void> top = processes().spawn(Jobs::hold, 2);
		state().watch("held at 0").whenNotNull("held at 0").timeout(BOUND).await();
		ProcessHandle middle = handle("held at 1");
		ProcessHandle bottom = handle("held at 0");
		assertThat(bottom.parent()).contains(middle);
		assertThat(middle.parent()).hasValueSatisfying((parent) -> assertThat(parent.pid()).isEqualTo(top.pid()));
		signal(middle.pid(), "KILL");
		RemoteException failure = awaitFailure(top);
		assertThat(failure.remoteClassName()).isEqualTo(WorkerFailedException.class.getName());
		assertThat(failure.remoteMessage()).contains("(pid " + middle.pid() + ") exited with 137 (SIGKILL");
		Awaitility.await()
			.atMost(BOUND)
			.until(() -> !Processes.isAlive(bottom.pid()) && !Processes.isAlive(middle.pid()));
	}

	@Test
	void threeLevelsAreVisibleInOneTreeWithWhatTheyTakeAndEndTogether() {
		List.of("held at 0", "held at 1").forEach(state()::remove);
		WorkerProcess<Void> top = processes().spawn(Jobs::hold, 2);
		state().watch("held at 0").whenNotNull("held at 0").timeout(BOUND).await();
		long middle = state().get("held at 1", Long.class);
		long bottom = state().get("held at 0", Long.class);
		assertThat(top.cpuTime()).isPositive();
		assertThat(top.residentBytes()).isGreaterThan(10L << 20);
		Awaitility.await().atMost(BOUND).until(() -> top.heapBytes() != null);
		assertThat(top.heapBytes()).isGreaterThan(1L << 20);
		Awaitility.await().atMost(BOUND).until(() -> state(bottom).equals("RUNNING"));
		assertThat(record(bottom).get("parentPid")).isEqualTo(middle);
		assertThat(record(middle).get("parentPid")).isEqualTo(top.pid());
		String label = record(bottom).get("name") + "-" + record(bottom).get("instance");
		Awaitility.await().atMost(BOUND).until(() -> this.supervisor.heartbeats().containsKey(label));
		top.kill();
		Awaitility.await().atMost(BOUND).until(() -> !Processes.isAlive(bottom) && !Processes.isAlive(middle));
		// Nobody is left who could say it of the middle one, but their root. The last one
		// may
		// have been stopped by its orphaned parent.
		Awaitility.await().atMost(BOUND).until(() -> state(middle).equals("FAILED"));
		assertThat(state(bottom)).isIn("FAILED", "EXITED");
		assertThat(top.cpuTime()).isNull();
		assertThat(top.residentBytes()).isNull();
		assertThat(top.heapBytes()).isNull();
		// Nobody is left who would forget them, but their root.
		Awaitility.await().atMost(BOUND).until(() -> !this.supervisor.heartbeats().containsKey(label));
	}

	private Map<?, ?> record(long pid) {
		return this.supervisor.tree()
			.stream()
			.filter((record) -> Long.valueOf(pid).equals(((Number) record.get("pid")).longValue()))
			.findFirst()
			.orElse(Map.of());
	}

	private String state(long pid) {
		return String.valueOf(record(pid).get("state"));
	}

	@Test
	void stopEndsSubtree() {
		List.of("held at 0", "held at 1").forEach(state()::remove);
		WorkerProcess<Void> top = processes().spawn(Jobs::hold, 1);
		state().watch("held at 0").whenNotNull("held at 0").timeout(BOUND).await();
		ProcessHandle bottom = handle("held at 0");
		top.stop(BOUND);
		assertThat(top.state()).isEqualTo(ProcessState.EXITED);
		Awaitility.await().atMost(BOUND).until(() -> !Processes.isAlive(bottom.pid()));
	}

	private ProcessHandle handle(String key) {
		return ProcessHandle.of(state().get(key, Long.class)).orElseThrow();
	}

	private WorkerProcess<String> waiting() {
		state().remove("waiting");
		WorkerProcess<String> process = processes().spawn(Jobs::waitForEver);
		state().watch("waiting").whenNotNull("waiting").timeout(BOUND).await();
		return process;
	}

	private static WorkerFailedException awaitDeath(WorkerProcess<?> process) {
		try {
			throw new AssertionError("It returned " + process.await(BOUND));
		}
		catch (WorkerFailedException ex) {
			return ex;
		}
	}

	private static void signal(long pid, String signal) {
		try {
			assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor()).isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
