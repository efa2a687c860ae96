package io.zproc.watch;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one of the application's own meters shows in a worker's process. Counts and totals
 * grow from the start of the process.
 *
 * @param kind what sort of meter it is
 * @param name its name
 * @param tags its tags
 * @param unit the unit of its values, {@code null} when it has none
 * @param description what it is, {@code null} when that is not said
 * @param count how many values were recorded; 0 for counters and gauges
 * @param total their sum, in nanoseconds for a timer; the value of a counter or a gauge
 * @param max the largest of the last ones, in nanoseconds for a timer; 0 when it is not
 * known
 * @since 0.1.0
 */
public record MeterReading(Kind kind, String name, Map<String, String> tags, @Nullable String unit,
		@Nullable String description, long count, double total, double max) {

	/**
	 * Sorts of meters.
	 */
	public enum Kind {

		/** A sum that never falls. */
		COUNTER,

		/** What there is now. */
		GAUGE,

		/** How long something took. */
		TIMER,

		/** How large something was. */
		SUMMARY

	}

	/**
	 * Copies the tags.
	 */
	public MeterReading {
		tags = Map.copyOf(tags);
	}

	/**
	 * This reading as plain values.
	 */
	Map<String, @Nullable Object> toMap() {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("kind", this.kind.name());
		map.put("name", this.name);
		map.put("tags", this.tags);
		map.put("unit", this.unit);
		map.put("description", this.description);
		map.put("count", this.count);
		map.put("total", this.total);
		map.put("max", this.max);
		return map;
	}

	/**
	 * The reading that plain values stand for.
	 */
	static MeterReading of(Map<?, ?> map) {
		Map<String, String> tags = new LinkedHashMap<>();
		((Map<?, ?>) TelemetryReport.value(map, "tags"))
			.forEach((key, value) -> tags.put((String) key, (String) value));
		return new MeterReading(Kind.valueOf((String) TelemetryReport.value(map, "kind")),
				(String) TelemetryReport.value(map, "name"), tags, (String) map.get("unit"),
				(String) map.get("description"), TelemetryReport.number(map, "count"),
				((Number) TelemetryReport.value(map, "total")).doubleValue(),
				((Number) TelemetryReport.value(map, "max")).doubleValue());
	}

}
