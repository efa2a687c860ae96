package io.zproc.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long processes outlived an ancestor, by its level in the tree.
 */
final class EndTimes {

	private static final long AIM_MS = 2_000;

	private final Map<Integer, List<Long>> millisByLevel = new TreeMap<>();

	void add(int level, Duration time) {
		this.millisByLevel.computeIfAbsent(level, (key) -> new ArrayList<>()).add(time.toMillis());
	}

	String table(long seed) {
		StringBuilder table = new StringBuilder("Times until no process below a killed ancestor was left (seed " + seed
				+ ")\n\n| level of the killed process | kills | median ms | longest ms | above " + AIM_MS
				+ " ms |\n|---|---|---|---|---|\n");
		this.millisByLevel.forEach((level, millis) -> table.append(row(String.valueOf(level), millis)));
		table.append(row("all", this.millisByLevel.values().stream().flatMap(List::stream).toList()));
		return table.toString();
	}

	private static String row(String level, List<Long> unsorted) {
		List<Long> millis = new ArrayList<>(unsorted);
		Collections.sort(millis);
		return "| " + level + " | " + millis.size() + " | " + millis.get(millis.size() / 2) + " | "
				+ millis.get(millis.size() - 1) + " | " + millis.stream().filter((each) -> each > AIM_MS).count()
				+ " |\n";
	}

}
