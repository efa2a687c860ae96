package io.zproc.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.zproc.ProcessState;
import io.zproc.ZProcException;
import io.zproc.process.Heartbeat;
import io.zproc.process.LaunchException;
import io.zproc.process.ProcessRecord;
import io.zproc.process.ProcessUsage;
import io.zproc.process.WorkerSupervisor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of the processes that the application has started, and of those that these
 * have started, at any depth.
 */
final class ProcessList {

	private static final Logger logger = LoggerFactory.getLogger(ProcessList.class);

	private final WorkerSupervisor supervisor;

	ProcessList(WorkerSupervisor supervisor) {
		this.supervisor = supervisor;
	}

	/**
	 * The records as a tree.
	 * @param isServerThere whether the state server can be asked for those of others
	 */
	List<Map<String, @Nullable Object>> tree(boolean isServerThere) {
		Map<String, Map<String, @Nullable Object>> all = new LinkedHashMap<>();
		for (ProcessRecord record : this.supervisor.records()) {
			add(all, record.toMap());
		}
		// An application that has started nothing has no others, and need not connect.
		if (isServerThere && !all.isEmpty()) {
			asked(this.supervisor::tree, List.<Map<?, ?>>of()).forEach((record) -> add(all, plain(record)));
		}
		Map<String, Heartbeat> heartbeats = (isServerThere && !all.isEmpty())
				? asked(this.supervisor::heartbeats, Map.of()) : Map.of();
		all.forEach((label, record) -> addUsage(record, heartbeats.get(label)));
		List<Map<String, @Nullable Object>> inOrder = new ArrayList<>(all.values());
		inOrder.sort(Comparator.comparing((record) -> Instant.parse(String.valueOf(record.get("startedAt")))));
		return ProcessTree.of(inOrder);
	}

	private static void add(Map<String, Map<String, @Nullable Object>> all, Map<String, @Nullable Object> record) {
		all.putIfAbsent(record.get("name") + "-" + record.get("instance"), record);
	}

	/**
	 * What a process takes is asked of the system when somebody looks, wherever in the
	 * tree it is; its heap is what its last heartbeat said. Workers that are threads have
	 * no use of their own.
	 */
	private static void addUsage(Map<String, @Nullable Object> record, @Nullable Heartbeat heartbeat) {
		boolean isOver = ProcessState.valueOf(String.valueOf(record.get("state"))).isTerminal();
		if (!isOver && record.get("pid") instanceof Number pid && pid.longValue() > 0
				&& pid.longValue() != ProcessHandle.current().pid()) {
			ProcessUsage usage = ProcessUsage.of(pid.longValue());
			Duration cpuTime = usage.cpuTime();
			record.put("cpuTime", (cpuTime != null) ? cpuTime.toMillis() : null);
			record.put("residentBytes", usage.residentBytes());
			if (heartbeat != null && record.get("attempt") instanceof Number attempt
					&& attempt.intValue() == heartbeat.attempt()) {
				record.put("heapBytes", heartbeat.heapBytes());
				record.put("maxHeapBytes", heartbeat.maxHeapBytes());
			}
		}
	}

	private static <T> T asked(Supplier<T> question, T none) {
		try {
			return question.get();
		}
		catch (LaunchException ex) {
			logger.trace("The application is about to end", ex);
		}
		catch (ZProcException ex) {
			logger.debug("What other processes say of themselves cannot be read", ex);
		}
		return none;
	}

	private static Map<String, @Nullable Object> plain(Map<?, ?> record) {
		Map<String, @Nullable Object> plain = new LinkedHashMap<>();
		record.forEach((key, value) -> plain.put(String.valueOf(key), value));
		return plain;
	}

}
