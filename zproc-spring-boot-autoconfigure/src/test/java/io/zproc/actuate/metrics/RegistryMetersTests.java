package io.zproc.actuate.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zproc.SwarmProgress;
import io.zproc.actuate.metrics.MetricsSnapshot.ProcessSample;
import io.zproc.actuate.metrics.MetricsSnapshot.RequestSample;
import io.zproc.actuate.metrics.MetricsSnapshot.WatcherSample;
import io.zproc.client.LatencyHistogram;
import io.zproc.client.LatencyHistogram.Step;
import io.zproc.client.RequestStatistics.Kind;
import io.zproc.client.RequestStatistics.Operation;
import io.zproc.watch.WatcherStatus;
import io.zproc.watch.WatcherTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link RegistryMeters}.
 */
@Timeout(90)
class RegistryMetersTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final RegistryMeters meters = new RegistryMeters(this.registry,
			new MetricsSettings(Duration.ofSeconds(1), 3, 2, Duration.ofSeconds(60)));

	private static Owner baker(int instance) {
		return new Owner("baker", String.valueOf(instance));
	}

	private static MetricsSnapshot requests(RequestSample... requests) {
		return new MetricsSnapshot(null, List.of(), List.of(requests), List.of(), List.of(), Map.of());
	}

	private static RequestSample sample(Owner owner, String source, Operation operation, String namespace,
			Step... steps) {
		return new RequestSample(source, owner, new Kind(operation, namespace), List.of(steps));
	}

	private Timer timer(Owner owner, String operation, String namespace) {
		return this.registry.get("zproc.state.requests")
			.tags(owner.tags())
			.tags("operation", operation, "namespace", namespace)
			.timer();
	}

	@Test
	void timerHasTheExactNumberAndSumOfWhatGrew() {
		this.meters.update(
				requests(sample(baker(1), "a", Operation.GET, "default", new Step(20, 3, 100), new Step(40, 1, 7_777))),
				0);
		this.meters.update(requests(sample(baker(1), "a", Operation.GET, "default", new Step(20, 5, 301),
				new Step(40, 1, 7_777), new Step(41, 2, 9))), SECOND);
		// The same once more, as when no report came in between.
		this.meters.update(requests(sample(baker(1), "a", Operation.GET, "default", new Step(20, 5, 301))), SECOND);
		Timer timer = timer(baker(1), "get", "default");
		assertThat(timer.count()).isEqualTo(8);
		assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(301 + 7_777 + 9);
	}

	@Test
	void percentilesAreThoseOfTheTimesWithinTheWidthOfAStep() {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
				return DistributionStatisticConfig.builder().percentiles(0.5, 0.99).build().merge(config);
			}

		});
		LatencyHistogram histogram = new LatencyHistogram();
		for (int i = 1; i <= 1_000; i++) {
			histogram.record(i * 1_000_000L);
		}
		this.meters.update(
				requests(new RequestSample("a", baker(1), new Kind(Operation.COMMIT, "default"), histogram.steps())),
				0);
		double[] percentiles = Arrays.stream(timer(baker(1), "commit", "default").takeSnapshot().percentileValues())
			.mapToDouble((value) -> value.value(TimeUnit.MILLISECONDS))
			.toArray();
		assertThat(percentiles[0]).isCloseTo(500, within(130.0));
		assertThat(percentiles[1]).isCloseTo(990, within(250.0));
	}

	@Test
	void restartedProcessBeginsAnewAndCountsOn() {
		this.meters.update(requests(sample(baker(1), "baker-1/7", Operation.GET, "d", new Step(1, 5, 50))), 0);
		this.meters.update(requests(sample(baker(1), "baker-1/8", Operation.GET, "d", new Step(1, 2, 20))), SECOND);
		assertThat(timer(baker(1), "get", "d").count()).isEqualTo(7);
	}

	@Test
	void waitForTheTurnHasATimerOfItsOwn() {
		this.meters.update(requests(sample(baker(1), "a", Operation.TAKE, "d", new Step(1, 5, 50))), 0);
		assertThat(
				this.registry.get("zproc.state.turn.wait").tags(baker(1).tags()).tag("namespace", "d").timer().count())
			.isEqualTo(5);
	}

	@Test
	void whatIsTooManySharesOneMeter() {
		List<RequestSample> samples = new ArrayList<>();
		for (int i = 1; i <= 5; i++) {
			samples.add(sample(baker(i), "s" + i, Operation.GET, "n" + i, new Step(1, 1, 10)));
		}
		this.meters.update(requests(samples.toArray(RequestSample[]::new)), 0);
		assertThat(timer(baker(1), "get", "n1").count()).isEqualTo(1);
		assertThat(timer(baker(3), "get", "other").count()).isEqualTo(1);
		assertThat(timer(Owner.OTHER, "get", "other").count()).isEqualTo(2);
		assertThat(this.registry.find("zproc.state.requests").timers()).hasSize(4);
	}

	@Test
	void metersOfAProcessGoAMinuteAfterItsLastReportAndMakeRoom() {
		this.meters.update(requests(sample(baker(1), "a", Operation.GET, "d", new Step(1, 1, 10)),
				sample(baker(2), "b", Operation.GET, "d", new Step(1, 1, 10)),
				sample(baker(3), "c", Operation.GET, "d", new Step(1, 1, 10))), 0);
		MetricsSnapshot next = requests(sample(baker(4), "d", Operation.GET, "d", new Step(1, 1, 10)));
		this.meters.update(next, 59 * SECOND);
		assertThat(this.registry.find("zproc.state.requests").timers()).hasSize(4);
		this.meters.update(next, 61 * SECOND);
		assertThat(this.registry.find("zproc.state.requests").tag("worker", "baker").timers()).isEmpty();
		this.meters.update(requests(sample(baker(5), "e", Operation.GET, "d", new Step(1, 1, 10))), 62 * SECOND);
		assertThat(timer(baker(5), "get", "d").count()).isEqualTo(1);
	}

	@Test
	void processesAreCountedByStateAndShownWhileTheyLive() {
		Use use = new Use(0.5, 1_000L, 400L, 3);
		this.meters.update(processes(new ProcessSample(Owner.SERVER, "RUNNING", 1, use),
				new ProcessSample(baker(1), "RUNNING", 1, use), new ProcessSample(baker(2), "FAILED", 1, null),
				new ProcessSample(baker(3), "HUNG", 1, null)), 0);
		assertThat(gauge("zproc.process.count", "state", "running")).isEqualTo(1);
		assertThat(gauge("zproc.process.count", "state", "failed")).isEqualTo(1);
		assertThat(gauge("zproc.process.count", "state", "hung")).isEqualTo(1);
		assertThat(gauge("zproc.process.memory.heap", "worker", "baker")).isEqualTo(400);
		assertThat(gauge("zproc.process.count", "state", "new")).isZero();
		assertThat(gauge("zproc.process.cpu.usage", "worker", "baker")).isEqualTo(0.5);
		assertThat(gauge("zproc.process.memory.rss", "worker", "state-server")).isEqualTo(1_000);
		assertThat(gauge("zproc.process.uptime", "worker", "baker")).isEqualTo(3);
		this.meters.update(processes(new ProcessSample(baker(1), "EXITED", 1, null)), SECOND);
		assertThat(gauge("zproc.process.count", "state", "exited")).isEqualTo(1);
		assertThat(this.registry.find("zproc.process.cpu.usage").gauges()).isEmpty();
	}

	@Test
	void restartsAreCountedOverTheProcessesOfAWorker() {
		this.meters.update(processes(new ProcessSample(baker(1), "RUNNING", 1, null),
				new ProcessSample(baker(2), "RUNNING", 1, null)), 0);
		assertThat(this.registry.get("zproc.process.restarts").tag("worker", "baker").counter().count()).isZero();
		for (int i = 0; i < 2; i++) {
			this.meters.update(processes(new ProcessSample(baker(1), "RUNNING", 3, null),
					new ProcessSample(baker(2), "STARTING", 2, null)), SECOND);
		}
		assertThat(this.registry.get("zproc.process.restarts").counter().count()).isEqualTo(3);
	}

	@Test
	void watchersHaveLagAndTimes() {
		WatcherTelemetry watcher = new WatcherTelemetry(new WatcherStatus("eater-1", "d", 5, 7, true, 2, 0, null),
				List.of(new Step(30, 2, 3_000)));
		this.meters.update(new MetricsSnapshot(null, List.of(), List.of(),
				List.of(new WatcherSample("x", new Owner("eater", "1"), watcher)), List.of(), Map.of()), 0);
		assertThat(gauge("zproc.watcher.lag", "watcher", "eater-1")).isEqualTo(7);
		assertThat(this.registry.get("zproc.watcher.invocations").tag("worker", "eater").timer().count()).isEqualTo(2);
	}

	@Test
	void swarmsShowTheirProgressWhileTheyAre() {
		this.meters.update(new MetricsSnapshot(null, List.of(), List.of(), List.of(), List.of(),
				Map.of("numbers", new SwarmProgress(4, 3, 20, 2, 10, 1, 5, 0))), 0);
		assertThat(gauge("zproc.swarm.processes", "swarm", "numbers")).isEqualTo(3);
		assertThat(gauge("zproc.swarm.waiting", "swarm", "numbers")).isEqualTo(20);
		assertThat(gauge("zproc.swarm.set.aside", "swarm", "numbers")).isEqualTo(5);
		this.meters.update(requests(), 0);
		assertThat(this.registry.find("zproc.swarm.waiting").gauges()).isEmpty();
	}

	private static MetricsSnapshot processes(ProcessSample... processes) {
		return new MetricsSnapshot(null, List.of(processes), List.of(), List.of(), List.of(), Map.of());
	}

	private double gauge(String name, String tag, String value) {
		return this.registry.get(name).tag(tag, value).gauge().value();
	}

}
