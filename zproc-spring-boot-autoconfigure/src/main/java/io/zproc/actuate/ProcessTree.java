package io.zproc.actuate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Records of processes, each below the one that forked it.
 */
final class ProcessTree {

	private ProcessTree() {
	}

	/**
	 * Makes a tree of records.
	 * @param records the records, parents before their children
	 * @return those whose parent is none of them; each with its {@code children}
	 */
	static List<Map<String, @Nullable Object>> of(Collection<Map<String, @Nullable Object>> records) {
		List<Map<String, @Nullable Object>> roots = new ArrayList<>();
		Map<Object, List<Map<String, @Nullable Object>>> childrenOf = new HashMap<>();
		for (Map<String, @Nullable Object> record : records) {
			Map<String, @Nullable Object> node = new LinkedHashMap<>(record);
			Object pid = number(record.get("pid"));
			Object parent = number(record.get("parentPid"));
			// Workers that are threads have their parent's process id.
			List<Map<String, @Nullable Object>> siblings = parent.equals(pid) ? null : childrenOf.get(parent);
			((siblings != null) ? siblings : roots).add(node);
			if (!parent.equals(pid)) {
				List<Map<String, @Nullable Object>> children = new ArrayList<>();
				node.put("children", children);
				childrenOf.put(pid, children);
			}
		}
		return roots;
	}

	private static Object number(@Nullable Object value) {
		return (value instanceof Number number) ? number.longValue() : -1L;
	}

	/**
	 * Finds a record in a tree.
	 * @param name the name of its worker, a dash, and the number of its instance
	 */
	static @Nullable Map<String, @Nullable Object> find(List<Map<String, @Nullable Object>> tree, String name) {
		Map<String, @Nullable Object> last = null;
		for (Map<String, @Nullable Object> node : tree) {
			if (name.equals(node.get("name") + "-" + node.get("instance"))) {
				last = node;
			}
			Map<String, @Nullable Object> below = find(children(node), name);
			last = (below != null) ? below : last;
		}
		return last;
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, @Nullable Object>> children(Map<String, @Nullable Object> node) {
		Object children = node.get("children");
		return (children != null) ? (List<Map<String, @Nullable Object>>) children : List.of();
	}

}
