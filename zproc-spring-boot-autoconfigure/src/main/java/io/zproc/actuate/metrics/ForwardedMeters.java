package io.zproc.actuate.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.zproc.actuate.metrics.MetricsSnapshot.MeterSample;
import io.zproc.watch.MeterReading;
import io.zproc.watch.MeterReading.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's own meters of its workers' processes, in one registry. Gauges go with
 * their process; what counts goes on over its restarts.
 */
final class ForwardedMeters {

	private static final Logger logger = LoggerFactory.getLogger(ForwardedMeters.class);

	private final MeterRegistry registry;

	private final Cardinality<Owner> owners;

	private final Map<Key, CountedMeter> counted = new HashMap<>();

	private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();

	/** What the registry did not take, and will not. */
	private final Set<String> refused = new HashSet<>();

	private record Key(Kind kind, String name, Owner owner, Tags tags) {

	}

	ForwardedMeters(MeterRegistry registry, Cardinality<Owner> owners) {
		this.registry = registry;
		this.owners = owners;
	}

	void update(List<MeterSample> samples) {
		Map<String, List<Row<?>>> rows = new LinkedHashMap<>();
		// So that gauges are gone when the last process is.
		this.gauges.keySet().forEach((name) -> rows.put(name, new ArrayList<>()));
		for (MeterSample sample : samples) {
			MeterReading reading = sample.reading();
			Owner shown = this.owners.of(sample.owner());
			if (reading.kind() != Kind.GAUGE) {
				attempt(reading.name(), () -> count(sample, shown));
			}
			else if (sample.isPresent() && !shown.equals(Owner.OTHER)) {
				this.gauges.computeIfAbsent(reading.name(), (name) -> gauge(reading));
				rows.computeIfAbsent(reading.name(), (name) -> new ArrayList<>())
					.add(Row.of(tags(reading).and(shown.tags()), reading.total()));
			}
		}
		this.gauges
			.forEach((name, gauge) -> attempt(name, () -> gauge.register(rows.getOrDefault(name, List.of()), true)));
	}

	private MultiGauge gauge(MeterReading reading) {
		return MultiGauge.builder(reading.name())
			.description(reading.description())
			.baseUnit(reading.unit())
			.register(this.registry);
	}

	private void count(MeterSample sample, Owner shown) {
		MeterReading reading = sample.reading();
		Tags tags = tags(reading).and(shown.tags());
		this.counted
			.computeIfAbsent(new Key(reading.kind(), reading.name(), shown, tags),
					(key) -> CountedMeter.register(reading, tags, this.registry))
			.replay(sample.owner(), sample.source(), reading);
	}

	private void attempt(String name, Runnable step) {
		if (this.refused.contains(name)) {
			return;
		}
		try {
			step.run();
		}
		catch (IllegalArgumentException ex) {
			this.refused.add(name);
			logger.warn("Meters '{}' of workers are not shown from now on, because the registry does not take one:"
					+ " let meters of one name be of one kind", name, ex);
		}
	}

	private static Tags tags(MeterReading reading) {
		List<String> tags = new ArrayList<>();
		reading.tags().forEach((key, value) -> tags.addAll(List.of(key, value)));
		return Tags.of(tags.toArray(String[]::new));
	}

	void forget(Owner owner) {
		Iterator<Map.Entry<Key, CountedMeter>> all = this.counted.entrySet().iterator();
		while (all.hasNext()) {
			Map.Entry<Key, CountedMeter> entry = all.next();
			entry.getValue().forget(owner);
			if (entry.getKey().owner().equals(owner)) {
				this.registry.remove(entry.getValue().meter());
				all.remove();
			}
		}
	}

}
