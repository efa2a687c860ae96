package io.zproc.actuate.metrics;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zproc.ProcessManager;
import io.zproc.Restart;
import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.WorkerProcess;
import io.zproc.ZProcWorker;
import io.zproc.apps.RunningApplication;
import io.zproc.apps.SharedArchive;
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
 * Meters of beans in workers' processes, seen in the application.
 */
@LeakChecked
@Timeout(540)
@ExtendWith(SharedArchive.class)
class ForwardingTests {

	private static final Duration BOUND = Duration.ofMinutes(3);

	private static final String[] OVEN = { "worker", "oven", "instance", "1" };

	@Test
	void metersOfBeansComeToTheApplicationAndGoOnAfterAKill() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Bakery.class)
			.web(WebApplicationType.NONE)
			.properties("zproc.mode=processes", "spring.main.banner-mode=off",
					"zproc.worker.jvm-args=" + RunningApplication.jvmArgs(), "zproc.worker.restart.delay=100ms")
			// Arguments, which workers are given, too.
			.run("--zproc.metrics.interval=100ms", "--zproc.metrics.forward=bread.")) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(ZProcMetrics.class).bindTo(registry);
			WorkerProcess<?> oven = context.getBean(ProcessManager.class).worker("oven").spawn();
			await().atMost(BOUND)
				.until(() -> registry.find("bread.hot").tags(OVEN).gauge() != null
						&& registry.find("bread.loaves").tags(OVEN).counter() != null
						&& registry.find("bread.baking").tags(OVEN).timer() != null);
			Counter loaves = registry.get("bread.loaves").tags(OVEN).tag("kind", "rye").counter();
			Timer baking = registry.get("bread.baking").tags(OVEN).timer();
			assertThat(loaves.count()).isEqualTo(3);
			assertThat(baking.count()).isEqualTo(2);
			assertThat(baking.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(50);
			assertThat(baking.max(TimeUnit.MILLISECONDS)).isEqualTo(30);
			assertThat(registry.get("bread.hot").tags(OVEN).gauge().value()).isEqualTo(220);
			assertThat(registry.find("flour").meters()).isEmpty();
			long pid = oven.pid();
			ProcessHandle.of(pid).orElseThrow().destroyForcibly();
			// While it is away, its gauge is; the next one waits until that was seen.
			await().atMost(BOUND).until(() -> registry.find("bread.hot").gauge() == null);
			assertThat(loaves.count()).isEqualTo(3);
			context.getBean(SharedState.class).put("seen", true);
			await().atMost(BOUND).until(() -> registry.find("bread.hot").tags(OVEN).gauge() != null);
			assertThat(registry.get("bread.loaves").tags(OVEN).counter()).isSameAs(loaves);
			await().atMost(BOUND).until(() -> loaves.count() >= 6 && baking.count() >= 4);
			assertThat(loaves.count()).isEqualTo(6);
			assertThat(baking.count()).isEqualTo(4);
			assertThat(oven.pid()).isNotEqualTo(pid);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Bakery {

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Oven bakery(SharedState state, MeterRegistry registry) {
			return new Oven(state, registry);
		}

	}

	static class Oven {

		private final SharedState state;

		private final MeterRegistry registry;

		Oven(SharedState state, MeterRegistry registry) {
			this.state = state;
			this.registry = registry;
		}

		@ZProcWorker(name = "oven", autoStart = false, restart = Restart.ON_FAILURE)
		void bake(WorkerContext context) throws InterruptedException {
			if (context.attempt() > 1) {
				this.state.watch("seen").whenTruthy("seen").timeout(BOUND).await();
			}
			this.registry.counter("flour").increment();
			this.registry.counter("bread.loaves", "kind", "rye").increment(3);
			this.registry.timer("bread.baking").record(Duration.ofMillis(20));
			this.registry.timer("bread.baking").record(Duration.ofMillis(30));
			// The last one: who sees it sees the others.
			Gauge.builder("bread.hot", () -> 220).register(this.registry);
			new CountDownLatch(1).await();
		}

	}

}
