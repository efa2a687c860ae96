package io.zproc.actuate.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import io.zproc.watch.MeterReading;
import io.zproc.watch.MeterReading.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeterReader}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MeterReaderTests {

	private final SeenRegistries registries = new SeenRegistries();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private List<MeterReading> read(String... prefixes) {
		return new MeterReader(this.registries, List.of(prefixes), 100).get();
	}

	private void see(MeterRegistry registry) {
		this.registries.postProcessAfterInitialization(registry, "registry");
	}

	@Test
	void readsNothingWithoutARegistryOrAPrefix() {
		this.registry.counter("orders.made").increment();
		assertThat(read("orders.")).isEmpty();
		see(this.registry);
		assertThat(read()).isEmpty();
		assertThat(read("orders.")).hasSize(1);
	}

	@Test
	void readsEachKind() {
		see(this.registry);
		this.registry.counter("orders.made", "size", "large").increment(3);
		this.registry.timer("orders.time").record(Duration.ofMillis(20));
		this.registry.timer("orders.time").record(Duration.ofMillis(30));
		this.registry.summary("orders.weight").record(7);
		this.registry.more().timeGauge("orders.wait", List.of(), this, TimeUnit.MILLISECONDS, (test) -> 500);
		this.registry.gauge("orders.open", this, (test) -> 4);
		this.registry.more().counter("orders.seen", List.of(), 5);
		this.registry.more().longTaskTimer("orders.long").start();
		this.registry.counter("other").increment();
		assertThat(read("orders.")).containsExactlyInAnyOrder(
				new MeterReading(Kind.COUNTER, "orders.made", Map.of("size", "large"), null, null, 0, 3, 0),
				new MeterReading(Kind.TIMER, "orders.time", Map.of(), "seconds", null, 2, 50e6, 30e6),
				new MeterReading(Kind.SUMMARY, "orders.weight", Map.of(), null, null, 1, 7, 7),
				new MeterReading(Kind.GAUGE, "orders.open", Map.of(), null, null, 0, 4, 0),
				new MeterReading(Kind.GAUGE, "orders.wait", Map.of(), "seconds", null, 0, 0.5, 0),
				new MeterReading(Kind.COUNTER, "orders.seen", Map.of(), null, null, 0, 5, 0));
	}

	@Test
	void gaugeWithoutAValueIsNotRead() {
		see(this.registry);
		this.registry.gauge("orders.open", Double.NaN);
		assertThat(read("orders.")).isEmpty();
	}

	@Test
	void readsEachMeterOnceAndFromARegistryThatCounts() {
		StepMeterRegistry step = new PerMinute();
		CompositeMeterRegistry all = new CompositeMeterRegistry();
		all.add(step);
		all.add(this.registry);
		see(step);
		see(all);
		see(this.registry);
		all.counter("orders.made").increment(3);
		assertThat(read("orders.")).singleElement().extracting(MeterReading::total).isEqualTo(3.0);
		assertThat(this.registries.counting()).containsExactly(this.registry);
	}

	@Test
	void readsARegistryThatIsClosedForTheLastTime() {
		see(this.registry);
		this.registry.counter("orders.made").increment();
		this.registry.close();
		assertThat(read("orders.")).singleElement().extracting(MeterReading::total).isEqualTo(1.0);
	}

	@Test
	void limitIsToldOnceAndThoseThatWereReadStay(CapturedOutput output) {
		see(this.registry);
		MeterReader reader = new MeterReader(this.registries, List.of("orders."), 2);
		this.registry.counter("orders.c");
		this.registry.counter("orders.b");
		assertThat(reader.get()).extracting(MeterReading::name).containsExactly("orders.b", "orders.c");
		assertThat(output).doesNotContain("forward-limit");
		this.registry.counter("orders.a");
		for (int i = 0; i < 2; i++) {
			assertThat(reader.get()).extracting(MeterReading::name).containsExactly("orders.b", "orders.c");
		}
		assertThat(Arrays.stream(output.toString().split("\n")).filter((line) -> line.contains("forward-limit")))
			.singleElement()
			.asString()
			.contains("WARN", "3 meters", "only 2", "'orders.a'");
		this.registry.remove(this.registry.get("orders.b").counter());
		assertThat(reader.get()).extracting(MeterReading::name).containsExactly("orders.a", "orders.c");
	}

	private static final class PerMinute extends StepMeterRegistry {

		PerMinute() {
			super(new StepRegistryConfig() {

				@Override
				public String prefix() {
					return "test";
				}

				@Override
				public @Nullable String get(String key) {
					return null;
				}

			}, Clock.SYSTEM);
		}

		@Override
		protected void publish() {
			// Nobody reads it.
		}

		@Override
		protected TimeUnit getBaseTimeUnit() {
			return TimeUnit.SECONDS;
		}

	}

}
