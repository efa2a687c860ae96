package io.zproc.actuate.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.zproc.actuate.metrics.MetricsSnapshot.ProcessSample;
import io.zproc.actuate.metrics.UseHistory.Point;
import io.zproc.protocol.Reply.ServerStatistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UseHistory}.
 */
@Timeout(180)
class UseHistoryTests {

	private static final ServerStatistics ANSWER = new ServerStatistics(0, 0, 0, List.of());

	private final UseHistory history = new UseHistory();

	private static long seconds(long seconds) {
		return TimeUnit.SECONDS.toNanos(seconds);
	}

	private static ProcessSample process(Owner owner, @Nullable Use use) {
		return new ProcessSample(owner, "RUNNING", 1, use);
	}

	private static Owner baker(int instance) {
		return new Owner("baker", String.valueOf(instance));
	}

	private static Use use(double cpu) {
		return new Use(cpu, 1_000L, null, 1);
	}

	private void look(long second, @Nullable ServerStatistics answer, ProcessSample... processes) {
		this.history.add(new MetricsSnapshot(answer, List.of(processes), List.of(), List.of(), List.of(), Map.of()),
				seconds(second));
	}

	@Test
	void keepsWhatWasSeenInTheLastMinutes() {
		assertThat(this.history.points(0)).isEmpty();
		for (int second = 0; second <= 400; second += 5) {
			look(second, ANSWER, process(Owner.SERVER, use(0.5)), process(baker(1), use(second)));
		}
		Map<String, List<Point>> points = this.history.points(seconds(402));
		assertThat(points).containsOnlyKeys("application", "server", "baker-1");
		assertThat(points.get("baker-1")).hasSize(61)
			.startsWith(new Point(302, 100.0, 1_000L))
			.endsWith(new Point(2, 400.0, 1_000L));
		assertThat(points.get("application")).hasSize(61).last().extracting(Point::cpu).isNotNull();
	}

	@Test
	void keepsNoMoreWhenItIsToldMoreOften() {
		for (int second = 0; second <= 3_000; second++) {
			look(second, ANSWER, process(baker(1), use(1)));
		}
		assertThat(this.history.points(seconds(3_000)).get("baker-1")).hasSize(76);
	}

	@Test
	void forgetsWhatHasEndedAndMakesRoom() {
		look(0, ANSWER,
				IntStream.range(0, 1_000)
					.mapToObj((instance) -> process(baker(instance), use(1)))
					.toArray(ProcessSample[]::new));
		assertThat(this.history.points(0)).hasSize(UseHistory.MAX_PROCESSES).containsKey("baker-0");
		look(5, ANSWER, process(baker(0), null), process(baker(1), use(1)));
		assertThat(this.history.points(seconds(5))).containsOnlyKeys("application", "baker-1");
		look(10, ANSWER, process(baker(999), use(1)), process(baker(1), use(1)));
		assertThat(this.history.points(seconds(10))).containsOnlyKeys("application", "baker-1", "baker-999");
	}

	@Test
	void remembersProcessesWhileTheServerDoesNotAnswer() {
		look(0, ANSWER, process(baker(1), use(1)));
		look(5, null);
		assertThat(this.history.points(seconds(5)).get("baker-1")).containsExactly(new Point(5, 1.0, 1_000L));
		look(400, null);
		assertThat(this.history.points(seconds(400))).containsOnlyKeys("application");
	}

}
