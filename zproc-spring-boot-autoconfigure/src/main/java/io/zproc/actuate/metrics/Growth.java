package io.zproc.actuate.metrics;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.zproc.watch.MeterReading;

/**
 * How far a meter has got in each process that it is read from. Each process counts from
 * zero, and its report may be read twice, or after that of the process that took its
 * place: nothing is counted again.
 */
final class Growth {

	/** The process that runs, and a few before it whose reports may be late. */
	private static final int SOURCES = 4;

	private final Map<Part, Map<String, Reached>> parts = new HashMap<>();

	/** Meters that differ in tags that are replaced are parts of one. */
	private record Part(Owner owner, Map<String, String> tags) {

	}

	/**
	 * How far it has got.
	 *
	 * @param count of values
	 * @param total their sum
	 * @param max the largest
	 */
	record Reached(long count, double total, double max) {

		static final Reached NOTHING = new Reached(0, 0, 0);

	}

	Reached reached(Owner owner, String source, MeterReading reading) {
		return sources(owner, reading).getOrDefault(source, Reached.NOTHING);
	}

	void reach(Owner owner, String source, MeterReading reading) {
		Map<String, Reached> sources = sources(owner, reading);
		sources.put(source, new Reached(reading.count(), reading.total(), reading.max()));
		if (sources.size() > SOURCES) {
			sources.remove(sources.keySet().iterator().next());
		}
	}

	private Map<String, Reached> sources(Owner owner, MeterReading reading) {
		return this.parts.computeIfAbsent(new Part(owner, reading.tags()), (key) -> new LinkedHashMap<>());
	}

	void forget(Owner owner) {
		this.parts.keySet().removeIf((part) -> part.owner().equals(owner));
	}

}
