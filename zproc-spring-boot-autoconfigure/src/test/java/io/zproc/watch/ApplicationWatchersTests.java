package io.zproc.watch;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.Snapshot;
import io.zproc.StateChange;
import io.zproc.client.StateFixture;
import io.zproc.process.EventSink;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ApplicationWatchers} over either engine.
 */
@LeakChecked
@Timeout(180)
@ParameterizedClass
@EnumSource(StateFixture.Engine.class)
@ExtendWith(OutputCaptureExtension.class)
class ApplicationWatchersTests {

	private final StateFixture fixture;

	private final SharedState state;

	private final GenericApplicationContext context = new GenericApplicationContext();

	private ApplicationWatchers watchers;

	private boolean stopsOnError;

	ApplicationWatchersTests(StateFixture.Engine engine) {
		this.fixture = new StateFixture(engine);
		this.state = this.fixture.state();
	}

	@BeforeEach
	void loadReplica() {
		assertThat(this.state.local()).isEmpty();
	}

	@AfterEach
	void close() {
		if (this.watchers != null) {
			this.watchers.stop();
		}
		this.context.close();
		this.fixture.close();
	}

	private <T> T start(T bean) {
		this.context.registerBean("bean", type(bean), () -> bean);
		start();
		return bean;
	}

	private void start() {
		this.context.refresh();
		this.watchers = new ApplicationWatchers(() -> WatcherDefinition.find(this.context.getBeanFactory()),
				this.context::getBean, this.stopsOnError, EventSink.NONE);
		this.watchers.start(this.fixture.client(), "default", "run");
	}

	@SuppressWarnings("unchecked")
	private static <T> Class<T> type(T bean) {
		return (Class<T>) bean.getClass();
	}

	private void settle() {
		await().atMost(10, TimeUnit.SECONDS).until(this.watchers::areUpToDate);
	}

	@Test
	void selectsByKeys() {
		Selecting seen = start(new Selecting());
		this.state.put("a", 1);
		this.state.put("b", 1);
		this.state.putAll(Map.of("a", 2, "c", 2));
		this.state.put("c", 3);
		this.state.remove("a");
		settle();
		assertThat(seen.versions("a")).containsExactly(1L, 3L, 5L);
		assertThat(seen.versions("aOrB")).containsExactly(1L, 2L, 3L, 5L);
		assertThat(seen.versions("exceptA")).containsExactly(2L, 3L, 4L);
		assertThat(seen.versions("all")).containsExactly(1L, 2L, 3L, 4L, 5L);
	}

	@Test
	void selectsByCondition() {
		Conditions seen = start(new Conditions());
		this.state.put("a", 1);
		this.state.put("cookies", 3);
		this.state.put("cookies", 0);
		this.state.put("order", Map.of("total", 20));
		this.state.remove("cookies");
		settle();
		assertThat(seen.versions("index")).containsExactly(2L);
		assertThat(seen.versions("property")).containsExactly(2L, 3L, 5L);
		assertThat(seen.versions("keys")).containsExactly(1L);
		assertThat(seen.versions("change")).containsExactly(2L);
		assertThat(seen.versions("afterVersion")).containsExactly(3L);
		assertThat(seen.versions("nested")).containsExactly(4L, 5L);
		assertThat(seen.versions("absent")).containsExactly(1L, 5L);
		assertThat(seen.versions("size")).containsExactly(4L);
		assertThat(seen.versions("origin")).hasSize(5);
	}

	@Test
	void selectsByTheValueOfAKey() {
		Values seen = start(new Values());
		this.state.put("b", 1);
		this.state.put("a", 1);
		this.state.put("a", 2);
		this.state.put("a", null);
		this.state.remove("a");
		settle();
		assertThat(seen.versions("equal")).containsExactly(2L);
		assertThat(seen.versions("notEqual")).containsExactly(1L, 3L, 4L, 5L);
		assertThat(seen.versions("available")).containsExactly(2L, 3L, 4L);
		assertThat(seen.versions("availableAndNotEqual")).containsExactly(3L, 4L);
	}

	@Test
	void liveWatcherSkipsToTheNewest() throws Exception {
		Live bean = start(new Live());
		this.state.put("n", 1);
		assertThat(bean.entered.await(10, TimeUnit.SECONDS)).isTrue();
		for (int i = 2; i <= 50; i++) {
			this.state.put("n", i);
		}
		assertThat(this.state.local()).containsEntry("n", 50);
		bean.leave.countDown();
		settle();
		assertThat(bean.versions("changed")).containsExactly(1L, 50L);
	}

	@Test
	void replaysSinceTheBeginning() {
		this.state.put("a", 1);
		this.state.put("a", 1);
		this.state.put("a", 2);
		Since seen = start(new Since());
		this.state.put("a", 3);
		settle();
		assertThat(seen.versions("beginning")).containsExactly(1L, 3L, 4L);
		assertThat(seen.versions("unchangedToo")).containsExactly(1L, 2L, 3L, 4L);
		assertThat(seen.versions("second")).containsExactly(3L, 4L);
		assertThat(seen.versions("now")).containsExactly(4L);
	}

	@Test
	void watchesAnotherNamespace() {
		OtherNamespace seen = start(new OtherNamespace());
		this.state.put("a", 1);
		this.state.namespace("other").put("a", 2);
		settle();
		assertThat(seen.seen).containsExactly("other@1 in other");
		assertThat(this.watchers.statuses()).singleElement()
			.isEqualTo(new WatcherStatus("bean.changed", "other", 1, 0, true, 1, 0, null));
	}

	@Test
	void givesAnyParameters() {
		Parameters bean = start(new Parameters());
		this.state.put("a", 1);
		this.state.put("a", 2);
		settle();
		assertThat(bean.calls).hasValue(2);
		assertThat(bean.seen).containsExactly("1: {a=1} default", "2: {a=2} default");
		assertThat(bean.snapshots).containsExactly(1, 2);
		assertThat(this.watchers.statuses()).extracting(WatcherStatus::name)
			.containsExactly("bean.all", "bean.none", "bean.snapshot");
	}

	@Test
	void overloadedMethodsAreWatchersOfTheirOwn() {
		Overloaded bean = start(new Overloaded());
		this.state.put("a", 1);
		settle();
		assertThat(bean.seen).containsExactlyInAnyOrder("nothing", "change");
		assertThat(this.watchers.statuses()).extracting(WatcherStatus::name)
			.containsExactly("bean.changed()", "bean.changed(StateChange)");
	}

	@Test
	void callsOneAtATimeInOrderOnItsOwnThread() {
		Ordered bean = start(new Ordered());
		for (int i = 1; i <= 200; i++) {
			this.state.put("n", i);
		}
		settle();
		assertThat(bean.values).hasSize(200).isSorted();
		assertThat(bean.threads).containsOnly("zproc-watch-bean.changed");
		assertThat(bean.overlaps).hasValue(0);
	}

	@Test
	void doesNotHearItselfButOthersDo() {
		Changing bean = start(new Changing());
		this.state.put("n", 5);
		settle();
		await().atMost(10, TimeUnit.SECONDS).until(() -> bean.seenByOther.size() == 3);
		assertThat(this.state.get("n")).isEqualTo(7);
		assertThat(bean.seenBySelf).containsExactly(5);
		assertThat(bean.seenByOther).containsExactly(5, 6, 7);
	}

	@Test
	void hearsWhatItDidOnAnotherThread() {
		ChangingElsewhere bean = start(new ChangingElsewhere());
		this.state.put("n", 1);
		await().atMost(10, TimeUnit.SECONDS).until(() -> bean.values.size() == 2);
		assertThat(bean.values).containsExactly(1, 2);
	}

	@Test
	void logsAnExceptionAndGoesOn(CapturedOutput output) {
		Failing bean = start(new Failing());
		this.state.put("a", 1);
		this.state.put("a", 2);
		settle();
		assertThat(bean.values).containsExactly(1, 2);
		assertThat(output).contains("Watcher 'bean.changed' failed at StateChange[default@1 [a] by ")
			.contains("it goes on with the next change")
			.contains("java.io.IOException: no 1");
		assertThat(this.watchers.statuses()).singleElement().satisfies((status) -> {
			assertThat(status.invocations()).isEqualTo(2);
			assertThat(status.failures()).isEqualTo(2);
			assertThat(status.lastFailure().version()).isEqualTo(2);
			assertThat(status.lastFailure().message()).isEqualTo("java.io.IOException: no 2");
		});
	}

	@Test
	void goesLiveWhenAsked() throws Exception {
		Blocking bean = start(new Blocking());
		this.state.put("a", 1);
		assertThat(bean.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
		this.state.put("a", 2);
		this.state.put("a", 3);
		assertThat(this.watchers.goLive("bean.changed").position()).isZero();
		assertThat(this.watchers.goLive("none")).isNull();
		bean.leave.release(10);
		settle();
		this.state.put("a", 4);
		settle();
		assertThat(this.watchers.statuses()).singleElement()
			.isEqualTo(new WatcherStatus("bean.changed", "default", 4, 0, true, 2, 0, null));
	}

	@Test
	void stopsOnErrorWhenAsked(CapturedOutput output) {
		this.stopsOnError = true;
		Failing bean = start(new Failing());
		this.state.put("a", 1);
		this.state.put("a", 2);
		await().atMost(10, TimeUnit.SECONDS)
			.untilAsserted(
					() -> assertThat(output).contains("Watcher 'bean.changed' failed at StateChange[default@1 [a] by ",
							"and stops (zproc.watch.stop-on-error)"));
		await().atMost(10, TimeUnit.SECONDS).until(this.watchers::areUpToDate);
		assertThat(bean.values).containsExactly(1);
	}

	@Test
	void logsAConditionThatFailsAndGoesOn(CapturedOutput output) {
		FailingCondition bean = start(new FailingCondition());
		this.state.put("a", 1);
		this.state.put("a", "text");
		settle();
		assertThat(bean.seen).containsExactly("text");
		assertThat(output)
			.containsPattern("Watcher 'bean\\.changed' failed at StateChange\\[default@1[^\\n]*:"
					+ " its condition 'after\\.a\\.startsWith\\('t'\\)' cannot be evaluated \\(a key that is absent is"
					+ " null\\): EL1004E: [^\\n]*; it goes on with the next change\\n")
			.doesNotContain("\tat ");
	}

	@Test
	void conditionMayTestWhetherAKeyIsThere(CapturedOutput output) {
		EveryTenth bean = start(new EveryTenth());
		this.state.put("ticks", 10);
		this.state.put("ticks", 11);
		this.state.put("ticks", 20);
		this.state.clear();
		settle();
		assertThat(bean.versions("careful")).containsExactly(1L, 3L);
		assertThat(bean.versions("careless")).containsExactly(1L, 3L);
		assertThat(bean.versions("zero")).containsExactly(1L, 3L, 4L);
		assertThat(bean.versions("less")).containsExactly(2L, 4L);
		assertThat(output.getOut().lines().filter((line) -> line.contains(" failed at "))).singleElement()
			.asString()
			.contains("Watcher 'bean.careless' failed at StateChange[default@4", "'after.ticks % 10 == 0'", "EL1030E");
	}

	@Test
	void interruptThatAMethodLeavesBehindDoesNotEndIt() {
		Interrupted bean = start(new Interrupted());
		this.state.put("a", 1);
		this.state.put("a", 2);
		this.state.put("a", 3);
		settle();
		assertThat(bean.values).containsExactly(1, 2, 3);
	}

	@Test
	void callsThroughAClassProxy() {
		proxy(true);
		this.context.registerBean("bean", Proxied.class);
		start();
		Proxied bean = this.context.getBean(Proxied.class);
		assertThat(AopUtils.isCglibProxy(bean)).isTrue();
		this.state.put("a", 1);
		settle();
		assertThat(bean.values()).containsExactly("changed 1", "packagePrivate 1");
		assertThat(this.advised).contains("changed", "packagePrivate");
	}

	@Test
	void callsThroughAnInterfaceProxy() {
		proxy(false);
		this.context.registerBean("bean", Implementation.class);
		start();
		Interface bean = this.context.getBean(Interface.class);
		assertThat(AopUtils.isJdkDynamicProxy(bean)).isTrue();
		this.state.put("a", 1);
		settle();
		assertThat(bean.values()).containsExactly("changed 1");
		assertThat(this.advised).contains("changed");
	}

	private final List<String> advised = new CopyOnWriteArrayList<>();

	private void proxy(boolean proxyTargetClass) {
		this.context.registerBean("advice", org.aopalliance.intercept.MethodInterceptor.class, () -> (invocation) -> {
			Method method = invocation.getMethod();
			this.advised.add(method.getName());
			return invocation.proceed();
		});
		this.context.registerBean(BeanNameAutoProxyCreator.class, () -> {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("bean");
			creator.setInterceptorNames("advice");
			creator.setProxyTargetClass(proxyTargetClass);
			return creator;
		});
	}

	@Test
	void isUpToDateOnlyWhenAllThatWasCommittedIsHandled() throws Exception {
		Blocking bean = start(new Blocking());
		SharedState otherProcess = this.fixture.newClient().state("default");
		assertThat(this.watchers.areUpToDate()).isTrue();
		for (int i = 1; i <= 20; i++) {
			otherProcess.put("a", i);
			assertThat(this.watchers.areUpToDate()).isFalse();
			assertThat(bean.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
			assertThat(this.watchers.areUpToDate()).isFalse();
			assertThat(this.watchers.statuses()).singleElement()
				.isEqualTo(new WatcherStatus("bean.changed", "default", i - 1, 1, true, i, 0, null));
			bean.leave.release();
			settle();
		}
	}

	@Test
	void isUpToDateWhenTheServerIsGone() {
		start(new Blocking());
		this.fixture.client().engine().serverLost("it was killed");
		assertThat(this.watchers.areUpToDate()).isTrue();
	}

	@Test
	void stopEndsAMethodThatBlocks(CapturedOutput output) throws Exception {
		Blocking bean = start(new Blocking());
		this.state.put("a", 1);
		assertThat(bean.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
		long start = System.nanoTime();
		this.watchers.stop();
		assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(4));
		assertThat(bean.interrupts).hasValue(1);
		assertThat(bean.thread.isAlive()).isFalse();
		assertThat(output).doesNotContain("ERROR").doesNotContain("left behind");
		this.state.put("a", 2);
		assertThat(this.watchers.areUpToDate()).isTrue();
	}

	@Test
	void stopEndsMethodsThatWaitForTheState() throws Exception {
		Waiting bean = start(new Waiting());
		this.state.put("a", 1);
		assertThat(bean.entered.await(10, TimeUnit.SECONDS)).isTrue();
		this.watchers.stop();
		assertThat(bean.thread.isAlive()).isFalse();
	}

	static class Recorder {

		private final Map<String, List<Long>> versions = new ConcurrentHashMap<>();

		void record(String watcher, StateChange change) {
			this.versions.computeIfAbsent(watcher, (name) -> new CopyOnWriteArrayList<>()).add(change.version());
		}

		List<Long> versions(String watcher) {
			return this.versions.getOrDefault(watcher, List.of());
		}

	}

	static class Selecting extends Recorder {

		@OnStateChange("a")
		void a(StateChange change) {
			record("a", change);
		}

		@OnStateChange(keys = { "a", "b" })
		void aOrB(StateChange change) {
			record("aOrB", change);
		}

		@OnStateChange(except = "a")
		void exceptA(StateChange change) {
			record("exceptA", change);
		}

		@OnStateChange
		void all(StateChange change) {
			record("all", change);
		}

	}

	static class Conditions extends Recorder {

		@OnStateChange(condition = "after['cookies'] > 0 and keys.contains('cookies')")
		void index(StateChange change) {
			record("index", change);
		}

		@OnStateChange(condition = "after.cookies != before.cookies")
		void property(StateChange change) {
			record("property", change);
		}

		@OnStateChange(condition = "keys.contains('a')")
		void keys(StateChange change) {
			record("keys", change);
		}

		@OnStateChange(condition = "change.version == 2")
		void change(StateChange change) {
			record("change", change);
		}

		@OnStateChange(condition = "after.version() == 3")
		void afterVersion(StateChange change) {
			record("afterVersion", change);
		}

		@OnStateChange(condition = "after.order?.total > 10")
		void nested(StateChange change) {
			record("nested", change);
		}

		@OnStateChange(condition = "after.cookies == null")
		void absent(StateChange change) {
			record("absent", change);
		}

		@OnStateChange(condition = "after.size() == 3")
		void size(StateChange change) {
			record("size", change);
		}

		@OnStateChange(condition = "change.origin.worker == 'worker'")
		void origin(StateChange change) {
			record("origin", change);
		}

	}

	static class Values extends Recorder {

		@OnStateChange(key = "a", equalTo = "1")
		void equal(StateChange change) {
			record("equal", change);
		}

		@OnStateChange(key = "a", notEqualTo = "1")
		void notEqual(StateChange change) {
			record("notEqual", change);
		}

		@OnStateChange(key = "a", available = true)
		void available(StateChange change) {
			record("available", change);
		}

		@OnStateChange(key = "a", available = true, notEqualTo = "1")
		void availableAndNotEqual(StateChange change) {
			record("availableAndNotEqual", change);
		}

	}

	static class Live extends Recorder {

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch leave = new CountDownLatch(1);

		@OnStateChange(keys = "n", live = true)
		void changed(StateChange change) throws InterruptedException {
			record("changed", change);
			this.entered.countDown();
			this.leave.await();
		}

	}

	static class Since extends Recorder {

		@OnStateChange(since = 0)
		void beginning(StateChange change) {
			record("beginning", change);
		}

		@OnStateChange(since = 0, includeUnchanged = true)
		void unchangedToo(StateChange change) {
			record("unchangedToo", change);
		}

		@OnStateChange(since = 2)
		void second(StateChange change) {
			record("second", change);
		}

		@OnStateChange
		void now(StateChange change) {
			record("now", change);
		}

	}

	static class OtherNamespace {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@OnStateChange(namespace = "other")
		void changed(StateChange change, SharedState state) {
			this.seen.add(change.namespace() + "@" + change.version() + " in " + state.namespace());
		}

	}

	static class Parameters {

		private final AtomicInteger calls = new AtomicInteger();

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final List<Object> snapshots = new CopyOnWriteArrayList<>();

		@OnStateChange
		void none() {
			this.calls.incrementAndGet();
		}

		@OnStateChange
		void all(SharedState state, Snapshot after, StateChange change) {
			this.seen.add(change.version() + ": " + after + " " + state.namespace());
		}

		@OnStateChange
		public Object snapshot(Snapshot after) {
			this.snapshots.add(after.get("a"));
			return "a result is ignored";
		}

	}

	static class Overloaded {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@OnStateChange
		void changed() {
			this.seen.add("nothing");
		}

		@OnStateChange
		void changed(StateChange change) {
			this.seen.add("change");
		}

	}

	static class Ordered {

		private final List<Integer> values = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private final AtomicInteger busy = new AtomicInteger();

		private final AtomicInteger overlaps = new AtomicInteger();

		@OnStateChange("n")
		void changed(Snapshot after) {
			if (this.busy.incrementAndGet() > 1) {
				this.overlaps.incrementAndGet();
			}
			this.values.add(after.get("n", Integer.class));
			this.threads.add(Thread.currentThread().getName());
			this.busy.decrementAndGet();
		}

	}

	static class Changing {

		private final List<Integer> seenBySelf = new CopyOnWriteArrayList<>();

		private final List<Integer> seenByOther = new CopyOnWriteArrayList<>();

		@OnStateChange("n")
		void self(Snapshot after, SharedState state) {
			this.seenBySelf.add(after.get("n", Integer.class));
			state.put("n", 6);
			state.atomically((working) -> working.put("n", 7));
		}

		@OnStateChange("n")
		void other(Snapshot after) {
			this.seenByOther.add(after.get("n", Integer.class));
		}

	}

	static class ChangingElsewhere {

		private final List<Integer> values = new CopyOnWriteArrayList<>();

		@OnStateChange("n")
		void changed(Snapshot after, SharedState state) throws InterruptedException {
			this.values.add(after.get("n", Integer.class));
			if (this.values.size() == 1) {
				Thread thread = new Thread(() -> state.put("n", 2));
				thread.start();
				thread.join();
			}
		}

	}

	static class Failing {

		private final List<Integer> values = new CopyOnWriteArrayList<>();

		@OnStateChange("a")
		void changed(Snapshot after) throws java.io.IOException {
			this.values.add(after.get("a", Integer.class));
			throw new java.io.IOException("no " + after.get("a"));
		}

	}

	static class EveryTenth extends Recorder {

		@OnStateChange(keys = "ticks", condition = "after.ticks % 10 == 0")
		void careless(StateChange change) {
			record("careless", change);
		}

		@OnStateChange(keys = "ticks", condition = "(after.ticks ?: 0) % 10 == 0")
		void zero(StateChange change) {
			record("zero", change);
		}

		@OnStateChange(keys = "ticks", condition = "after.ticks < 20 and !(after.ticks == 10)")
		void less(StateChange change) {
			record("less", change);
		}

		@OnStateChange(keys = "ticks", condition = "after.ticks != null and after.ticks % 10 == 0")
		void careful(StateChange change) {
			record("careful", change);
		}

	}

	static class FailingCondition {

		private final List<Object> seen = new CopyOnWriteArrayList<>();

		@OnStateChange(condition = "after.a.startsWith('t')")
		void changed(Snapshot after) {
			this.seen.add(after.get("a"));
		}

	}

	static class Interrupted {

		private final List<Integer> values = new CopyOnWriteArrayList<>();

		@OnStateChange("a")
		void changed(Snapshot after) throws InterruptedException {
			this.values.add(after.get("a", Integer.class));
			if (this.values.size() == 1) {
				Thread.currentThread().interrupt();
			}
			else {
				throw new InterruptedException("of a task of the method's own");
			}
		}

	}

	static class Blocking {

		private final java.util.concurrent.Semaphore entered = new java.util.concurrent.Semaphore(0);

		private final java.util.concurrent.Semaphore leave = new java.util.concurrent.Semaphore(0);

		private final AtomicInteger interrupts = new AtomicInteger();

		private volatile Thread thread;

		@OnStateChange("a")
		void changed() throws InterruptedException {
			this.thread = Thread.currentThread();
			this.entered.release();
			try {
				this.leave.acquire();
			}
			catch (InterruptedException ex) {
				this.interrupts.incrementAndGet();
				throw ex;
			}
		}

	}

	static class Waiting {

		private final CountDownLatch entered = new CountDownLatch(1);

		private volatile Thread thread;

		@OnStateChange("a")
		void changed(SharedState state) {
			this.thread = Thread.currentThread();
			this.entered.countDown();
			state.watch("never").await();
		}

	}

	static class Proxied {

		private List<String> values = new CopyOnWriteArrayList<>();

		List<String> values() {
			return new ArrayList<>(this.values).stream().sorted().toList();
		}

		@OnStateChange("a")
		public void changed(Snapshot after) {
			this.values.add("changed " + after.get("a"));
		}

		@OnStateChange("a")
		void packagePrivate(Snapshot after) {
			this.values.add("packagePrivate " + after.get("a"));
		}

	}

	interface Interface {

		List<String> values();

		void changed(Snapshot after);

	}

	static class Implementation implements Interface {

		private final List<String> values = new CopyOnWriteArrayList<>();

		@Override
		public List<String> values() {
			return this.values;
		}

		@Override
		@OnStateChange("a")
		public void changed(Snapshot after) {
			this.values.add("changed " + after.get("a"));
		}

	}

}
