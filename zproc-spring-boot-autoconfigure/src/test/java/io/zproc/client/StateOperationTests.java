package io.zproc.client;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.WatchCursor;
import io.zproc.ZProcException;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the shared state has beyond a map, over either engine.
 */
@LeakChecked
@Timeout(180)
@ParameterizedClass
@EnumSource(StateFixture.Engine.class)
class StateOperationTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final StateFixture fixture;

	private final SharedState state;

	StateOperationTests(StateFixture.Engine engine) {
		this.fixture = new StateFixture(engine);
		this.state = this.fixture.state();
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	// increment

	@Test
	void incrementKeepsEachIntegralType() {
		for (Number five : List.<Number>of((byte) 5, (short) 5, 5, 5L)) {
			this.state.put("n", five);
			assertThat(this.state.increment("n", -7)).isEqualTo(-2);
			assertThat(this.state.get("n")).hasSameClassAs(five);
			this.state.atomically((working) -> assertThat(working.increment("n", 3)).isEqualTo(1));
			assertThat(this.state.get("n")).hasSameClassAs(five).hasToString("1");
		}
		assertThat(this.state.increment("absent", 0)).isZero();
		assertThat(this.state.get("absent")).isEqualTo(0L);
	}

	@Test
	void incrementRefusesWhatDoesNotFitItsType() {
		for (Number most : List.<Number>of(Byte.MAX_VALUE, Short.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE)) {
			assertIncrementRefused(most, 1);
			assertIncrementRefused(most, Long.MAX_VALUE);
		}
		for (Number least : List.<Number>of(Byte.MIN_VALUE, Short.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE)) {
			assertIncrementRefused(least, -1);
			assertIncrementRefused(least, Long.MIN_VALUE);
		}
	}

	@Test
	void incrementRefusesWhatIsNoIntegralNumber() {
		for (Object value : Arrays.asList(null, 5.0, 5f, BigInteger.ONE, "5", '5', true, List.of(5), new int[] { 5 })) {
			assertIncrementRefused(value, 1);
		}
	}

	private void assertIncrementRefused(Object value, long delta) {
		this.state.put("n", value);
		long version = this.state.snapshot().version();
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> this.state.increment("n", delta))
			.withMessageContaining("'n'");
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.state.atomically((working) -> working.increment("n", delta)))
			.withMessageContaining("'n'");
		assertThat(this.state.get("n")).isEqualTo(value);
		assertThat(this.state.snapshot().version()).isEqualTo(version);
	}

	// set

	@Test
	void setReplacesEverythingAsOneChange() {
		this.state.putAll(Map.of("a", 1, "b", 2));
		Map<String, Object> everything = new HashMap<>();
		everything.put("b", 3);
		everything.put("nothing", null);
		try (WatchCursor cursor = this.state.watch().open()) {
			this.state.set(everything);
			StateChange change = cursor.next(LONG);
			assertThat(change.keys()).containsExactlyInAnyOrder("a", "b", "nothing");
			assertThat(change.before()).isEqualTo(Map.of("a", 1, "b", 2));
			assertThat(change.after()).isEqualTo(everything);
			this.state.set(Map.of());
			assertThat(cursor.next(LONG).after()).isEmpty();
			assertThat(cursor.position()).isEqualTo(3);
		}
	}

	@Test
	void setThatCannotBeWrittenChangesNothing() {
		this.state.put("a", 1);
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.state.set(Map.of("b", 2, "c", Thread.currentThread())))
			.withMessageContaining("'c'");
		assertThat(this.state).isEqualTo(Map.of("a", 1));
		assertThat(this.state.snapshot().version()).isEqualTo(1);
	}

	// popEntry

	@Test
	void poppedEntryMayHoldNull() {
		this.state.put("nothing", null);
		Map.Entry<String, Object> popped = this.state.popEntry();
		assertThat(popped.getKey()).isEqualTo("nothing");
		assertThat(popped.getValue()).isNull();
		assertThat(this.state.popEntry()).isNull();
		assertThat(this.state).isEmpty();
	}

	@Test
	void eachEntryIsPoppedByOne() throws Exception {
		Map<String, Object> all = new HashMap<>();
		for (int i = 0; i < 200; i++) {
			all.put("k" + i, i);
		}
		this.state.putAll(all);
		List<CompletableFuture<List<Map.Entry<String, Object>>>> pops = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			SharedState own = this.fixture.newClient().state("default");
			pops.add(CompletableFuture.supplyAsync(() -> popAll(own)));
		}
		List<Map.Entry<String, Object>> popped = new ArrayList<>();
		for (CompletableFuture<List<Map.Entry<String, Object>>> pop : pops) {
			popped.addAll(pop.get(30, TimeUnit.SECONDS));
		}
		assertThat(popped).containsExactlyInAnyOrderElementsOf(all.entrySet());
	}

	private static List<Map.Entry<String, Object>> popAll(SharedState state) {
		List<Map.Entry<String, Object>> popped = new ArrayList<>();
		for (Map.Entry<String, Object> entry = state.popEntry(); entry != null; entry = state.popEntry()) {
			popped.add(entry);
		}
		return popped;
	}

	// Origin

	@Test
	void everyChangeTellsWhoMadeIt() {
		StateClient writer = this.fixture.newClient();
		Origin origin = writer.engine().origin();
		List<Consumer<SharedState>> writes = List.of((s) -> s.put("a", 1), (s) -> s.putAll(Map.of("b", 1, "c", 2)),
				(s) -> s.putIfAbsent("d", 1), (s) -> s.replace("a", 2), (s) -> s.replace("a", 2, 3),
				(s) -> s.increment("n", 1), (s) -> s.compute("a", (k, v) -> 4), (s) -> s.merge("a", 1, (x, y) -> 5),
				(s) -> s.computeIfAbsent("e", (k) -> 1), (s) -> s.computeIfPresent("e", (k, v) -> 2),
				(s) -> s.keySet().remove("b"), (s) -> s.entrySet().iterator().next().setValue("set"),
				(s) -> s.atomically((working) -> working.put("f", 1)), (s) -> s.remove("f"), (s) -> s.remove("d", 1),
				SharedState::popEntry, (s) -> s.set(Map.of("a", 9)), SharedState::clear);
		try (WatchCursor cursor = this.state.watch().open()) {
			for (int i = 0; i < writes.size(); i++) {
				writes.get(i).accept(writer.state("default"));
				StateChange change = cursor.next(LONG);
				assertThat(change.version()).as("write " + i).isEqualTo(i + 1);
				assertThat(change.origin()).isEqualTo(origin);
			}
		}
		assertThat(origin.pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(origin.instance()).isPositive();
	}

	// local

	@Test
	void localIsAConsistentCutAndNeverGoesBack() throws Exception {
		SharedState other = this.fixture.newClient().state("default");
		Map<String, Object> local = this.state.local();
		CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
			for (int i = 1; i <= 500; i++) {
				int n = i;
				if (n % 2 == 0) {
					other.putAll(Map.of("a", n, "b", -n));
				}
				else {
					other.atomically((working) -> working.putAll(Map.of("a", n, "b", -n)));
				}
			}
		});
		int last = 0;
		while (last < 500) {
			Map<String, Object> cut = new HashMap<>(local);
			int now = (int) cut.getOrDefault("a", 0);
			assertThat(cut.getOrDefault("b", 0)).isEqualTo(-now);
			assertThat(now).isGreaterThanOrEqualTo(last);
			last = now;
			if (writing.isDone()) {
				writing.get();
			}
		}
		writing.get(30, TimeUnit.SECONDS);
	}

}
