package io.zproc.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.StateTimeoutException;
import io.zproc.Watch;
import io.zproc.WatchCursor;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for the conditions of {@link Watch}, over either engine, each in a namespace of
 * its own.
 */
@LeakChecked
@Timeout(180)
@ParameterizedClass
@EnumSource(StateFixture.Engine.class)
class WatchConditionTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final AtomicInteger TESTS = new AtomicInteger();

	private static StateFixture fixture;

	private SharedState state;

	@Parameter
	StateFixture.Engine engine;

	@BeforeParameterizedClassInvocation
	static void start(StateFixture.Engine engine) {
		fixture = new StateFixture(engine);
		// With its answer all threads are there, before the first test looks for leaks.
		fixture.state().ping(LONG);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		fixture.close();
	}

	@BeforeEach
	void nextNamespace() {
		this.state = fixture.client().state("test-" + TESTS.incrementAndGet());
	}

	static Stream<Arguments> conditions() {
		return Stream.of(condition("equal 1", (w) -> w.whenEqual("k", 1), false, false, true),
				condition("equal null", (w) -> w.whenEqual("k", null), false, true, false),
				condition("not equal 1", (w) -> w.whenNotEqual("k", 1), true, true, false),
				condition("not equal null", (w) -> w.whenNotEqual("k", null), true, false, true),
				condition("null", (w) -> w.whenNull("k"), true, true, false),
				condition("not null", (w) -> w.whenNotNull("k"), false, false, true),
				condition("available", (w) -> w.whenAvailable("k"), false, true, true),
				condition("truthy", (w) -> w.whenTruthy("k"), false, false, true),
				condition("falsy", (w) -> w.whenFalsy("k"), true, true, false),
				condition("test", (w) -> w.when((s) -> s.get("k") == null), true, true, false),
				condition("both", (w) -> w.whenNull("k").whenAvailable("k"), false, true, false));
	}

	private static Arguments condition(String name, Function<Watch, Watch> condition, boolean absent, boolean isNull,
			boolean present) {
		return arguments(name, condition, absent, isNull, present);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("conditions")
	void conditionLooksAtTheStateAfterTheChange(String name, Function<Watch, Watch> condition, boolean absent,
			boolean isNull, boolean present) {
		try (WatchCursor cursor = condition.apply(this.state.watch()).open()) {
			this.state.put("other", 0);
			assertThat(cursor.next(absent ? LONG : SHORT) != null).isEqualTo(absent);
			this.state.put("k", null);
			assertThat(cursor.next(isNull ? LONG : SHORT) != null).isEqualTo(isNull);
			this.state.put("k", 1);
			assertThat(cursor.next(present ? LONG : SHORT) != null).isEqualTo(present);
			this.state.remove("k");
			assertThat(cursor.next(absent ? LONG : SHORT) != null).isEqualTo(absent);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("conditions")
	void awaitTestsThePresentStateFirst(String name, Function<Watch, Watch> condition, boolean absent, boolean isNull,
			boolean present) {
		Watch watch = condition.apply(this.state.watch("k")).timeout(Duration.ZERO);
		assertAwaits(watch, absent);
		this.state.put("k", null);
		assertAwaits(watch, isNull);
		this.state.put("k", 1);
		assertAwaits(watch, present);
	}

	private static void assertAwaits(Watch watch, boolean holds) {
		if (holds) {
			StateChange change = watch.await();
			assertThat(change.keys()).isEmpty();
			assertThat(change.isGap()).isFalse();
			assertThat(change.after()).isEqualTo(change.before());
		}
		else {
			assertThatExceptionOfType(StateTimeoutException.class).isThrownBy(watch::await)
				.withMessage("No change of namespace 'test-" + TESTS + "' [k] came within PT0S");
		}
	}

	@Test
	void truthIsAsInPython() {
		for (Object falsy : List.of(false, 0, 0L, 0.0, "", List.of(), Map.of())) {
			this.state.put("k", falsy);
			assertThat(this.state.watch().whenFalsy("k").timeout(Duration.ZERO).await()).isNotNull();
		}
		for (Object truthy : List.of(true, 1, -1L, 0.5, "0", List.of(0), Map.of("a", 0))) {
			this.state.put("k", truthy);
			assertThat(this.state.watch().whenTruthy("k").timeout(Duration.ZERO).await()).isNotNull();
		}
	}

}
