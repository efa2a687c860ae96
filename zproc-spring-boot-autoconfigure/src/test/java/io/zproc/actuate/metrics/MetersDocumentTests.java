package io.zproc.actuate.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zproc.SwarmProgress;
import io.zproc.actuate.metrics.MetricsSnapshot.ProcessSample;
import io.zproc.actuate.metrics.MetricsSnapshot.RequestSample;
import io.zproc.actuate.metrics.MetricsSnapshot.WatcherSample;
import io.zproc.client.LatencyHistogram.Step;
import io.zproc.client.RequestStatistics.Kind;
import io.zproc.client.RequestStatistics.Operation;
import io.zproc.protocol.Reply.NamespaceStatistics;
import io.zproc.protocol.Reply.ServerStatistics;
import io.zproc.watch.WatcherStatus;
import io.zproc.watch.WatcherTelemetry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The meters of the document are those that there are.
 */
class MetersDocumentTests {

	private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

	@Test
	void namesEachMeterAndNoOther() throws IOException {
		MeterRegistry registry = new SimpleMeterRegistry();
		new RegistryMeters(registry, new MetricsSettings(Duration.ofSeconds(1), 9, 9, Duration.ofSeconds(60)))
			.update(everything(), 0);
		assertThat(documented()).isEqualTo(registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.collect(Collectors.toCollection(TreeSet::new)));
	}

	/**
	 * The first column of the table, where a name that begins with a point begins with
	 * the first two parts of the one before.
	 */
	private static Set<String> documented() throws IOException {
		Set<String> names = new TreeSet<>();
		for (String line : Files.readAllLines(Path.of("../docs/metrics.md"))) {
			if (line.startsWith("| `zproc.")) {
				Matcher name = NAME.matcher(line.substring(0, line.indexOf('|', 1)));
				String group = "";
				while (name.find()) {
					String text = name.group(1);
					if (!text.startsWith(".")) {
						group = text.substring(0, text.indexOf('.', "zproc.".length()));
					}
					names.add(text.startsWith(".") ? group + text : text);
				}
			}
		}
		return names;
	}

	private static MetricsSnapshot everything() {
		Owner baker = new Owner("baker", "1");
		List<Step> steps = List.of(new Step(1, 1, 10));
		return new MetricsSnapshot(
				new ServerStatistics(1, 2, 1,
						List.of(new NamespaceStatistics("default", 1, 1, 1, 0, 1, null, 0, List.of()))),
				List.of(new ProcessSample(baker, "RUNNING", 1, new Use(0.5, 1_000L, 400L, 3))),
				List.of(new RequestSample("a", baker, new Kind(Operation.TAKE, "default"), steps)),
				List.of(new WatcherSample("a", baker,
						new WatcherTelemetry(new WatcherStatus("baker-1", "default", 5, 7, true, 2, 0, null), steps))),
				List.of(), Map.of("numbers", new SwarmProgress(4, 3, 20, 2, 10, 1, 5, 0)));
	}

}
