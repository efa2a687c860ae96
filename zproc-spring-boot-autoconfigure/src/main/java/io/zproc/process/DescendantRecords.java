package io.zproc.process;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.zproc.ProcessState;
import io.zproc.SharedState;
import org.jspecify.annotations.Nullable;

/**
 * The records of processes that workers have started, when those who wrote them have
 * ended: what was started does not outlive them, and nobody else would say so, or forget
 * it.
 */
final class DescendantRecords {

	private final SharedState records;

	private final String run;

	DescendantRecords(SharedState records, String run) {
		this.records = records;
		this.run = run;
	}

	/**
	 * Says of all that a dead process has started that they have ended, at any depth.
	 */
	void parentDied(long pid) {
		for (Map.Entry<String, Map<String, @Nullable Object>> entry : read().entrySet()) {
			Map<String, @Nullable Object> record = entry.getValue();
			// One that is over has ended those below it; and process ids come again.
			if (number(record.get("parentPid")) == pid && number(record.get("pid")) != pid && !isOver(record)) {
				record.put("state", ProcessState.FAILED.name());
				record.put("endedAt", Instant.now().toString());
				record.put("hungSince", null);
				record.put("failure", "The process that has started it (pid " + pid + ") has died, and it with it");
				this.records.replace(entry.getKey(), record);
				parentDied(number(record.get("pid")));
			}
		}
	}

	/**
	 * The labels under which processes that are not over may have heartbeats, this one's
	 * included.
	 */
	Set<String> running() {
		Set<String> labels = new HashSet<>(Set.of(Heartbeats.labelOfWatch(ProcessHandle.current().pid())));
		for (Map<String, @Nullable Object> record : read().values()) {
			if (!isOver(record)) {
				labels.add(record.get("name") + "-" + record.get("instance"));
				labels.add(Heartbeats.labelOfWatch(number(record.get("pid"))));
			}
		}
		return labels;
	}

	/**
	 * Forgets those that ended first, when there are too many.
	 * @param keep how many may stay, with those that run
	 * @param own those of this process, which it forgets in its own time
	 */
	void trim(int keep, Set<String> own) {
		if (this.records.size() <= keep) {
			return;
		}
		Map<String, Map<String, @Nullable Object>> all = read();
		List<Map.Entry<String, Map<String, @Nullable Object>>> over = new ArrayList<>(all.entrySet());
		over.removeIf((entry) -> !isOver(entry.getValue()) || own.contains(entry.getKey()));
		over.sort(Comparator.comparing((entry) -> String.valueOf(entry.getValue().get("endedAt"))));
		over.stream().limit(Math.max(0, all.size() - keep)).forEach((entry) -> this.records.remove(entry.getKey()));
	}

	private Map<String, Map<String, @Nullable Object>> read() {
		Map<String, Map<String, @Nullable Object>> found = new LinkedHashMap<>();
		this.records.snapshot().forEach((key, value) -> {
			if (key.startsWith(RunEntries.key(this.run, "")) && value instanceof Map<?, ?> map) {
				Map<String, @Nullable Object> record = new LinkedHashMap<>();
				map.forEach((name, field) -> record.put(String.valueOf(name), field));
				found.put(key, record);
			}
		});
		return found;
	}

	private static boolean isOver(Map<String, @Nullable Object> record) {
		return ProcessState.valueOf(String.valueOf(record.get("state"))).isTerminal();
	}

	private static long number(@Nullable Object value) {
		return (value instanceof Number number) ? number.longValue() : -1;
	}

}
