package io.zproc.process;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.zproc.ZProcWorker;
import org.jspecify.annotations.Nullable;

/**
 * The place of a worker in a group of workers that are started again together.
 *
 * @param group the name of the group
 * @param strategy which members are started again
 * @param rank its place in the order in which workers are started
 * @since 0.1.0
 */
public record GroupMember(String group, GroupStrategy strategy, int rank) {

	/**
	 * The place of a worker, without its rank.
	 * @return the place, {@code null} when it is in no group
	 * @throws InvalidMethodException when it cannot be in that group
	 */
	static @Nullable GroupMember of(String worker, BeanMethod method, WorkerSettings.Single own, ZProcWorker annotation,
			WorkerSettings settings) {
		String group = (own.group() != null) ? own.group() : annotation.group();
		if (group.isEmpty()) {
			return null;
		}
		String who = "Worker '" + worker + "' (method " + method + ") ";
		if (!group.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
			throw new InvalidMethodException(
					who + "has group: '" + group + "' (expected: letters, digits, '_', '-' and '.')",
					"Correct its @ZProcWorker, or zproc.workers." + worker + ".group.");
		}
		if (worker.equals(WorkerDefinition.SWARM)) {
			throw new InvalidMethodException(who + "has group: '" + group + "', but swarms replace their processes",
					"Remove zproc.workers." + worker + ".group.");
		}
		if (own.restart().hasLimits()) {
			throw new InvalidMethodException(
					who + "has restart properties of its own, but its restarts are those of its group '" + group + "'",
					"Move zproc.workers." + worker + ".restart.* to zproc.groups." + group
							+ ".restart.*, but for policy and restart-for.");
		}
		return new GroupMember(group, settings.groups().getOrDefault(group, GroupSettings.NOTHING).strategy(), 0);
	}

	/**
	 * Gives the members of groups their ranks.
	 * @param workers all workers
	 * @param known the groups that properties name
	 * @return the workers, in the same order
	 * @throws InvalidMethodException when a group has no members
	 */
	static Map<String, WorkerDefinition> rank(Map<String, WorkerDefinition> workers, Set<String> known) {
		Set<String> groups = new LinkedHashSet<>();
		Map<String, WorkerDefinition> ranked = new LinkedHashMap<>(workers);
		List<WorkerDefinition> inOrder = new StartOrder(workers.values()).sorted();
		for (int i = 0; i < inOrder.size(); i++) {
			WorkerDefinition worker = inOrder.get(i);
			GroupMember member = worker.group();
			if (member != null) {
				groups.add(member.group());
				ranked.put(worker.name(), worker.in(new GroupMember(member.group(), member.strategy(), i)));
			}
		}
		Set<String> unknown = new TreeSet<>(known);
		unknown.removeAll(groups);
		if (!unknown.isEmpty()) {
			String name = unknown.iterator().next();
			throw new InvalidMethodException(
					"Properties zproc.groups." + name + ".* are set, but no worker is in that group",
					"Correct the name (known groups: " + groups + "), add workers by @ZProcWorker(group = \"" + name
							+ "\") or zproc.workers.<name>.group, or remove the properties.");
		}
		return ranked;
	}

}
