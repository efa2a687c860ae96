package io.zproc.apps;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.zproc.OnStateChange;
import io.zproc.ProcessManager;
import io.zproc.RemoteException;
import io.zproc.SharedState;
import io.zproc.Swarm;
import io.zproc.Watcher;
import io.zproc.ZProcWorker;
import io.zproc.testing.DocumentedExample;
import io.zproc.testing.LeakChecked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The example at the beginning of {@code docs/tracing.md}, and what else goes on in a
 * trace.
 */
@LeakChecked
@Timeout(180)
class TracingExampleTests {

	private static final Duration BOUND = Duration.ofSeconds(60);

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run("--zproc.mode=in-process");
	}

	private static void example(ObservationRegistry registry, ProcessManager processes, Swarm swarm,
			SharedState state) {
		Observation.createNotStarted("order", registry).observe(() -> { // as a request
			processes.spawn(Kitchen::cook, "soup").await(BOUND); // cook runs in its trace
			swarm.run(Kitchen::taste, "soup"); // so does taste
			state.put("order", "soup"); // and each watcher of it
		});
	}

	@Test
	void exampleIsOneTrace() {
		try (ConfigurableApplicationContext context = start(); Swarm swarm = swarm(context)) {
			SharedState state = context.getBean(SharedState.class);
			example(context.getBean(ObservationRegistry.class), context.getBean(ProcessManager.class), swarm, state);
			Spans spans = context.getBean(Spans.class);
			await().atMost(BOUND).until(() -> spans.all.size() == 8);
			assertThat(spans.all).extracting(MutableSpan::traceId).containsOnly(spans.all.get(0).traceId());
			assertThat(spans.parents()).isEqualTo(Map.of("spawn cook", "order", "run cook", "spawn cook",
					"submit taste", "order", "task taste", "submit taste", "change default", "order",
					"watch kitchen.serve", "change default", "watch bill-1", "change default", "order", "none"));
			assertThat(spans.named("watch bill-1").tags()).containsEntry("watcher", "bill-1")
				.containsEntry("namespace", "default");
			assertThat(spans.named("task taste").tags()).containsEntry("worker", "taste")
				.containsEntry("swarm", "cooks");
			assertThat(spans.named("run cook").kind()).isEqualTo(brave.Span.Kind.CONSUMER);
			assertThat(spans.named("spawn cook").kind()).isEqualTo(brave.Span.Kind.PRODUCER);
		}
	}

	private static Swarm swarm(ConfigurableApplicationContext context) {
		return context.getBean(ProcessManager.class).swarm("cooks", 1);
	}

	@Test
	void exampleIsTheOneThatIsDocumented() {
		DocumentedExample.linesAreFrom("tracing.md", "apps/TracingExampleTests.java", 4);
	}

	@Test
	void whatNoTraceHasLedToIsNotObserved() {
		try (ConfigurableApplicationContext context = start(); Swarm swarm = swarm(context)) {
			SharedState state = context.getBean(SharedState.class);
			context.getBean(ProcessManager.class).spawn(Kitchen::cook, "soup").await(BOUND);
			assertThat(swarm.run(Kitchen::taste, "soup")).isEqualTo("none");
			state.put("order", "soup");
			Kitchen kitchen = context.getBean(Kitchen.class);
			await().atMost(BOUND).until(() -> kitchen.seen.size() == 2);
			assertThat(kitchen.seen).containsOnly("none");
			assertThat(context.getBean(Spans.class).all).isEmpty();
		}
	}

	@Test
	void whatIsSwitchedOffLeavesTheTraceWhereItIs() {
		try (ConfigurableApplicationContext context = start("management.observations.enable.zproc=false")) {
			inTrace(context, () -> context.getBean(SharedState.class).merge("order", "soup", (old, fresh) -> fresh));
			Kitchen kitchen = context.getBean(Kitchen.class);
			await().atMost(BOUND).until(() -> kitchen.seen.size() == 2);
			assertThat(kitchen.seen).containsOnly("none");
			assertThat(context.getBean(Spans.class).all).extracting(MutableSpan::name).containsExactly("order");
		}
	}

	@Test
	void failureIsSeenAtBothEnds() {
		try (ConfigurableApplicationContext context = start()) {
			assertThatExceptionOfType(RemoteException.class).isThrownBy(() -> inTrace(context,
					() -> context.getBean(ProcessManager.class).spawn(Kitchen::burn).await(BOUND)));
			Spans spans = context.getBean(Spans.class);
			await().atMost(BOUND).until(() -> spans.all.size() == 3);
			assertThat(spans.named("run burn").error()).isInstanceOf(IllegalStateException.class).hasMessage("burnt");
			assertThat(spans.named("spawn burn").error()).isNull();
			assertThat(spans.named("order").error()).isInstanceOf(RemoteException.class);
		}
	}

	@Test
	void stoppedWorkerHasNotFailed() {
		try (ConfigurableApplicationContext context = start()) {
			inTrace(context, () -> context.getBean(ProcessManager.class).spawn(Kitchen::idle));
			context.getBean(ProcessManager.class).stopAll(BOUND);
			Spans spans = context.getBean(Spans.class);
			await().atMost(BOUND).until(() -> spans.all.size() == 3);
			assertThat(spans.all).extracting(MutableSpan::error).containsOnlyNulls();
		}
	}

	@Test
	void atomicFunctionIsOneChangeAndWatcherThatComesLaterHasItsTrace() {
		try (ConfigurableApplicationContext context = start()) {
			SharedState state = context.getBean(SharedState.class);
			String trace = inTrace(context, () -> {
				state.atomically((all) -> {
					all.put("a", 1);
					all.put("b", 2);
				});
				return context.getBean(Kitchen.class).trace();
			});
			List<String> seen = new CopyOnWriteArrayList<>();
			try (Watcher watcher = state.watch("b")
				.since(0)
				.forEach((change) -> seen.add(context.getBean(Kitchen.class).trace()))) {
				await().atMost(BOUND).until(() -> watcher.isRunning() && seen.size() == 1);
			}
			assertThat(seen).containsExactly(trace);
			Spans spans = context.getBean(Spans.class);
			assertThat(spans.parents())
				.isEqualTo(Map.of("order", "none", "change default", "order", "watch default", "change default"));
		}
	}

	private static <T> T inTrace(ConfigurableApplicationContext context, Supplier<T> action) {
		return Objects.requireNonNull(
				Observation.createNotStarted("order", context.getBean(ObservationRegistry.class)).observe(action));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ Kitchen.class, Spans.class })
	static class Application {

		@Bean(destroyMethod = "close")
		Tracing brave(Spans spans) {
			return Tracing.newBuilder().addSpanHandler(spans).build();
		}

		@Bean
		Tracer tracer(Tracing brave) {
			return new BraveTracer(brave.tracer(), new BraveCurrentTraceContext(brave.currentTraceContext()));
		}

		@Bean
		ObservationHandler<?> handler(Tracing brave, Tracer tracer) {
			Propagator propagator = new BravePropagator(brave);
			return new ObservationHandler.FirstMatchingCompositeObservationHandler(
					new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
					new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
					new DefaultTracingObservationHandler(tracer));
		}

	}

	/**
	 * The spans that have ended.
	 */
	@Component
	static class Spans extends SpanHandler {

		private final List<MutableSpan> all = new CopyOnWriteArrayList<>();

		@Override
		public boolean end(TraceContext context, MutableSpan span, Cause cause) {
			return this.all.add(span);
		}

		private MutableSpan named(String name) {
			return this.all.stream().filter((span) -> name.equals(span.name())).findFirst().orElseThrow();
		}

		private Map<String, String> parents() {
			Map<String, String> parents = new TreeMap<>();
			for (MutableSpan span : this.all) {
				assertThat(parents.put(String.valueOf(span.name()), name(span.parentId()))).isNull();
			}
			return parents;
		}

		private String name(@Nullable String id) {
			return this.all.stream()
				.filter((span) -> span.id().equals(id))
				.map((span) -> String.valueOf(span.name()))
				.findFirst()
				.orElse("none");
		}

	}

	@Component("kitchen")
	static class Kitchen {

		private final Tracer tracer;

		private final List<String> seen = new CopyOnWriteArrayList<>();

		Kitchen(Tracer tracer) {
			this.tracer = tracer;
		}

		private String trace() {
			var span = this.tracer.currentSpan();
			return (span != null) ? span.context().traceId() : "none";
		}

		@ZProcWorker
		public String cook(String dish) {
			return trace();
		}

		@ZProcWorker
		public String taste(String dish) {
			return trace();
		}

		@ZProcWorker(autoStart = false)
		public void burn() {
			throw new IllegalStateException("burnt");
		}

		@ZProcWorker(autoStart = false)
		public void idle() throws InterruptedException {
			new CountDownLatch(1).await();
		}

		@OnStateChange("order")
		void serve() {
			this.seen.add(trace());
		}

		@ZProcWorker
		@OnStateChange("order")
		void bill() {
			this.seen.add(trace());
		}

	}

}
