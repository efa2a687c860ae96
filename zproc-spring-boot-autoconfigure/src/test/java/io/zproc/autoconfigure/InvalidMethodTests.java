package io.zproc.autoconfigure;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.zproc.OnStateChange;
import io.zproc.Restart;
import io.zproc.SharedState;
import io.zproc.Snapshot;
import io.zproc.StateChange;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import io.zproc.process.GroupMember;
import io.zproc.process.GroupStrategy;
import io.zproc.process.InvalidMethodException;
import io.zproc.process.LaunchException;
import io.zproc.process.WorkerDefinitions;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Methods that cannot be what their annotations say: the application does not start, and
 * its user reads which method it is and what is allowed.
 */
@LeakChecked
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class InvalidMethodTests {

	private static final String NOT_OVERRIDABLE = "Make it neither private, static nor final";

	private static final String WATCHER_PARAMETERS = "Allowed are any of StateChange, Snapshot (the state after the"
			+ " change), SharedState, or nothing.";

	private static final String KEY_RULE = "Give a key together with at least one of equalTo, notEqualTo (one text"
			+ " each) and available.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZProcAutoConfiguration.class));

	static Stream<Arguments> invalid() {
		return Stream.of(arguments(PrivateWorker.class, "@ZProcWorker method %s.work() is private", NOT_OVERRIDABLE),
				arguments(StaticWorker.class, "@ZProcWorker method %s.work() is static", NOT_OVERRIDABLE),
				arguments(FinalWorker.class, "@ZProcWorker method %s.work() is final", NOT_OVERRIDABLE),
				arguments(WorkerWithoutInstances.class,
						"Worker 'work' (method %s.work()) has instances: 0 (expected: >= 1)",
						"Correct its @ZProcWorker, or zproc.workers.work.instances."),
				arguments(WorkerOfBadHeap.class,
						"Worker 'work' (method %s.work()) has max-heap: 1 gigabyte (expected: a size such as 256m)",
						"Correct its @ZProcWorker, zproc.workers.work.max-heap or zproc.worker.max-heap."),
				arguments(WorkerOfAThread.class,
						"Worker 'work' (method %s.work(String, Thread)) has parameter 'thread' of type java.lang.Thread,"
								+ " which is neither injected nor can be a value",
						"Injected are SharedState, WorkerContext, and parameters annotated @Autowired"),
				arguments(WorkerOfForeignRecords.class,
						"Worker 'work' (method %s.work(Foreign[])) has parameter 'foreign' of type "
								+ WorkerOfForeignRecords.Foreign.class.getTypeName() + "[], which is neither injected",
						"zproc.state.allowed-packages"),
				arguments(WorkerOfSeveral.class,
						"Worker 'work' (method %s.work(int)) has instances: 2, but its method has parameters that who"
								+ " starts it must give",
						"Remove instances from its @ZProcWorker, and zproc.workers.work.instances, and start its"
								+ " processes with ProcessManager.spawn."),
				arguments(WorkerOfBadDelay.class,
						"Worker 'work' (method %s.work()) has delay: 'soon' (expected: a time such as 500ms, 30s or 5m)",
						"Correct its @ZProcWorker, zproc.workers.work.retry.* or zproc.worker.retry.*."),
				arguments(WorkerOfBadMaxDelay.class,
						"Worker 'work' (method %s.work()) has maxDelay: '1 day' (expected: a",
						"Correct its @ZProcWorker"),
				arguments(WorkerOfBadJitter.class, "Worker 'work' (method %s.work()) has jitter: '-' (expected: a time",
						"Correct its @ZProcWorker"),
				arguments(WorkerOfBadGrace.class, "Worker 'work' (method %s.work()) has stopGrace: 'none' (expected: a",
						"Correct its @ZProcWorker"),
				arguments(WorkerOfBadLimit.class, "Worker 'work' (method %s.work()) has timeLimit: '1,5h' (expected: a",
						"Correct its @ZProcWorker"),
				arguments(WorkerOfBadHeartbeat.class,
						"Worker 'work' (method %s.work()) has heartbeatTimeout: 'off' (expected: a time",
						"Correct its @ZProcWorker"),
				arguments(WorkerOfBadName.class,
						"@ZProcWorker of %s.work() has the name 'a b' (expected: letters, digits, '_', '-' and '.')",
						"Give it such a name."),
				arguments(WorkerOfReservedNamespace.class,
						"Worker 'work' (method %s.work()) has namespace: '$mine'"
								+ " (expected: a text that does not begin with '$')",
						"zproc.workers.work.namespace"),
				arguments(WorkerRestartedForNothing.class,
						"Worker 'work' (method %s.work()) has restart.policy: NEVER (expected: on-failure or none, because"
								+ " restart-for is set)",
						"Correct its @ZProcWorker"),
				arguments(WorkerRestartedForNoCode.class,
						"Worker 'work' (method %s.work()) has restart.restart-for: SIGNAL (expected: exit codes from 1 to"
								+ " 255, or names of signals such as SIGKILL)",
						"Correct its @ZProcWorker"),
				arguments(WorkerWithoutContext.class,
						"@ZProcWorker of %s.work() has reportsReady: true, but its method has no WorkerContext",
						"Give it a parameter of type WorkerContext"),
				arguments(WorkerAfterNobody.class,
						"Worker 'work' (method %s.work()) has after: 'wrok', there is no such worker (expected: any of [])",
						"zproc.workers.work.after"),
				arguments(WorkerAfterItself.class, "Workers wait for each other: work -> work (each is started",
						"Remove one of them"),
				arguments(WorkersInACycle.class, "Workers wait for each other: ", "zproc.workers.<name>.after"),
				arguments(PrivateWatcher.class, "@OnStateChange method %s.changed() is private", NOT_OVERRIDABLE),
				arguments(StaticFinalWatcher.class, "@OnStateChange method %s.changed() is static final",
						NOT_OVERRIDABLE),
				arguments(WatcherOfAnything.class,
						"@OnStateChange method %s.changed(StateChange, String) has a parameter of type"
								+ " java.lang.String",
						WATCHER_PARAMETERS),
				arguments(ProcessWatcherOfAnything.class,
						"@OnStateChange method %s.changed(WorkerContext) has a parameter of type"
								+ " io.zproc.WorkerContext",
						WATCHER_PARAMETERS),
				arguments(WatcherOfBadCondition.class,
						"The condition of @OnStateChange of %s.changed() cannot be parsed: ",
						"Correct the SpEL expression: after['a' >"),
				arguments(EqualToWithoutKey.class,
						"@OnStateChange of %s.changed() has key '' with equalTo [1], notEqualTo [] and available false",
						KEY_RULE),
				arguments(AvailableWithoutKey.class,
						"@OnStateChange of %s.changed() has key '' with equalTo [], notEqualTo [] and available true",
						KEY_RULE),
				arguments(KeyWithoutCondition.class, "@OnStateChange of %s.changed() has key 'a' with equalTo []",
						KEY_RULE),
				arguments(EqualToTwoTexts.class, "@OnStateChange of %s.changed() has key 'a' with equalTo [1, 2]",
						KEY_RULE),
				arguments(SinceTheFuture.class, "@OnStateChange of %s.changed() has since: -5 (expected: >= -1)",
						"Give a version"),
				arguments(WatcherOfReservedNamespace.class, "@OnStateChange of %s.changed() has namespace: '$mine'"
						+ " (expected: a text that does not begin with '$')", "Give it another name"));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void refusesToStart(Class<?> type, String description, String action) {
		this.runner.withUserConfiguration(type)
			.run((context) -> assertFailure(context.getStartupFailure(), description.formatted(type.getName()),
					action));
	}

	@Test
	void refusesTwoWorkersOfOneName() {
		this.runner.withUserConfiguration(Worker.class, SameWorker.class)
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Two workers are named 'work': " + Worker.class.getName() + ".work() and "
							+ SameWorker.class.getName() + ".other()",
					"Give one of them another name: @ZProcWorker(name = ...)."));
	}

	@Test
	void refusesPropertiesOfUnknownWorker() {
		this.runner.withUserConfiguration(Worker.class)
			.withPropertyValues("zproc.workers.wrok.instances=3")
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Properties zproc.workers.wrok.* are set, but there is no such worker",
					"Correct the name (known workers: [work]), or remove the properties."));
	}

	@Test
	void refusesToStartByItselfWhatNeedsArguments() {
		this.runner.withUserConfiguration(Valid.class)
			.withPropertyValues("zproc.workers.argued.auto-start=true")
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Worker 'argued' (method " + Valid.class.getName()
							+ ".argued(int, SharedState, String)) has auto-start: true",
					"start its processes with ProcessManager.spawn"));
	}

	@Test
	void refusesSeveralInstancesOfWhatNeedsArguments() {
		this.runner.withUserConfiguration(Valid.class)
			.withPropertyValues("zproc.workers.argued.instances=2")
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Worker 'argued' (method " + Valid.class.getName()
							+ ".argued(int, SharedState, String)) has instances: 2",
					"start its processes with ProcessManager.spawn"));
	}

	@Test
	void takesObjectsOfPackagesThatAreAllowed() {
		this.runner.withUserConfiguration(WorkerOfForeignRecords.class)
			.withPropertyValues("zproc.state.allowed-packages=" + getClass().getPackageName())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			instances=0     | has instances: 0 (expected: >= 1)
			stop-grace=0s   | has stop-grace: PT0S (expected: > 0)
			time-limit=-1s  | has time-limit: PT-1S (expected: > 0)
			max-heap=256MB  | has max-heap: 256MB (expected: a size such as 256m)
			restart.delay=-1s         | has restart.delay: PT-1S (expected: a time such as 1s)
			restart.multiplier=0.5    | has restart.multiplier: 0.5 (expected: >= 1)
			restart.max-delay=0s      | has restart.max-delay: PT0S (expected: a time above zero, such as 1m)
			restart.jitter=-1ms       | has restart.jitter: PT-0.001S (expected: a time such as 100ms)
			restart.max-restarts=-2   | has restart.max-restarts: -2 (expected: >= 0, or -1 for no end)
			restart.window=0s         | has restart.window: PT0S (expected: a time above zero, such as 1m)
			restart.healthy-after=-1s | has restart.healthy-after: PT-1S (expected: a time above zero, such as 1m)
			restart.restart-for=256   | has restart.restart-for: 256 (expected: exit codes from 1 to 255
			group=a b                 | has group: 'a b' (expected: letters, digits, '_', '-' and '.')
			namespace=$mine | has namespace: '$mine' (expected: a text that does not begin with '$')
			""")
	void refusesPropertyOfWorker(String property, String message) {
		this.runner.withUserConfiguration(Worker.class)
			.withPropertyValues("zproc.workers.work." + property)
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Worker 'work' (method " + Worker.class.getName() + ".work()) " + message, "zproc.workers.work."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					delay=5s,max-delay=1s          | has restart.max-delay: PT1S (expected: at least the delay of PT5S)
					policy=always,restart-for=3    | has restart.policy: ALWAYS (expected: on-failure or none, because restart-for
					policy=never,restart-for=3     | has restart.policy: NEVER (expected: on-failure or none, because restart-for
					""")
	void refusesRestartsThatContradictEachOther(String properties, String message) {
		for (String prefix : List.of("zproc.worker.restart.", "zproc.workers.work.restart.")) {
			this.runner.withUserConfiguration(Worker.class)
				.withPropertyValues(Stream.of(properties.split(",")).map(prefix::concat).toArray(String[]::new))
				.run((context) -> assertFailure(context.getStartupFailure(),
						"Worker 'work' (method " + Worker.class.getName() + ".work()) " + message,
						"Correct its @ZProcWorker, zproc.workers.work.restart.*, zproc.worker.restart.* or"));
		}
	}

	@Test
	void refusesPropertiesOfGroupWithoutMembers() {
		this.runner.withUserConfiguration(Worker.class, Other.class)
			.withPropertyValues("zproc.workers.work.group=pipeline", "zproc.groups.pipelin.strategy=rest-for-one")
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Properties zproc.groups.pipelin.* are set, but no worker is in that group",
					"Correct the name (known groups: [pipeline]), add workers"));
	}

	@Test
	void refusesUnknownStrategy() {
		this.runner.withUserConfiguration(Worker.class)
			.withPropertyValues("zproc.workers.work.group=pipeline", "zproc.groups.pipeline.strategy=two-for-one")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("GroupStrategy.two-for-one"));
	}

	@Test
	void refusesLimitsOfMemberOfGroup() {
		this.runner.withUserConfiguration(Worker.class)
			.withPropertyValues("zproc.workers.work.group=pipeline", "zproc.workers.work.restart.max-restarts=3")
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Worker 'work' (method " + Worker.class.getName()
							+ ".work()) has restart properties of its own, but"
							+ " its restarts are those of its group 'pipeline'",
					"Move zproc.workers.work.restart.* to zproc.groups.pipeline.restart.*"));
	}

	@Test
	void refusesLimitsOfGroup() {
		this.runner.withUserConfiguration(Worker.class)
			.withPropertyValues("zproc.workers.work.group=pipeline", "zproc.groups.pipeline.restart.window=-1s")
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Worker 'work' (method " + Worker.class.getName() + ".work()) has restart.window: PT-1S",
					"zproc.groups.<name>.restart.*"));
	}

	@Test
	void refusesGroupOfSwarms() {
		this.runner.withPropertyValues("zproc.workers.zproc-swarm.group=pipeline")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessageContaining("has group: 'pipeline', but swarms replace their processes"));
	}

	@Test
	void groupsHaveDefaultsAndMayHaveOneMember() {
		this.runner.withUserConfiguration(WorkersInAGroup.class)
			.withPropertyValues("zproc.groups.rest.strategy=rest-for-one", "zproc.groups.rest.restart.max-restarts=7",
					"zproc.workers.single.group=other", "zproc.workers.none.group=")
			.run((context) -> {
				WorkerDefinitions workers = context.getBean(WorkerDefinitions.class);
				GroupMember first = workers.get("first").group();
				GroupMember second = workers.get("second").group();
				GroupMember single = workers.get("single").group();
				assertThat(first).isEqualTo(new GroupMember("rest", GroupStrategy.REST_FOR_ONE, first.rank()));
				assertThat(single).isEqualTo(new GroupMember("other", GroupStrategy.ONE_FOR_ALL, single.rank()));
				assertThat(List.of(single.rank(), second.rank(), first.rank())).isSorted().doesNotHaveDuplicates();
				assertThat(workers.get("first").restarts().limits().maxRestarts()).isEqualTo(7);
				assertThat(workers.get("first").restarts().policy()).isEqualTo(Restart.ON_FAILURE);
				assertThat(workers.get("none").group()).isNull();
				assertThat(workers.get("none").restarts().policy()).isEqualTo(Restart.NEVER);
			});
	}

	@Test
	void namesTheCycle() {
		this.runner.withUserConfiguration(WorkersInACycle.class)
			.run((context) -> assertThat(context.getStartupFailure()).message()
				.containsAnyOf("first -> second -> third -> first (", "second -> third -> first -> second (",
						"third -> first -> second -> third (")
				.doesNotContain("free")
				.doesNotContain("outside"));
		this.runner.withUserConfiguration(WorkersInACycle.class)
			.withPropertyValues("zproc.workers.second.after=free")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void refusesToWaitForWorkerThatIsNotStarted() {
		this.runner.withUserConfiguration(Worker.class, Other.class)
			.withPropertyValues("zproc.workers.work.auto-start=false", "zproc.workers.other.after=work")
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Worker 'other' (method " + Other.class.getName() + ".other()) has after: 'work', which is not"
							+ " started with the application (expected: any of [])",
					"zproc.workers.other.after"));
	}

	@Test
	void takesAllSignaturesThatAreAllowed() {
		this.runner.withUserConfiguration(Valid.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void userReadsDescriptionAndAction(CapturedOutput output) {
		SpringApplication application = new SpringApplication(RefusedApplication.class);
		application.setRegisterShutdownHook(false);
		assertThatExceptionOfType(InvalidMethodException.class).isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("@ZProcWorker method " + PrivateWorker.class.getName() + ".work() is private")
			.contains(NOT_OVERRIDABLE);
	}

	@Test
	void userReadsWhyAProcessCouldNotBeLaunched() {
		FailureAnalysis analysis = new LaunchFailureAnalyzer()
			.analyze(new IllegalStateException(new LaunchException("No bin/java", "Use a JDK.", null)));
		assertThat(analysis.getDescription()).isEqualTo("No bin/java");
		assertThat(analysis.getAction()).isEqualTo("Use a JDK.");
	}

	private static void assertFailure(Throwable failure, String description, String action) {
		assertThat(failure).isNotNull();
		FailureAnalysis analysis = new InvalidMethodFailureAnalyzer().analyze(failure);
		assertThat(analysis).as(() -> "analysis of " + failure).isNotNull();
		assertThat(analysis.getDescription()).startsWith(description);
		assertThat(analysis.getAction()).contains(action);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ZProcAutoConfiguration.class)
	@Import(PrivateWorker.class)
	static class RefusedApplication {

	}

	static class Worker {

		@ZProcWorker
		void work() {
		}

	}

	static class WorkerRestartedForNothing {

		@ZProcWorker(restart = Restart.NEVER, restartFor = "3")
		void work() {
		}

	}

	static class WorkerRestartedForNoCode {

		@ZProcWorker(restartFor = "SIGNAL")
		void work() {
		}

	}

	static class WorkerWithoutContext {

		@ZProcWorker(reportsReady = true)
		void work() {
		}

	}

	static class WorkerAfterNobody {

		@ZProcWorker(after = "wrok")
		void work() {
		}

	}

	static class WorkerAfterItself {

		@ZProcWorker(after = "work")
		void work() {
		}

	}

	static class WorkersInACycle {

		@ZProcWorker
		void free() {
		}

		@ZProcWorker(after = "free")
		void outside() {
		}

		@ZProcWorker(after = { "outside", "second" })
		void first() {
		}

		@ZProcWorker(after = "third")
		void second() {
		}

		@ZProcWorker(after = { "free", "first" })
		void third() {
		}

	}

	static class WorkersInAGroup {

		@ZProcWorker(group = "rest", after = "second")
		void first() {
		}

		@ZProcWorker(group = "rest", after = "single")
		void second() {
		}

		@ZProcWorker
		void single() {
		}

		@ZProcWorker(group = "rest")
		void none() {
		}

	}

	static class Other {

		@ZProcWorker
		void other() {
		}

	}

	static class SameWorker {

		@ZProcWorker(name = "work")
		void other() {
		}

	}

	static class PrivateWorker {

		@ZProcWorker
		@SuppressWarnings("unused")
		private void work() {
		}

	}

	static class StaticWorker {

		@ZProcWorker
		static void work() {
		}

	}

	static class FinalWorker {

		@ZProcWorker
		final void work() {
		}

	}

	static class WorkerWithoutInstances {

		@ZProcWorker(instances = 0)
		void work() {
		}

	}

	static class WorkerOfBadHeap {

		@ZProcWorker(maxHeap = "1 gigabyte")
		void work() {
		}

	}

	static class WorkerOfAThread {

		@ZProcWorker
		public int work(String given, Thread thread) {
			return 1;
		}

	}

	static class WorkerOfForeignRecords {

		record Foreign(int value) {

		}

		@ZProcWorker
		void work(Foreign[] foreign) {
		}

	}

	static class WorkerOfSeveral {

		@ZProcWorker(instances = 2)
		int work(int number) {
			return number;
		}

	}

	static class WorkerOfBadDelay {

		@ZProcWorker(delay = "soon")
		void work() {
		}

	}

	static class WorkerOfBadMaxDelay {

		@ZProcWorker(maxDelay = "1 day")
		void work() {
		}

	}

	static class WorkerOfBadJitter {

		@ZProcWorker(jitter = "-")
		void work() {
		}

	}

	static class WorkerOfBadGrace {

		@ZProcWorker(stopGrace = "none")
		void work() {
		}

	}

	static class WorkerOfBadLimit {

		@ZProcWorker(timeLimit = "1,5h")
		void work() {
		}

	}

	static class WorkerOfBadHeartbeat {

		@ZProcWorker(heartbeatTimeout = "off")
		void work() {
		}

	}

	static class WorkerOfBadName {

		@ZProcWorker(name = "a b")
		void work() {
		}

	}

	static class WorkerOfReservedNamespace {

		@ZProcWorker(namespace = "$mine")
		void work() {
		}

	}

	static class PrivateWatcher {

		@OnStateChange("a")
		@SuppressWarnings("unused")
		private void changed() {
		}

	}

	static class StaticFinalWatcher {

		@OnStateChange("a")
		static final void changed() {
		}

	}

	static class WatcherOfAnything {

		@OnStateChange("a")
		void changed(StateChange change, String anything) {
		}

	}

	static class ProcessWatcherOfAnything {

		@ZProcWorker
		@OnStateChange("a")
		void changed(WorkerContext context) {
		}

	}

	static class WatcherOfBadCondition {

		@OnStateChange(condition = "after['a' >")
		void changed() {
		}

	}

	static class EqualToWithoutKey {

		@OnStateChange(equalTo = "1")
		void changed() {
		}

	}

	static class AvailableWithoutKey {

		@OnStateChange(available = true)
		void changed() {
		}

	}

	static class KeyWithoutCondition {

		@OnStateChange(key = "a")
		void changed() {
		}

	}

	static class EqualToTwoTexts {

		@OnStateChange(key = "a", equalTo = { "1", "2" })
		void changed() {
		}

	}

	static class SinceTheFuture {

		@OnStateChange(value = "a", since = -5)
		void changed() {
		}

	}

	static class WatcherOfReservedNamespace {

		@OnStateChange(value = "a", namespace = "$mine")
		void changed() {
		}

	}

	static class Valid {

		@ZProcWorker
		void nothing() {
		}

		@ZProcWorker
		public String injected(SharedState state, WorkerContext context, @Autowired Runnable bean,
				@Value("${a:1}") int value) {
			return "a result";
		}

		@ZProcWorker
		int argued(int count, SharedState state, String order) {
			return count;
		}

		@ZProcWorker
		<T> void anything(T generic, Object object, List<T> list, EnumMap<Thread.State, Long> map, Runnable bean,
				Number number, ZoneId zone, int[][] ints, Optional<byte[]> bytes, Exception exception, DayOfWeek day,
				Valid own) {
		}

		@ZProcWorker
		@OnStateChange(key = "a", available = true)
		protected void process(SharedState state) {
		}

		@OnStateChange
		void everything(Snapshot after, SharedState state, StateChange change, StateChange again) {
		}

		@OnStateChange(keys = "a", except = "b", key = "a", equalTo = "1", notEqualTo = "2", available = true,
				since = 0, live = true, includeUnchanged = true, namespace = "other", condition = "after.a > 0")
		void selective() {
		}

	}

}
