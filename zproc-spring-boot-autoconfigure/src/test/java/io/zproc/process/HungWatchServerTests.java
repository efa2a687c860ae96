package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.zproc.OnHung;
import io.zproc.Origin;
import io.zproc.ProcessState;
import io.zproc.SharedState;
import io.zproc.ZProcException;
import io.zproc.ZProcWorker;
import io.zproc.client.StateClient;
import io.zproc.client.jeromq.JeroMqEngine;
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

/**
 * A real state server that takes no heartbeats makes nobody hung.
 */
@LeakChecked
@Timeout(360)
class HungWatchServerTests {

	private static final int MEGABYTE = 1 << 20;

	private final AtomicLong nanoTime = new AtomicLong();

	private final ValueCodec codec = new ValueCodec(List.of(), getClass().getClassLoader());

	private ServerProcess server;

	private JeroMqEngine engine;

	private StateClient client;

	private HungWatch watch;

	private NotedRun run;

	@BeforeEach
	void start() {
		this.server = ServerProcess.start(new ServerSettings("64m", List.of(), Duration.ofSeconds(30),
				new ServerLimits(10_000, 4 * MEGABYTE, 4 * MEGABYTE, 8 * MEGABYTE, 30_000, 5_000, 1_000)));
		this.engine = new JeroMqEngine(this.server.address(), UUID.randomUUID(), Origin.ofApplication(1));
		this.client = client(Duration.ofSeconds(30));
		this.watch = new HungWatch(() -> this.client, this.nanoTime::get, ManualTimer::new);
		RunOrder order = new RunOrder(ScriptedWorkers.worker(Workers.class, "baker"), 1, 1, "default", 0, List.of(), "",
				ScriptedWorkers.PLAN);
		this.run = new NotedRun(ProcessRecord.starting(order, 1).with(ProcessState.RUNNING));
		this.watch.watch(this.run, order);
	}

	@AfterEach
	void stop() {
		Processes.signal(this.server.address().pid(), "CONT");
		this.watch.close();
		this.engine.close();
		this.server.close();
	}

	private StateClient client(Duration timeout) {
		return new StateClient(this.engine, this.codec, timeout);
	}

	private void tell(long count) {
		new Heartbeats(client(Duration.ofSeconds(30)), ScriptedWorkers.PLAN.run()).tell("baker-1",
				new Heartbeat(1, count, 0, 10, 20));
	}

	private void look() {
		this.nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
		this.watch.look();
	}

	/** One more look without a heartbeat would find it hung. */
	private void beSilentForAlmostTooLong() {
		tell(1);
		for (int i = 0; i < 6; i++) {
			look();
		}
		assertThat(this.run.done()).isEmpty();
	}

	@Test
	void silenceIsFoundWithoutAnythingElse() {
		beSilentForAlmostTooLong();
		look();
		assertThat(this.run.done()).containsExactly("hung", "dump");
	}

	@Test
	void stoppedServerMakesNobodyHung() {
		beSilentForAlmostTooLong();
		Processes.stop(this.server.address().pid());
		this.client = client(Duration.ofMillis(200));
		look();
		look();
		assertThat(this.run.done()).isEmpty();
		Processes.signal(this.server.address().pid(), "CONT");
		this.client = client(Duration.ofSeconds(30));
		tell(2);
		look();
		assertThat(this.run.done()).isEmpty();
	}

	@Test
	void fullServerMakesNobodyHung() {
		beSilentForAlmostTooLong();
		SharedState state = this.client.state("default");
		for (int size : new int[] { MEGABYTE, 20_000, 400, 1 }) {
			assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> {
				for (int i = 0; i < 1_000; i++) {
					state.put(size + "/" + i, "x".repeat(size));
				}
			}).withMessageContaining("full");
		}
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> tell(2));
		for (int i = 0; i < 3; i++) {
			look();
		}
		assertThat(this.run.done()).isEmpty();
		state.clear();
		tell(2);
		look();
		assertThat(this.run.done()).isEmpty();
	}

	static class Workers {

		@ZProcWorker(heartbeatTimeout = "12s", onHung = OnHung.KILL)
		public void baker() {
		}

	}

}
