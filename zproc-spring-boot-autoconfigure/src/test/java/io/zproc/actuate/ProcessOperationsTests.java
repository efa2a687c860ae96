package io.zproc.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.zproc.OnStateChange;
import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.WorkerProcess;
import io.zproc.ZProcWorker;
import io.zproc.apps.RunningApplication;
import io.zproc.apps.SharedArchive;
import io.zproc.testing.LeakChecked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint's operations on workers, and what it shows of them, over JMX's extension.
 */
@LeakChecked
@Timeout(540)
@ExtendWith({ OutputCaptureExtension.class, SharedArchive.class })
class ProcessOperationsTests {

	private static final Duration BOUND = Duration.ofMinutes(3);

	static ConfigurableApplicationContext start(String mode, String... properties) {
		return new SpringApplicationBuilder(Office.class).web(WebApplicationType.NONE)
			.properties("zproc.mode=" + mode, "spring.main.banner-mode=off", "zproc.metrics.interval=100ms",
					"zproc.worker.jvm-args=" + RunningApplication.jvmArgs(), "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=zproc", "management.endpoint.zproc.access=unrestricted")
			.properties(properties)
			.run();
	}

	private static List<Map<String, @Nullable Object>> operate(ConfigurableApplicationContext context, String target,
			String action, @Nullable Integer instances) {
		List<Map<String, @Nullable Object>> records = context.getBean(ZProcEndpointJmxExtension.class)
			.operate(target, action, instances);
		assertThat(records).isNotNull();
		return records;
	}

	private static Stream<String> states(ConfigurableApplicationContext context, String name) {
		return context.getBean(ZProcEndpoint.class)
			.zproc()
			.processes()
			.stream()
			.filter((process) -> name.equals(process.get("name")))
			.map((process) -> process.get("instance") + " " + process.get("state"))
			.sorted();
	}

	private static void awaitStates(ConfigurableApplicationContext context, String name, String... states) {
		await().atMost(BOUND).untilAsserted(() -> assertThat(states(context, name)).containsExactly(states));
	}

	@ParameterizedTest
	@ValueSource(strings = { "in-process", "processes" })
	void stopsStartsRestartsAndScales(String mode, CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(mode)) {
			awaitStates(context, "clerk", "1 RUNNING", "2 RUNNING");
			SharedState state = context.getBean(SharedState.class);
			assertThat(operate(context, "clerk-2", "stop", null)).singleElement()
				.satisfies(
						(record) -> assertThat(record).containsEntry("state", "EXITED").containsEntry("instance", 2));
			awaitStates(context, "clerk", "1 RUNNING", "2 EXITED");
			operate(context, "clerk-2", "start", null);
			awaitStates(context, "clerk", "1 RUNNING", "2 RUNNING");
			// What runs is not started twice.
			operate(context, "clerk", "start", null);
			// A process runs a moment before its method does.
			await().atMost(BOUND).untilAsserted(() -> assertThat(state.get("2 began", Long.class)).isEqualTo(2));
			await().atMost(BOUND).untilAsserted(() -> assertThat(state.get("1 began", Long.class)).isEqualTo(1));
			operate(context, "clerk", "restart", null);
			await().atMost(BOUND)
				.untilAsserted(() -> assertThat(state).containsEntry("1 began", 2L).containsEntry("2 began", 3L));
			operate(context, "clerk", "scale", 1);
			awaitStates(context, "clerk", "1 RUNNING", "2 EXITED");
			operate(context, "clerk", "stop", null);
			awaitStates(context, "clerk", "1 EXITED", "2 EXITED");
			assertThat(output).contains("Worker 'clerk-2' is to be stopped, asked by 'JMX'",
					"Worker 'clerk-2' is to be started, asked by 'JMX'",
					"Worker 'clerk' is to be restarted, asked by 'JMX'",
					"Worker 'clerk' is to be scaled to 1 instances, asked by 'JMX'");
		}
	}

	@Test
	void workerThatWasNotStartedIsStarted() {
		try (ConfigurableApplicationContext context = start("in-process")) {
			operate(context, "spare", "start", null);
			awaitStates(context, "spare", "1 RUNNING");
		}
	}

	@Test
	void spawnedProcessIsStoppedButNotStartedAgain() {
		try (ConfigurableApplicationContext context = start("in-process")) {
			WorkerProcess<Object> process = context.getBean(ProcessManager.class).worker("carrier").spawn("letter");
			await().atMost(BOUND).until(process::isAlive);
			ZProcEndpointJmxExtension endpoint = context.getBean(ZProcEndpointJmxExtension.class);
			for (String action : List.of("start", "restart")) {
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> endpoint.operate("carrier-1", action, null))
					.withMessageContaining("has parameters that who starts it must give");
			}
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.operate("carrier", "scale", 2));
			operate(context, "carrier-1", "stop", null);
			assertThat(process.isAlive()).isFalse();
		}
	}

	@Test
	void whatIsNotThereOrMakesNoSenseIsRefused() {
		try (ConfigurableApplicationContext context = start("in-process")) {
			ZProcEndpointJmxExtension endpoint = context.getBean(ZProcEndpointJmxExtension.class);
			awaitStates(context, "clerk", "1 RUNNING", "2 RUNNING");
			for (String target : List.of("nobody", "nobody-1", "clerk-3", "clerk-0", "-1", "clerk-", "")) {
				for (String action : List.of("start", "stop", "restart")) {
					assertThatExceptionOfType(InvalidEndpointRequestException.class)
						.isThrownBy(() -> endpoint.operate(target, action, null))
						.withMessage("There is nothing called '" + target + "' to " + action
								+ " (expected: a worker, or one of its processes as {worker}-{instance}; the workers are"
								+ " [carrier, chief, clerk, reader, spare])");
				}
			}
			for (String target : List.of("nobody", "clerk-1")) {
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> endpoint.operate(target, "scale", 1))
					.withMessageStartingWith("There is nothing called '" + target + "' to scale (expected: a worker;");
			}
			for (Integer instances : new Integer[] { null, -1, 1_001 }) {
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> endpoint.operate("clerk", "scale", instances))
					.withMessageContaining("instances: " + instances + " (expected: from 0 to 1000)");
			}
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.operate("clerk", "explode", null))
				.withMessageContaining("expected: start, stop, restart or scale");
			awaitStates(context, "clerk", "1 RUNNING", "2 RUNNING");
		}
	}

	@Test
	void showsWatchersThatAreThreadsWithTheirLastFailure() {
		try (ConfigurableApplicationContext context = start("in-process")) {
			showsFailedReader(context);
		}
	}

	private static void showsFailedReader(ConfigurableApplicationContext context) {
		context.getBean(SharedState.class).put("form", 1);
		ZProcEndpoint endpoint = context.getBean(ZProcEndpoint.class);
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(endpoint.zproc().watchers())
				.filteredOn((watcher) -> watcher.name().equals("reader-1") && watcher.lastFailure() != null)
				.singleElement()
				.satisfies((watcher) -> {
					assertThat(watcher.namespace()).isEqualTo("default");
					assertThat(watcher.failures()).isEqualTo(1);
					assertThat(watcher.lastFailure().message()).contains("cannot read this");
					assertThat(watcher.running()).isTrue();
				}));
	}

	@Test
	void showsProcessesOfProcessesWatchersInProcessesAndSwarms() {
		try (ConfigurableApplicationContext context = start("processes")) {
			ProcessManager processes = context.getBean(ProcessManager.class);
			WorkerProcess<Object> chief = processes.worker("chief").spawn();
			ZProcEndpoint endpoint = context.getBean(ZProcEndpoint.class);
			await().atMost(BOUND).untilAsserted(() -> {
				Map<String, @Nullable Object> shown = ProcessTree.find(endpoint.processes(), "chief-1");
				assertThat(shown).isNotNull();
				assertThat(shown.get("children")).asInstanceOf(list(Map.class))
					.singleElement()
					.satisfies((child) -> assertThat(child.get("name")).isEqualTo("spare"));
			});
			chief.stop(BOUND);
			showsFailedReader(context);
			try (var swarm = processes.swarm("forms", 1)) {
				await().atMost(BOUND).until(() -> endpoint.zproc().swarms().get(swarm.name()).processes() == 1);
			}
			assertThat(endpoint.zproc().swarms()).isEmpty();
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Office {

		@Bean
		Staff staff(SharedState state) {
			return new Staff(state);
		}

	}

	static class Staff {

		private final SharedState state;

		Staff(SharedState state) {
			this.state = state;
		}

		@ZProcWorker(name = "clerk", instances = 2)
		void clerk(WorkerContext context) throws InterruptedException {
			this.state.increment(context.instance() + " began", 1);
			new CountDownLatch(1).await();
		}

		@ZProcWorker(name = "spare", autoStart = false)
		void spare() throws InterruptedException {
			System.out.println("I am there to be looked at");
			new CountDownLatch(1).await();
		}

		@ZProcWorker(name = "carrier", autoStart = false)
		void carrier(String what) throws InterruptedException {
			new CountDownLatch(1).await();
		}

		@ZProcWorker(name = "chief", autoStart = false)
		void chief(@Autowired ObjectProvider<ProcessManager> processes) {
			processes.getObject().worker("spare").spawn().await(Duration.ofMinutes(5));
		}

		@ZProcWorker(name = "reader")
		@OnStateChange("form")
		void read() {
			throw new IllegalStateException("I cannot read this");
		}

	}

}
