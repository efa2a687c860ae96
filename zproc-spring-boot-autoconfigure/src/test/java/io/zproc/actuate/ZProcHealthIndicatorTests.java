package io.zproc.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

import io.zproc.OnStateChange;
import io.zproc.ProcessManager;
import io.zproc.ProcessState;
import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.WorkerProcess;
import io.zproc.ZProcException;
import io.zproc.ZProcWorker;
import io.zproc.actuate.ZProcHealthIndicator.BadWatcher;
import io.zproc.actuate.ZProcHealthIndicator.FailedWorker;
import io.zproc.actuate.ZProcHealthIndicator.HungWorker;
import io.zproc.client.StateEngine;
import io.zproc.client.StateFixture;
import io.zproc.process.EventSink;
import io.zproc.process.Retention;
import io.zproc.process.RunListener;
import io.zproc.process.RunOrder;
import io.zproc.process.StateConnection;
import io.zproc.process.StateSource;
import io.zproc.process.WorkerHandle;
import io.zproc.process.WorkerLauncher;
import io.zproc.process.WorkerSupervisor;
import io.zproc.server.ServerLimits;
import io.zproc.testing.LeakChecked;
import io.zproc.watch.ApplicationWatchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ZProcHealthIndicator}.
 */
@LeakChecked
@Timeout(360)
class ZProcHealthIndicatorTests {

	private static final Duration BOUND = Duration.ofSeconds(90);

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Office.class).web(WebApplicationType.NONE)
			.properties("zproc.mode=in-process", "spring.main.banner-mode=off")
			.properties(properties)
			.run();
	}

	private static Health health(ConfigurableApplicationContext context) {
		return context.getBean(ZProcHealthIndicator.class).health();
	}

	@Test
	void isDownWhenAWorkerOfTheApplicationHasFailedForGood() {
		try (ConfigurableApplicationContext context = start("zproc.workers.mailer.auto-start=true")) {
			await().atMost(BOUND).until(() -> health(context).getStatus(), Status.DOWN::equals);
			assertThat(health(context).getDetails().get("failedWorkers")).asInstanceOf(list(FailedWorker.class))
				.containsExactly(new FailedWorker("mailer-1", ProcessHandle.current().pid(), 1,
						"java.lang.IllegalStateException: The mail server is away"));
		}
	}

	@Test
	void namesTheLastFailureOfAWorkerWhoseRestartsHaveRunOut() {
		try (ConfigurableApplicationContext context = start("zproc.workers.mailer.auto-start=true",
				"zproc.worker.restart.policy=on-failure", "zproc.worker.restart.max-restarts=0")) {
			await().atMost(BOUND).until(() -> health(context).getStatus(), Status.DOWN::equals);
			assertThat(health(context).getDetails().get("failedWorkers")).asInstanceOf(list(FailedWorker.class))
				.singleElement()
				.satisfies((worker) -> assertThat(worker.failure())
					.startsWith("Worker 'mailer-1' has failed for good in attempt 1: 0 restarts are allowed within 1m"
							+ " (zproc.workers.mailer.restart.max-restarts or zproc.worker.restart.max-restarts); its last"
							+ " run: Worker 'mailer-1' (a thread) exited with 1 after ")
					.endsWith(" ms: java.lang.IllegalStateException: The mail server is away"));
		}
	}

	@Test
	void failureOfASpawnedWorkerIsTheAffairOfWhoAwaitsIt() {
		try (ConfigurableApplicationContext context = start()) {
			WorkerProcess<Object> process = context.getBean(ProcessManager.class).worker("mailer").spawn();
			assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> process.await(BOUND));
			assertThat(process.state()).isEqualTo(ProcessState.FAILED);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void isDownWhileAWorkerIsHung() {
		try (ConfigurableApplicationContext context = start("zproc.workers.dreamer.heartbeat-timeout=1s")) {
			Desk desk = context.getBean(Desk.class);
			context.getBean(ProcessManager.class).worker("dreamer").spawn();
			desk.mayGoOn.release();
			await().atMost(BOUND).until(() -> health(context).getStatus(), Status.DOWN::equals);
			assertThat(health(context).getDetails().get("hungWorkers")).asInstanceOf(list(HungWorker.class))
				.extracting(HungWorker::name, HungWorker::pid)
				.containsExactly(tuple("dreamer-1", ProcessHandle.current().pid()));
			await().atMost(BOUND).until(() -> {
				desk.mayGoOn.release();
				return Status.UP.equals(health(context).getStatus());
			});
		}
	}

	@Test
	void isDownWhileAWatcherLagsTooFarBehind() {
		try (ConfigurableApplicationContext context = start("zproc.health.max-lag=2")) {
			SharedState state = context.getBean(SharedState.class);
			for (int i = 0; i < 3; i++) {
				state.put("slow", i);
			}
			await().atMost(BOUND).until(() -> health(context).getStatus(), Status.DOWN::equals);
			assertThat(health(context).getDetails().get("watchers")).asInstanceOf(list(BadWatcher.class))
				.containsExactly(new BadWatcher("desk.slow", true, 3));
			context.getBean(Desk.class).mayGoOn.release(2);
			await().atMost(BOUND).until(() -> health(context).getStatus(), Status.UP::equals);
			context.getBean(Desk.class).mayGoOn.release(10);
		}
	}

	@Test
	void anyLagIsWellWithoutALimit() {
		try (ConfigurableApplicationContext context = start()) {
			for (int i = 0; i < 50; i++) {
				context.getBean(SharedState.class).put("slow", i);
			}
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			context.getBean(Desk.class).mayGoOn.release(50);
		}
	}

	@Test
	void isDownWhenAWatcherHasEnded() {
		try (ConfigurableApplicationContext context = start("zproc.watch.stop-on-error=true")) {
			context.getBean(SharedState.class).put("broken", 1);
			await().atMost(BOUND).until(() -> health(context).getStatus(), Status.DOWN::equals);
			assertThat(health(context).getDetails().get("watchers")).asInstanceOf(list(BadWatcher.class))
				.extracting(BadWatcher::name, BadWatcher::running)
				.containsExactly(tuple("desk.broken", false));
		}
	}

	@Test
	void isDownInBoundedTimeWhenTheServerDoesNotAnswer() {
		try (StateFixture fixture = new StateFixture(ServerLimits.defaults())) {
			StateConnection connection = new StateConnection(new OneSource(fixture.client().engine()),
					(engine) -> fixture.client(), "default");
			WorkerSupervisor none = new WorkerSupervisor(connection, new NoLauncher(), Retention.DEFAULT,
					EventSink.NONE, (what, action) -> {
					});
			ApplicationWatchers watchers = new ApplicationWatchers(List::of, (name) -> name, false, EventSink.NONE);
			connection.client();
			assertThat(new ZProcHealthIndicator(connection, none, watchers, BOUND, null).health().getStatus())
				.isEqualTo(Status.UP);
			fixture.server().close();
			// The client's own time-out of 10 s is not waited for, or the test is over.
			Health health = new ZProcHealthIndicator(connection, none, watchers, Duration.ofMillis(300), null).health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("error")).asString()
				.containsAnyOf("StateTimeoutException", "StateUnavailableException");
		}
	}

	private static final class NoLauncher implements WorkerLauncher {

		@Override
		public WorkerHandle launch(RunOrder order, RunListener listener) {
			throw new IllegalStateException("Nothing is started here");
		}

		@Override
		public void close() {
		}

	}

	private record OneSource(StateEngine engine) implements StateSource {

		@Override
		public StateEngine open() {
			return this.engine;
		}

		@Override
		public void close() {
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Office {

		@Bean
		Desk desk() {
			return new Desk();
		}

	}

	static class Desk {

		final Semaphore mayGoOn = new Semaphore(0);

		@ZProcWorker(autoStart = false)
		void mailer() {
			throw new IllegalStateException("The mail server is away");
		}

		@ZProcWorker(autoStart = false)
		void dreamer(WorkerContext context) throws InterruptedException {
			while (true) {
				this.mayGoOn.acquire();
				context.heartbeat();
			}
		}

		@OnStateChange("slow")
		void slow() throws InterruptedException {
			this.mayGoOn.acquire();
		}

		@OnStateChange("broken")
		void broken() {
			throw new IllegalStateException("broken");
		}

	}

}
