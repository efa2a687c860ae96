package io.zproc.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which workers are started after which others.
 */
final class StartOrder {

	private final Map<String, WorkerDefinition> workers = new LinkedHashMap<>();

	StartOrder(Collection<WorkerDefinition> workers) {
		workers.forEach((worker) -> this.workers.put(worker.name(), worker));
	}

	/**
	 * The workers, each after those that it waits for; in the order of the beans where
	 * nobody waits, and within a bean in that of their names.
	 */
	List<WorkerDefinition> sorted() {
		List<WorkerDefinition> byBean = new ArrayList<>(this.workers.values());
		List<String> beans = byBean.stream().map((worker) -> worker.method().beanName()).distinct().toList();
		byBean.sort(Comparator.comparingInt((WorkerDefinition worker) -> beans.indexOf(worker.method().beanName()))
			.thenComparing(WorkerDefinition::name));
		Map<String, WorkerDefinition> sorted = new LinkedHashMap<>();
		while (sorted.size() < byBean.size()) {
			// There are no cycles, so there is one.
			byBean.stream()
				.filter((worker) -> !sorted.containsKey(worker.name()) && waitsForNoneBut(sorted.keySet(), worker))
				.findFirst()
				.ifPresent((next) -> sorted.put(next.name(), next));
		}
		return List.copyOf(sorted.values());
	}

	private boolean waitsForNoneBut(Set<String> started, WorkerDefinition worker) {
		return worker.life()
			.after()
			.stream()
			.allMatch((name) -> started.contains(name) || !this.workers.containsKey(name));
	}

	/**
	 * Refuses workers that wait for one that is unknown, or not started.
	 * @throws InvalidMethodException when there is one
	 */
	void checkNames() {
		this.workers.values().stream().filter(WorkerDefinition::autoStart).forEach(this::checkNames);
	}

	/**
	 * Refuses workers that wait for each other.
	 * @throws InvalidMethodException when there are any
	 */
	void checkCycles() {
		Set<String> settled = new HashSet<>();
		for (String name : this.workers.keySet()) {
			List<String> cycle = cycle(name, new ArrayList<>(), settled);
			if (cycle != null) {
				throw new InvalidMethodException(
						"Workers wait for each other: " + String.join(" -> ", cycle)
								+ " (each is started after the next one)",
						"Remove one of them from its @ZProcWorker(after = ...), or zproc.workers.<name>.after.");
			}
		}
	}

	private void checkNames(WorkerDefinition worker) {
		for (String name : worker.life().after()) {
			WorkerDefinition other = this.workers.get(name);
			String wrong = (other == null) ? "there is no such worker"
					: other.autoStart() ? null : "which is not started with the application";
			if (wrong != null) {
				List<String> known = this.workers.values()
					.stream()
					.filter((one) -> one.autoStart() && !one.name().equals(worker.name()))
					.map(WorkerDefinition::name)
					.toList();
				throw new InvalidMethodException(
						"Worker '" + worker.name() + "' (method " + worker.method() + ") has after: '" + name + "', "
								+ wrong + " (expected: any of " + known + ")",
						"Correct its @ZProcWorker, or zproc.workers." + worker.name() + ".after.");
			}
		}
	}

	/**
	 * Follows what a worker waits for.
	 * @param path those that wait for it
	 * @param settled those that are known to be in no cycle
	 * @return a cycle, its first name once more at its end
	 */
	private @Nullable List<String> cycle(String name, List<String> path, Set<String> settled) {
		WorkerDefinition worker = this.workers.get(name);
		if (worker == null || settled.contains(name)) {
			return null;
		}
		int before = path.indexOf(name);
		path.add(name);
		if (before >= 0) {
			return path.subList(before, path.size());
		}
		for (String other : worker.life().after()) {
			List<String> cycle = cycle(other, path, settled);
			if (cycle != null) {
				return cycle;
			}
		}
		path.remove(path.size() - 1);
		settled.add(name);
		return null;
	}

}
