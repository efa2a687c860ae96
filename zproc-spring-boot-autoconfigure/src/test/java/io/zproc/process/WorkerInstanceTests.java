package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.zproc.ProcessState;
import io.zproc.ZProcWorker;
import io.zproc.client.StateFixture;
import io.zproc.process.Reports.Kind;
import io.zproc.process.Reports.Report;
import io.zproc.protocol.ServerAddress;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of a process that is a shell, whatever it is taken for.
 */
@LeakChecked
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class WorkerInstanceTests {

	private static final Duration BOUND = Duration.ofSeconds(90);

	private static final String SHELL = "trap '' QUIT; trap 'echo late' USR1; echo early; while :; do sleep 0.1; done";

	private final StateFixture fixture = new StateFixture(StateFixture.Engine.IN_PROCESS);

	private final NotedListener listener = new NotedListener();

	private final ForkedProcess process = ForkedProcess.start("shell-1", LaunchCommand.of(List.of("sh", "-c", SHELL)),
			"zproc.worker.shell");

	private final WorkerInstance instance = new WorkerInstance(
			new RunOrder(ScriptedWorkers.worker(Workers.class, "shell"), 1, 1, "default", 0, List.of(), "",
					ScriptedWorkers.PLAN),
			UUID.randomUUID(), this.process, this.fixture.client(), this.listener);

	@BeforeEach
	void begin() {
		this.instance.begin(bootstrap(), (died) -> null);
	}

	@AfterEach
	void close() throws InterruptedException {
		this.listener.goOn.countDown();
		this.process.kill();
		assertThat(this.process.awaitExit(BOUND)).isTrue();
		Awaitility.await().atMost(BOUND).until(() -> this.listener.end != null);
		this.fixture.close();
	}

	private void awaitLine(String line) {
		Awaitility.await().atMost(BOUND).until(() -> this.process.lastLines().contains(line));
	}

	@Test
	void whatItBecomesIsToldInThatOrder() {
		Thread hung = new Thread(() -> this.instance.hung(Instant.now()), "hung");
		Thread ready = new Thread(() -> this.instance.reported(Report.of(Kind.RUNNING)), "ready");
		hung.start();
		Awaitility.await().atMost(BOUND).until(this.listener::isBusy);
		ready.start();
		// It waits, or has told already.
		Awaitility.await()
			.atMost(BOUND)
			.until(() -> ready.getState() == Thread.State.BLOCKED || this.listener.told.size() > 1);
		this.listener.goOn.countDown();
		Awaitility.await().atMost(BOUND).until(() -> !hung.isAlive() && !ready.isAlive());
		assertThat(this.listener.told).last().satisfies((record) -> {
			assertThat(record.state()).isEqualTo(ProcessState.RUNNING);
			assertThat(record.hungSince()).isNotNull();
		});
	}

	@Test
	void itsLastLinesAreThoseBeforeItsStacksWhileItIsHung() {
		assertThat(linesAtItsEnd(() -> {
		})).containsExactly("early");
	}

	@Test
	void itsLastLinesAreThoseBeforeItsEndWhenItIsHungNoMore() {
		assertThat(linesAtItsEnd(() -> this.instance.hung(null))).containsExactly("early", "late");
	}

	private List<String> linesAtItsEnd(Runnable afterDump) {
		this.listener.goOn.countDown();
		awaitLine("early");
		this.instance.hung(Instant.now());
		assertThat(this.instance.dumpThreads()).isTrue();
		afterDump.run();
		Processes.signal(this.process.pid(), "USR1");
		awaitLine("late");
		this.instance.fail("the test says so", Duration.ZERO);
		Awaitility.await().atMost(BOUND).until(() -> this.listener.end != null);
		return this.listener.end.lastLines();
	}

	private static WorkerBootstrap bootstrap() {
		return new WorkerBootstrap(new ServerAddress("tcp://127.0.0.1:1", "tcp://127.0.0.1:2", "none", 1), false,
				UUID.randomUUID(), "run", "shell", 1, 1, "default", 0, null, List.of(), Map.of(), List.of(), Map.of(),
				"64m", 5_000, List.of(), "");
	}

	/**
	 * Is slow to note that it hangs.
	 */
	private static final class NotedListener implements RunListener {

		private final List<ProcessRecord> told = new CopyOnWriteArrayList<>();

		private final CountDownLatch goOn = new CountDownLatch(1);

		private volatile boolean isBusy;

		private volatile @Nullable EndedRun end;

		boolean isBusy() {
			return this.isBusy;
		}

		@Override
		public void changed(ProcessRecord record) {
			if (record.hungSince() != null && record.state() == ProcessState.STARTING) {
				this.isBusy = true;
				try {
					assertThat(this.goOn.await(BOUND.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
				}
				catch (InterruptedException ex) {
					throw new AssertionError(ex);
				}
			}
			this.told.add(record);
		}

		@Override
		public void ended(EndedRun run) {
			this.end = run;
		}

		@Override
		public void settled(EndedRun run) {
		}

	}

	static class Workers {

		@ZProcWorker
		public void shell() {
		}

	}

}
