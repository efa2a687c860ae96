package io.zproc.actuate.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zproc.actuate.metrics.MetricsSnapshot.MeterSample;
import io.zproc.actuate.metrics.MetricsSnapshot.ProcessSample;
import io.zproc.watch.MeterReading;
import io.zproc.watch.MeterReading.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForwardedMeters}.
 */
@Timeout(90)
@ExtendWith(OutputCaptureExtension.class)
class ForwardedMetersTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final Owner BAKER = new Owner("baker", "1");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final RegistryMeters meters = new RegistryMeters(this.registry,
			new MetricsSettings(Duration.ofSeconds(1), 2, 2, Duration.ofSeconds(60)));

	private static MeterReading counter(double total, String... tags) {
		Map<String, String> map = (tags.length > 0) ? Map.of(tags[0], tags[1]) : Map.of();
		return new MeterReading(Kind.COUNTER, "loaves", map, null, null, 0, total, 0);
	}

	private static MeterReading gauge(double value) {
		return new MeterReading(Kind.GAUGE, "oven", Map.of(), "celsius", "How hot it is", 0, value, 0);
	}

	private static MeterReading of(Kind kind, long count, double total, double max) {
		return new MeterReading(kind, "baking", Map.of(), null, null, count, total, max);
	}

	private static MeterSample sample(Owner owner, String source, MeterReading reading) {
		return new MeterSample(source, owner, true, reading);
	}

	private void update(long now, MeterSample... samples) {
		this.meters.update(new MetricsSnapshot(null, List.of(), List.of(), List.of(), List.of(samples), Map.of()), now);
	}

	private double loaves(Owner owner) {
		return this.registry.get("loaves").tags(owner.tags()).counter().count();
	}

	@Test
	void restartedProcessBeginsAnewAndCountsOn() {
		update(0, sample(BAKER, "7", counter(5)));
		update(0, sample(BAKER, "8", counter(2)));
		update(0, sample(BAKER, "8", counter(6)));
		assertThat(loaves(BAKER)).isEqualTo(11);
	}

	@Test
	void reportThatIsReadTwiceCountsOnce() {
		update(0, sample(BAKER, "7", counter(5)));
		update(0, sample(BAKER, "7", counter(5)));
		assertThat(loaves(BAKER)).isEqualTo(5);
	}

	@Test
	void lateReportOfTheProcessBeforeCountsWhatIsNewInIt() {
		update(0, sample(BAKER, "7", counter(5)));
		update(0, sample(BAKER, "8", counter(2)));
		update(0, sample(BAKER, "7", counter(6)));
		update(0, sample(BAKER, "7", counter(4)));
		update(0, sample(BAKER, "8", counter(3)));
		assertThat(loaves(BAKER)).isEqualTo(9);
	}

	@Test
	void reportThatWasLostIsMadeGoodByTheNextOne() {
		update(0, sample(BAKER, "7", counter(5)));
		update(0);
		update(0, sample(BAKER, "7", counter(9)));
		assertThat(loaves(BAKER)).isEqualTo(9);
	}

	@Test
	void manyRestartsCountOn() {
		for (int i = 0; i < 20; i++) {
			update(0, sample(BAKER, "p" + i, counter(1)));
		}
		assertThat(loaves(BAKER)).isEqualTo(20);
	}

	@Test
	void timerHasTheExactNumberAndSumAndTheNewMaximum() {
		update(0, sample(BAKER, "7", of(Kind.TIMER, 4, 1_001, 900)));
		Timer timer = this.registry.get("baking").tags(BAKER.tags()).timer();
		assertThat(timer.count()).isEqualTo(4);
		assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(1_001);
		assertThat(timer.max(TimeUnit.NANOSECONDS)).isEqualTo(900);
		// The maximum is an old one: it must not count again.
		update(0, sample(BAKER, "7", of(Kind.TIMER, 7, 2_002, 900)));
		assertThat(timer.count()).isEqualTo(7);
		assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(2_002);
		update(0, sample(BAKER, "8", of(Kind.TIMER, 1, 5_000, 5_000)));
		assertThat(timer.count()).isEqualTo(8);
		assertThat(timer.max(TimeUnit.NANOSECONDS)).isEqualTo(5_000);
	}

	@Test
	void summaryHasTheExactNumberAndSumAndTheNewMaximum() {
		update(0, sample(BAKER, "7", of(Kind.SUMMARY, 3, 10, 9)));
		DistributionSummary summary = this.registry.get("baking").tags(BAKER.tags()).summary();
		assertThat(summary.count()).isEqualTo(3);
		assertThat(summary.totalAmount()).isEqualTo(10);
		assertThat(summary.max()).isEqualTo(9);
	}

	@Test
	void gaugeGoesWithItsProcess() {
		update(0, sample(BAKER, "7", gauge(220)));
		assertThat(this.registry.get("oven").tags(BAKER.tags()).gauge().value()).isEqualTo(220);
		update(0, sample(BAKER, "7", gauge(180)));
		assertThat(this.registry.get("oven").tags(BAKER.tags()).gauge().value()).isEqualTo(180);
		// Its last report is still there, while the next process has not reported yet.
		update(0, new MeterSample("7", BAKER, false, gauge(180)));
		assertThat(this.registry.find("oven").gauges()).isEmpty();
	}

	@Test
	void countersGoAMinuteAfterTheirProcess() {
		update(0, sample(BAKER, "7", counter(5)));
		update(59 * SECOND);
		assertThat(loaves(BAKER)).isEqualTo(5);
		update(61 * SECOND);
		assertThat(this.registry.find("loaves").counters()).isEmpty();
	}

	@Test
	void countersOfAProcessThatWaitsForItsRestartStay() {
		update(0, sample(BAKER, "7", counter(5)));
		MetricsSnapshot waits = new MetricsSnapshot(null, List.of(new ProcessSample(BAKER, "BACKING_OFF", 1, null)),
				List.of(), List.of(), List.of(), Map.of());
		this.meters.update(waits, 600 * SECOND);
		this.meters.update(waits, 1_200 * SECOND);
		update(1_201 * SECOND, sample(BAKER, "8", counter(2)));
		assertThat(loaves(BAKER)).isEqualTo(7);
	}

	@Test
	void processesThatAreTooManyShareCountersAndHaveNoGauges() {
		List<MeterSample> samples = new ArrayList<>();
		for (int i = 1; i <= 4; i++) {
			Owner owner = new Owner("baker", String.valueOf(i));
			samples.addAll(List.of(sample(owner, "p" + i, counter(1)), sample(owner, "p" + i, gauge(i))));
		}
		update(0, samples.toArray(MeterSample[]::new));
		update(0, samples.toArray(MeterSample[]::new));
		assertThat(loaves(Owner.OTHER)).isEqualTo(2);
		assertThat(this.registry.find("oven").gauges()).hasSize(2);
	}

	@Test
	void ownWorkerTagsMakeWayAndAreSummedUp() {
		MeterSample[] samples = { sample(BAKER, "7", counter(5, "worker", "a")),
				sample(BAKER, "7", counter(2, "worker", "b")) };
		update(0, samples);
		update(0, samples);
		assertThat(this.registry.find("loaves").counters()).hasSize(1);
		assertThat(loaves(BAKER)).isEqualTo(7);
	}

	@Test
	void meterThatTheRegistryRefusesIsToldOnceAndOthersAreShown(CapturedOutput output) {
		this.registry.gauge("loaves", BAKER.tags(), 1);
		for (int i = 1; i <= 3; i++) {
			update(0, sample(BAKER, "7", counter(i)), sample(BAKER, "7", of(Kind.SUMMARY, i, i, 1)));
		}
		assertThat(this.registry.get("baking").summary().count()).isEqualTo(3);
		assertThat(Arrays.stream(output.toString().split("\n")).filter((line) -> line.contains("Meters 'loaves'")))
			.hasSize(1);
	}

}
