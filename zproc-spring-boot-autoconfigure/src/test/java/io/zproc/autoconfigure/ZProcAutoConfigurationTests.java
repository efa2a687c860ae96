package io.zproc.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.ProcessManager;
import io.zproc.process.ApplicationProcesses;
import io.zproc.process.EventSink;
import io.zproc.process.Retention;
import io.zproc.process.RunListener;
import io.zproc.process.RunOrder;
import io.zproc.ZProcWorker;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.process.StateConnection;
import io.zproc.process.StateSource;
import io.zproc.process.WorkerDefinition;
import io.zproc.process.WorkerDefinitions;
import io.zproc.process.WorkerHandle;
import io.zproc.process.WorkerLauncher;
import io.zproc.process.WorkerSupervisor;
import io.zproc.protocol.ValueCodec;
import io.zproc.testing.LeakChecked;
import io.zproc.process.swarm.Swarms;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.watch.ProcessWatcherTask;
import io.zproc.worker.SwarmMember;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ZProcAutoConfiguration}.
 */
@LeakChecked
@Timeout(180)
class ZProcAutoConfigurationTests {

	private static final List<Class<?>> BEANS = List.of(StateConnection.class, SharedState.class, WorkerLauncher.class,
			WorkerDefinitions.class, WorkerSupervisor.class, ApplicationWatchers.class, ProcessWatcherTask.class,
			EventSink.class, ValueCodec.class, ZProcLifecycle.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZProcAutoConfiguration.class));

	@Test
	void definesEachBeanOnce() {
		this.runner.run((context) -> {
			BEANS.forEach((type) -> assertThat(context).hasSingleBean(type));
			assertThat(context.getBean(SharedState.class).namespace()).isEqualTo("default");
		});
	}

	@Test
	void definesNothingWhenItIsOff() {
		this.runner.withPropertyValues("zproc.enabled=false").withUserConfiguration(Annotated.class).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ZProcProperties.class);
			BEANS.forEach((type) -> assertThat(context).doesNotHaveBean(type));
		});
	}

	static Stream<Class<?>> beans() {
		return BEANS.stream();
	}

	@ParameterizedTest
	@MethodSource("beans")
	<T> void backsOffForTheUsersBean(Class<T> type) {
		T own = type.cast(OWN.get(type));
		this.runner.withBean("own", type, () -> own).run((context) -> assertThat(context).getBean(type).isSameAs(own));
	}

	@ParameterizedTest
	@ValueSource(strings = { "in-process", "IN_PROCESS", "inProcess" })
	void modeIsSpelledAsInTheDocumentsOrAsTheConstant(String mode) {
		this.runner.withPropertyValues("zproc.mode=" + mode)
			.run((context) -> assertThat(context.getBean(ZProcProperties.class).mode())
				.isEqualTo(ZProcProperties.Mode.IN_PROCESS));
	}

	@Test
	void namespaceOfTheStateIsAProperty() {
		this.runner.withPropertyValues("zproc.namespace=orders")
			.run((context) -> assertThat(context.getBean(SharedState.class).namespace()).isEqualTo("orders"));
	}

	@Test
	void creatingTheContextForksNothing() {
		long children = ProcessHandle.current().children().count();
		this.runner.withUserConfiguration(Annotated.class).run((context) -> {
			assertThat(context.getBean(ZProcLifecycle.class).isRunning()).isTrue();
			assertThat(context.getBean(StateConnection.class).isConnected()).isFalse();
			assertThat(ProcessHandle.current().children().count()).isEqualTo(children);
		});
	}

	@Test
	void onlyAUseOfTheStateConnects() {
		this.runner.run((context) -> {
			SharedState state = context.getBean(SharedState.class);
			assertThat(state.namespace("orders").namespace()).isEqualTo("orders");
			assertThatIllegalArgumentException().isThrownBy(() -> state.namespace("$mine"));
			assertThat(state.hashCode()).isZero();
			assertThat(state).hasToString("{}");
			assertThat(state.equals(Map.of())).isTrue();
			assertThat(state.equals(Map.of("a", 1))).isFalse();
			assertThat(context.getBean(StateConnection.class).isConnected()).isFalse();
		});
	}

	@Test
	void lifecycleStartsLastAndIsNeverPaused() {
		this.runner.run((context) -> {
			ZProcLifecycle lifecycle = context.getBean(ZProcLifecycle.class);
			assertThat(lifecycle.isPauseable()).isFalse();
			assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE);
			assertThat(lifecycle.isAutoStartup()).isTrue();
		});
	}

	@Test
	void lazyInitializationDoesNotKeepWorkersAndWatchersFromStarting() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(Annotated.class, Plain.class)
			.run((context) -> {
				assertThat(context.getSourceApplicationContext().isRunning()).isTrue();
				for (String eager : List.of("zprocLifecycle", "watching", "working", "zprocWorkerSupervisor")) {
					assertThat(context.getBeanFactory().containsSingleton(eager)).as(eager).isTrue();
				}
				assertThat(context.getBeanFactory().containsSingleton("plain")).isFalse();
				assertThat(context.getBean(ZProcLifecycle.class).isRunning()).isTrue();
			});
	}

	@Test
	void workersTakeTheirPropertiesOverTheirAnnotation() {
		this.runner.withUserConfiguration(Annotated.class)
			.withPropertyValues("zproc.worker.max-heap=100m", "zproc.worker.jvm-args=-Da=1",
					"zproc.workers.work.instances=3", "zproc.workers.work.auto-start=false",
					"zproc.workers.work.namespace=other", "zproc.workers.work.max-heap=64m",
					"zproc.workers.work.jvm-args=-Db=2,-Dc=3")
			.run((context) -> {
				WorkerDefinition worker = context.getBean(WorkerDefinitions.class).get("work");
				assertThat(worker.instances()).isEqualTo(3);
				assertThat(worker.autoStart()).isFalse();
				assertThat(worker.namespace()).isEqualTo("other");
				assertThat(worker.maxHeap()).isEqualTo("64m");
				assertThat(worker.jvmArgs()).containsExactly("-Da=1", "-Db=2", "-Dc=3");
			});
	}

	@Test
	void workersAreFirstWhatTheirAnnotationSays() {
		this.runner.withUserConfiguration(Annotated.class)
			.withPropertyValues("zproc.namespace=orders", "zproc.worker.max-heap=100m")
			.run((context) -> {
				WorkerDefinition worker = context.getBean(WorkerDefinitions.class).get("work");
				assertThat(worker.instances()).isEqualTo(2);
				assertThat(worker.autoStart()).isTrue();
				assertThat(worker.namespace()).isEqualTo("orders");
				assertThat(worker.maxHeap()).as("what zproc.worker.max-heap, or else its share, says").isEmpty();
				assertThat(worker.jvmArgs()).containsExactly("-Dannotation=1");
			});
	}

	@Test
	void heapsAreSharesOfTheMemoryUnlessTheyAreSet() {
		this.runner.withPropertyValues("zproc.memory.total=100GB").run((context) -> {
			ZProcProperties properties = context.getBean(ZProcProperties.class);
			assertThat(properties.memoryShares().totalBytes()).isEqualTo(100L << 30);
			assertThat(properties.serverSettings().maxHeap()).isEqualTo("1024m");
		});
		this.runner.withPropertyValues("zproc.server.max-heap=77m")
			.run((context) -> assertThat(context.getBean(ZProcProperties.class).serverSettings().maxHeap())
				.isEqualTo("77m"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					zproc.namespace                          | $mine  | zproc.namespace: '$mine' (expected:
					zproc.namespace                          | ''     | zproc.namespace: '' (expected:
					zproc.state.request-timeout              | 0s     | zproc.state.request-timeout: PT0S (expected: a time above zero
					zproc.state.atomic-timeout               | -1s    | zproc.state.atomic-timeout: PT-1S (expected: a time above zero
					zproc.state.history-entries              | -1     | zproc.state.history-entries: -1 (expected: >= 0)
					zproc.state.history-size                 | -1B    | zproc.state.history-size: -1B (expected: from 0 bytes to
					zproc.state.max-value-size               | 0B     | zproc.state.max-value-size: 0B (expected: from 1 bytes to
					zproc.state.max-value-size               | 600MB  | zproc.state.max-value-size: 629145600B (expected: from 1 bytes to 511MB)
					zproc.state.max-commit-size              | 1MB    | zproc.state.max-commit-size: 1048576B (expected: from 16777216 bytes to
					zproc.session.grace                      | 0s     | zproc.session.grace: PT0S (expected: a time above zero
					zproc.server.max-heap                    | much   | zproc.server.max-heap: much (expected: a size such as 256m)
					zproc.server.start-timeout               | 0s     | zproc.server.start-timeout: PT0S (expected: a time above zero
					zproc.worker.max-heap                    | 256MB  | zproc.worker.max-heap: 256MB (expected: a size such as 256m)
					zproc.memory.server-share                | 1      | zproc.memory.server-share: 1.0 (expected: between 0 and 1
					zproc.memory.spawned                     | -1     | zproc.memory.spawned: -1 (expected: >= 0)
					zproc.server.max-restarts                | 0      | zproc.server.max-restarts: 0 (expected: >= 1)
					zproc.worker.stop-grace                  | -1s    | zproc.worker.stop-grace: PT-1S (expected: a time above zero
					zproc.worker.heartbeat-timeout           | 999ms  | zproc.worker.heartbeat-timeout: PT0.999S (expected: at least 1s, or 0s for never)
					zproc.worker.heartbeat-timeout           | -1s    | zproc.worker.heartbeat-timeout: PT-1S (expected: at least 1s, or 0s for never)
					""")
	void refusesPropertyWithNameValueAndExpectation(String name, String value, String message) {
		this.runner.withPropertyValues(name + "=" + value)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageStartingWith(message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "1s" })
	void allowsAHeartbeatTimeoutThatIsLongEnoughOrForEver(String value) {
		this.runner.withPropertyValues("zproc.worker.heartbeat-timeout=" + value)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static final Map<Class<?>, Object> OWN = own();

	private static Map<Class<?>, Object> own() {
		StateSource source = new StateSource() {

			@Override
			public StateEngine open() {
				throw new IllegalStateException("not used");
			}

			@Override
			public void close() {
			}

		};
		StateConnection connection = new StateConnection(source, (engine) -> {
			throw new IllegalStateException("not used");
		}, "own");
		WorkerLauncher launcher = new WorkerLauncher() {

			@Override
			public WorkerHandle launch(RunOrder order, RunListener listener) {
				throw new IllegalStateException("not used");
			}

			@Override
			public void close() {
			}

		};
		WorkerDefinitions workers = new WorkerDefinitions(Map::of);
		WorkerSupervisor supervisor = new WorkerSupervisor(connection, launcher, Retention.DEFAULT, EventSink.NONE,
				(what, action) -> {
					throw new IllegalStateException("not used");
				});
		ApplicationWatchers watchers = new ApplicationWatchers(List::of, (name) -> name, false, EventSink.NONE);
		ZProcProperties properties = new Binder(new MapConfigurationPropertySource()).bindOrCreate("zproc",
				ZProcProperties.class);
		GenericApplicationContext context = new GenericApplicationContext();
		Swarms swarms = new Swarms(connection, workers, supervisor, () -> {
			throw new IllegalStateException("not used");
		}, properties.swarmSettings(), true);
		Map<Class<?>, Object> beans = new LinkedHashMap<>();
		beans.put(StateConnection.class, connection);
		beans.put(WorkerLauncher.class, launcher);
		beans.put(SharedState.class, StateClient.deferred(connection::client, connection::isConnected, () -> "own"));
		beans.put(WorkerDefinitions.class, workers);
		beans.put(ProcessManager.class, new ApplicationProcesses(workers, supervisor, swarms));
		beans.put(WorkerSupervisor.class, supervisor);
		beans.put(Swarms.class, swarms);
		beans.put(SwarmMember.class, new SwarmMember(context, connection, workers, swarms));
		beans.put(ApplicationWatchers.class, watchers);
		beans.put(ProcessWatcherTask.class, new ProcessWatcherTask(connection, false, EventSink.NONE));
		beans.put(ZProcLifecycle.class, new ZProcLifecycle(connection, workers, supervisor, swarms, watchers,
				EventSink.NONE, properties, context));
		beans.put(EventSink.class, EventSink.NONE);
		beans.put(ValueCodec.class, new ValueCodec(List.of(), ZProcAutoConfigurationTests.class.getClassLoader()));
		return beans;
	}

	static class Working {

		@ZProcWorker(instances = 2, jvmArgs = "-Dannotation=1")
		void work() {
		}

	}

	static class Watching {

		@OnStateChange("a")
		void changed() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Annotated {

		@Bean
		Working working() {
			return new Working();
		}

		@Bean
		Watching watching() {
			return new Watching();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		Object plain() {
			return new Object();
		}

	}

}
