package io.zproc.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.zproc.ProcessManager;
import io.zproc.Swarm;
import io.zproc.WorkerMethod;
import io.zproc.WorkerOutcome;
import io.zproc.WorkerProcess;
import io.zproc.WorkerSpec;
import io.zproc.ZProcWorker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which worker a method reference names. That this class compiles shows that the
 * overloads are not ambiguous.
 */
class MethodReferenceTests {

	private static final String EXPECTED = "expected: a reference to a method annotated @ZProcWorker by its class,"
			+ " such as Jobs::bake, or the name of a worker";

	private final Collection<WorkerDefinition> workers = workers(Jobs.class);

	private final ProcessManager processes = new Named();

	@Test
	void namesMethodsOfZeroToFourParameters() {
		assertThat(describedBy(this.processes.worker(Jobs::r0))).isEqualTo("r0");
		assertThat(describedBy(this.processes.worker(Jobs::r1))).isEqualTo("r1");
		assertThat(describedBy(this.processes.worker(Jobs::r2))).isEqualTo("r2");
		assertThat(describedBy(this.processes.worker(Jobs::r3))).isEqualTo("r3");
		assertThat(describedBy(this.processes.worker(Jobs::r4))).isEqualTo("r4");
		assertThat(describedBy(this.processes.worker(Jobs::v0))).isEqualTo("v0");
		assertThat(describedBy(this.processes.worker(Jobs::v1))).isEqualTo("v1");
		assertThat(describedBy(this.processes.worker(Jobs::v2))).isEqualTo("v2");
		assertThat(describedBy(this.processes.worker(Jobs::v3))).isEqualTo("v3");
		assertThat(describedBy(this.processes.worker(Jobs::v4))).isEqualTo("v4");
	}

	@Test
	void resultHasTypeOfMethod() {
		WorkerSpec<Integer> returning = this.processes.worker(Jobs::r2);
		WorkerSpec<Void> nothing = this.processes.worker(Jobs::v2);
		WorkerSpec<Map<String, List<Long>>> generic = this.processes.worker(Jobs::r0);
		assertThat(List.of(returning, nothing, generic)).hasSize(3);
	}

	@Test
	void namesInheritedMethod() {
		assertThat(find(Derived::r0, workers(Derived.class))).isEqualTo("r0");
		assertThat(find(Jobs::r0, workers(Derived.class))).isEqualTo("r0");
	}

	@Test
	void namesMethodOfInterface() {
		assertThat(find(Work::doIt, workers(Done.class))).isEqualTo("doIt");
	}

	@Test
	void refusesLambda() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.worker((Jobs jobs) -> jobs.r1(3)))
			.withMessageContaining("A lambda was given in " + MethodReferenceTests.class.getName())
			.withMessageContaining(EXPECTED);
	}

	@Test
	void refusesMethodOfOneObject() {
		Jobs jobs = new Jobs();
		WorkerMethod.Function0<Integer, Integer> bound = jobs::r1;
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.worker(bound))
			.withMessageContaining("A reference to a method of one object")
			.withMessageContaining(EXPECTED);
	}

	@Test
	void refusesStaticMethod() {
		WorkerMethod.Function0<Integer, String> reference = String::valueOf;
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.worker(reference))
			.withMessageContaining("A reference to the static method or constructor java.lang.String.valueOf")
			.withMessageContaining(EXPECTED);
	}

	@Test
	void refusesMethodThatIsNoWorker() {
		assertThatIllegalArgumentException().isThrownBy(() -> find(Jobs::plain, this.workers))
			.withMessageContaining(Jobs.class.getName() + "::plain is not the method of a worker of this application")
			.withMessageContaining(EXPECTED)
			.withMessageContaining("its workers are [");
	}

	@Test
	void refusesObjectThatIsNoReference() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.processes.worker(new ByHand()))
			.withMessageContaining("An object of class " + ByHand.class.getName())
			.withMessageContaining(EXPECTED);
	}

	private static <B, R> String find(WorkerMethod.Function0<B, R> method, Collection<WorkerDefinition> workers) {
		return MethodReference.of(method).find(workers).name();
	}

	private static String describedBy(WorkerSpec<?> spec) {
		return ((SpawnSpec<?>) spec).worker().name();
	}

	private static Collection<WorkerDefinition> workers(Class<?> type) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerBeanDefinition("bean", new RootBeanDefinition(type));
		return WorkerDefinition
			.find(beans,
					new WorkerSettings("default", List.of(), LifeOptions.NOTHING, RetryOptions.NOTHING,
							RestartOptions.NOTHING, Map.of(), Map.of()),
					(parameter) -> true)
			.values();
	}

	private final class Named implements ProcessManager {

		@Override
		public <T> WorkerSpec<T> describe(WorkerMethod method) {
			WorkerSupervisor none = new WorkerSupervisor(new StateConnection(new StateSource() {

				@Override
				public io.zproc.client.StateEngine open() {
					throw new IllegalStateException("Nothing is started here");
				}

				@Override
				public void close() {
				}

			}, (engine) -> {
				throw new IllegalStateException("Nothing is started here");
			}, "default"), new NoLauncher(), Retention.DEFAULT, EventSink.NONE, (what, action) -> {
			});
			return new SpawnSpec<>(none, MethodReference.of(method).find(MethodReferenceTests.this.workers), null,
					false);
		}

		@Override
		public WorkerSpec<Object> worker(String name) {
			throw new IllegalStateException("Not by name here");
		}

		@Override
		public List<WorkerProcess<?>> processes() {
			return List.of();
		}

		@Override
		public void startAll() {
		}

		@Override
		public void stopAll(Duration grace) {
		}

		@Override
		public <T> List<@Nullable T> awaitAll(Collection<? extends WorkerProcess<? extends T>> processes,
				Duration timeout) {
			throw new IllegalStateException("Nothing is started here");
		}

		@Override
		public <T> List<WorkerOutcome<T>> settleAll(Collection<? extends WorkerProcess<T>> processes,
				Duration timeout) {
			throw new IllegalStateException("Nothing is started here");
		}

		@Override
		public void scale(String name, int instances) {
			throw new IllegalStateException("Nothing is started here");
		}

		@Override
		public Swarm swarm(String name, int size) {
			throw new IllegalStateException("No swarms here");
		}

		@Override
		public Swarm swarm(String name) {
			throw new IllegalStateException("No swarms here");
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

	private static final class ByHand implements WorkerMethod.Action0<Jobs> {

		@Override
		public void call(Jobs bean) {
		}

	}

	interface Work {

		@ZProcWorker
		int doIt();

	}

	static class Done implements Work {

		@Override
		public int doIt() {
			return 1;
		}

	}

	static class Derived extends Jobs {

	}

	@SuppressWarnings("unused")
	static class Jobs {

		@ZProcWorker
		Map<String, List<Long>> r0() {
			return Map.of();
		}

		@ZProcWorker
		int r1(int a) {
			return a;
		}

		@ZProcWorker
		Integer r2(int a, @Nullable String b) {
			return a;
		}

		@ZProcWorker
		String r3(int a, String b, long c) {
			return b;
		}

		@ZProcWorker
		int[] r4(int a, String b, long c, List<String> d) {
			return new int[a];
		}

		@ZProcWorker
		void v0() {
		}

		@ZProcWorker
		void v1(int a) throws Exception {
		}

		@ZProcWorker
		void v2(int a, String b) {
		}

		@ZProcWorker
		void v3(int a, String b, long c) {
		}

		@ZProcWorker
		void v4(int a, String b, long c, List<String> d) {
		}

		int plain() {
			return 0;
		}

	}

}
