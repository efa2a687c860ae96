package io.zproc.client;

import java.time.Duration;
import java.util.List;

import io.zproc.StateUnavailableException;
import io.zproc.client.LatencyHistogram.Step;
import io.zproc.client.RequestStatistics.Kind;
import io.zproc.client.RequestStatistics.Operation;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LatencyHistogram} and {@link RequestStatistics}.
 */
@LeakChecked
@Timeout(180)
class LatencyHistogramTests {

	@Test
	void longerTimesComeIntoNoEarlierStep() {
		int last = 0;
		for (long time = 0; time < Duration.ofMinutes(3).toNanos(); time += Math.max(1, time / 100)) {
			int index = LatencyHistogram.index(time);
			assertThat(index).isBetween(last, last + 1);
			last = index;
		}
		assertThat(LatencyHistogram.index(Long.MAX_VALUE)).isEqualTo(last);
		assertThat(LatencyHistogram.index(-1)).isZero();
	}

	@Test
	void stepIsAQuarterWideAtTheMost() {
		for (long time = 4_096; time < Duration.ofSeconds(60).toNanos(); time += time / 10) {
			assertThat(LatencyHistogram.index(time + time / 3)).isGreaterThan(LatencyHistogram.index(time));
		}
	}

	@Test
	void numbersAndSumsOfAllThreadsAreExact() throws InterruptedException {
		LatencyHistogram histogram = new LatencyHistogram();
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> {
				for (int time = 0; time < 100_000; time++) {
					histogram.record(time);
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		List<Step> steps = histogram.steps();
		assertThat(steps.stream().mapToLong(Step::count).sum()).isEqualTo(400_000);
		assertThat(steps.stream().mapToLong(Step::nanos).sum()).isEqualTo(4L * (99_999L * 100_000 / 2));
	}

	@ParameterizedTest
	@EnumSource(StateFixture.Engine.class)
	void requestsAreCountedByOperationAndNamespaceOnceTheyAreMeasured(StateFixture.Engine engine) {
		try (StateFixture fixture = new StateFixture(engine)) {
			StateClient client = fixture.client();
			client.state("a").put("k", 1);
			RequestStatistics statistics = new RequestStatistics();
			client.engine().measure(statistics);
			client.state("a").put("k", 2);
			client.state("a").put("k", 3);
			assertThat(client.state("a").get("k")).isEqualTo(3);
			client.state("b").atomically((map) -> map.put("x", 1));
			client.reserved("$own").put("x", 1);
			assertThat(count(statistics, Operation.COMMIT, "a")).isEqualTo(2);
			assertThat(count(statistics, Operation.GET, "a")).isEqualTo(1);
			assertThat(count(statistics, Operation.TAKE, "b")).isEqualTo(1);
			assertThat(count(statistics, Operation.COMMIT, "$")).isEqualTo(1);
			assertThat(count(statistics, Operation.COMMIT, "$own")).isZero();
		}
	}

	@Test
	void requestThatFailsIsCountedOnce() {
		try (StateFixture fixture = new StateFixture()) {
			StateClient client = fixture.client();
			client.state("a").put("k", 1);
			RequestStatistics statistics = new RequestStatistics();
			client.engine().measure(statistics);
			client.engine().serverLost("tested");
			assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> client.state("a").get("k"));
			assertThat(count(statistics, Operation.GET, "a")).isEqualTo(1);
		}
	}

	@Test
	void namespacesThatAreTooManyAreCountedTogether() {
		try (StateFixture fixture = new StateFixture(StateFixture.Engine.IN_PROCESS)) {
			RequestStatistics statistics = new RequestStatistics();
			fixture.client().engine().measure(statistics);
			for (int i = 0; i < 120; i++) {
				assertThat(fixture.client().state("n" + i).get("k")).isNull();
			}
			assertThat(count(statistics, Operation.GET, "n0")).isEqualTo(1);
			assertThat(count(statistics, Operation.GET, "n119")).isZero();
			assertThat(count(statistics, Operation.GET, RequestStatistics.OTHER)).isEqualTo(20);
		}
	}

	private static long count(RequestStatistics statistics, Operation operation, String namespace) {
		long[] count = new long[1];
		statistics.forEach((kind, histogram) -> {
			if (kind.equals(new Kind(operation, namespace))) {
				count[0] = histogram.steps().stream().mapToLong(Step::count).sum();
			}
		});
		return count[0];
	}

}
