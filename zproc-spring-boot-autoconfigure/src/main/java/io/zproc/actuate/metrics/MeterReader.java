package io.zproc.actuate.metrics;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.zproc.watch.MeterReading;
import io.zproc.watch.MeterReading.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In a worker's process: reads the application's own meters that are to be forwarded.
 * Those that it has read once have their place as long as they are.
 *
 * @since 0.1.0
 */
public final class MeterReader implements Supplier<List<MeterReading>> {

	private static final Logger logger = LoggerFactory.getLogger(MeterReader.class);

	private static final Comparator<Meter.Id> ORDER = Comparator.comparing(Meter.Id::getName)
		.thenComparing((id) -> id.getTags().toString());

	private final SeenRegistries registries;

	private final List<String> prefixes;

	private final int limit;

	private final Set<Meter.Id> read = new HashSet<>();

	private boolean isCut;

	/**
	 * Creates a reader.
	 * @param registries where the meters are
	 * @param prefixes what the names begin with
	 * @param limit how many meters are read at the most
	 */
	public MeterReader(SeenRegistries registries, List<String> prefixes, int limit) {
		this.registries = registries;
		this.prefixes = List.copyOf(prefixes);
		this.limit = limit;
	}

	@Override
	public List<MeterReading> get() {
		if (this.prefixes.isEmpty()) {
			return List.of();
		}
		Map<Meter.Id, Meter> found = find();
		this.read.retainAll(found.keySet());
		List<Meter.Id> fresh = found.keySet().stream().filter((id) -> !this.read.contains(id)).sorted(ORDER).toList();
		int room = this.limit - this.read.size();
		if (fresh.size() > room && !this.isCut) {
			this.isCut = true;
			logger.warn(
					"{} meters of this process are to be forwarded, but only {} are; the first one left out is '{}'."
							+ " Make zproc.metrics.forward more exact, or raise zproc.metrics.forward-limit",
					found.size(), this.limit, fresh.get(room).getName());
		}
		fresh.stream().limit(room).forEach(this.read::add);
		return this.read.stream()
			.sorted(ORDER)
			.flatMap((id) -> read(Objects.requireNonNull(found.get(id))).stream())
			.toList();
	}

	private Map<Meter.Id, Meter> find() {
		Map<Meter.Id, Meter> found = new HashMap<>();
		for (MeterRegistry registry : this.registries.counting()) {
			for (Meter meter : registry.getMeters()) {
				if (this.prefixes.stream().anyMatch(meter.getId().getName()::startsWith) && isSimple(meter)) {
					found.putIfAbsent(meter.getId(), meter);
				}
			}
		}
		return found;
	}

	private static boolean isSimple(Meter meter) {
		return meter.match((gauge) -> true, (counter) -> true, (timer) -> true, (summary) -> true, (longTask) -> false,
				(gauge) -> true, (counter) -> true, (timer) -> true, (other) -> false);
	}

	/**
	 * Nothing when it has no value now, as a gauge of an object that is gone.
	 */
	private static Optional<MeterReading> read(Meter meter) {
		Meter.Id id = meter.getId();
		TimeUnit nanos = TimeUnit.NANOSECONDS;
		return meter.<Optional<MeterReading>>match((gauge) -> of(id, Kind.GAUGE, 0, gauge.value(), 0),
				(counter) -> of(id, Kind.COUNTER, 0, counter.count(), 0),
				(timer) -> of(id, Kind.TIMER, timer.count(), timer.totalTime(nanos), timer.max(nanos)),
				(summary) -> of(id, Kind.SUMMARY, summary.count(), summary.totalAmount(), summary.max()),
				(longTask) -> Optional.empty(), (gauge) -> of(id, Kind.GAUGE, 0, gauge.value(), 0),
				(counter) -> of(id, Kind.COUNTER, 0, counter.count(), 0),
				(timer) -> of(id, Kind.TIMER, (long) timer.count(), timer.totalTime(nanos), 0),
				(other) -> Optional.empty());
	}

	private static Optional<MeterReading> of(Meter.Id id, Kind kind, long count, double total, double max) {
		if (!Double.isFinite(total) || !Double.isFinite(max)) {
			return Optional.empty();
		}
		Map<String, String> tags = new LinkedHashMap<>();
		id.getTags().forEach((tag) -> tags.put(tag.getKey(), tag.getValue()));
		return Optional
			.of(new MeterReading(kind, id.getName(), tags, id.getBaseUnit(), id.getDescription(), count, total, max));
	}

}
