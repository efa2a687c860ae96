package io.zproc.actuate.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zproc.OnStateChange;
import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.ZProcWorker;
import io.zproc.apps.RunningApplication;
import io.zproc.apps.SharedArchive;
import io.zproc.process.StateConnection;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ZProcMetrics} in applications.
 */
@LeakChecked
@Timeout(540)
@ExtendWith(SharedArchive.class)
class ZProcMetricsTests {

	private static final Duration BOUND = Duration.ofMinutes(3);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private ConfigurableApplicationContext start(String mode) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Kitchen.class)
			.web(WebApplicationType.NONE)
			.properties("zproc.mode=" + mode, "zproc.metrics.interval=100ms", "spring.main.banner-mode=off",
					"zproc.worker.jvm-args=" + RunningApplication.jvmArgs(), "zproc.worker.heartbeat-timeout=9s")
			.run();
		context.getBean(ZProcMetrics.class).bindTo(this.registry);
		return context;
	}

	@Test
	void metersOfThreadsAreThoseOfTheirWorkers() {
		try (ConfigurableApplicationContext context = start("in-process")) {
			workIsMeasured(context);
			assertThat(this.registry.find("zproc.process.memory.rss").tag("worker", "cook").gauge()).isNull();
			// Its session has ended, and is gone when somebody has read it.
			await().atMost(BOUND)
				.untilAsserted(() -> assertThat(context.getBean(StateConnection.class).measurements().sessions())
					.extracting((session) -> session.origin().worker())
					.contains("")
					.doesNotContain("cook"));
		}
	}

	@Test
	void metersOfProcessesComeToTheApplication() {
		try (ConfigurableApplicationContext context = start("processes")) {
			workIsMeasured(context);
			// The watcher's process lives on.
			await().atMost(BOUND)
				.until(() -> this.registry.find("zproc.process.memory.heap").tag("worker", "taster").gauge() != null
						&& this.registry.find("zproc.process.cpu.usage").tag("worker", "state-server").gauge() != null);
			assertThat(this.registry.get("zproc.process.memory.rss").tag("worker", "taster").gauge().value())
				.isGreaterThan(10e6);
			assertThat(this.registry.get("zproc.process.memory.heap").tag("worker", "taster").gauge().value())
				.isGreaterThan(1e6);
			assertThat(this.registry.get("zproc.process.uptime").tag("worker", "taster").gauge().value()).isPositive();
			assertThat(this.registry.find("zproc.process.memory.rss").tag("worker", "cook").gauge()).isNull();
		}
	}

	private void workIsMeasured(ConfigurableApplicationContext context) {
		context.getBean(ProcessManager.class).worker("cook").spawn().await(BOUND);
		context.getBean(SharedState.class).put("from", "application");
		await().atMost(BOUND).until(() -> count("zproc.state.requests", "worker", "cook", "operation", "take") >= 10);
		assertThat(count("zproc.state.requests", "worker", "cook", "operation", "take")).isEqualTo(10);
		assertThat(count("zproc.state.turn.wait", "worker", "cook")).isEqualTo(10);
		await().atMost(BOUND)
			.until(() -> count("zproc.watcher.invocations", "worker", "taster") >= 10
					&& count("zproc.watcher.invocations", "watcher", "kitchen.look") >= 10
					&& count("zproc.state.requests", "worker", "application", "operation", "commit", "namespace",
							"default") >= 1);
		await().atMost(BOUND)
			.until(() -> this.registry.find("zproc.state.size").tag("namespace", "default").gauge() != null
					&& this.registry.get("zproc.state.size").tag("namespace", "default").gauge().value() == 2);
		assertThat(this.registry.get("zproc.process.count").tag("state", "running").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("zproc.process.count").tag("state", "exited").gauge().value()).isEqualTo(1);
	}

	private long count(String name, String... tags) {
		return this.registry.find(name).tags(tags).timers().stream().mapToLong((timer) -> timer.count()).sum();
	}

	@Test
	void nothingIsMeasuredWithoutARegistry() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Kitchen.class)
			.web(WebApplicationType.NONE)
			.properties("zproc.mode=in-process", "spring.main.banner-mode=off")
			.run()) {
			context.getBean(SharedState.class).put("a", 1);
			assertThat(context.getBean(StateConnection.class).measurements().sessions()).isEmpty();
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Kitchen {

		@Bean
		Cook kitchen(SharedState state) {
			return new Cook(state);
		}

	}

	static class Cook {

		private final SharedState state;

		Cook(SharedState state) {
			this.state = state;
		}

		@ZProcWorker(name = "cook", autoStart = false)
		void cook() {
			for (int i = 0; i < 10; i++) {
				this.state.atomically((map) -> map.increment("dishes", 1));
			}
		}

		@ZProcWorker(name = "taster")
		@OnStateChange("dishes")
		void taste() {
			// That it is called is what counts.
		}

		@OnStateChange("dishes")
		void look() {
			// As above.
		}

	}

}
