package io.zproc.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * When a process got how far in its start, by the wall clock that it shares with its
 * parent. Any thread may use it.
 *
 * @since 0.1.0
 */
public final class StartPhases {

	private final Map<String, Long> times = Collections.synchronizedMap(new LinkedHashMap<>());

	/**
	 * Says that a phase is reached now.
	 * @param phase the name of the phase, as the log shows it
	 */
	public void reached(String phase) {
		reached(phase, System.currentTimeMillis());
	}

	/**
	 * Says when a phase was reached.
	 * @param phase the name of the phase, as the log shows it
	 * @param atMillis when, in milliseconds since 1970
	 */
	public void reached(String phase, long atMillis) {
		this.times.put(phase, atMillis);
	}

	/**
	 * The phases as plain values.
	 * @return milliseconds since 1970 by the phases' names
	 */
	Map<String, Long> toMap() {
		synchronized (this.times) {
			return new LinkedHashMap<>(this.times);
		}
	}

	static @Nullable StartPhases of(@Nullable Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return null;
		}
		StartPhases phases = new StartPhases();
		map.forEach((phase, atMillis) -> phases.reached(String.valueOf(phase), ((Number) atMillis).longValue()));
		return phases;
	}

	/**
	 * The phases in the order of their times, for the log.
	 * @param forkedAtMillis when the process was forked, in milliseconds since 1970
	 * @return such as {@code main after 80 ms, connected after 210 ms}
	 */
	String since(long forkedAtMillis) {
		List<Entry<String, Long>> sorted = new ArrayList<>(toMap().entrySet());
		sorted.sort(Entry.comparingByValue());
		return sorted.stream()
			.map((phase) -> phase.getKey() + " after " + (phase.getValue() - forkedAtMillis) + " ms")
			.collect(Collectors.joining(", "));
	}

}
