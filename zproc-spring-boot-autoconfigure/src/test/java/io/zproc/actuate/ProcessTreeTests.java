package io.zproc.actuate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessTree}.
 */
class ProcessTreeTests {

	@Test
	void hangsEachRecordBelowItsParent() {
		List<Map<String, Object>> tree = ProcessTree
			.of(List.of(record("a", 1, 10, 1), record("b", 1, 20, 10), record("b", 2, 21, 10), record("c", 1, 30, 20)));
		assertThat(names(tree)).containsExactly("a");
		assertThat(names(children(tree.get(0)))).containsExactly("b", "b");
		assertThat(names(children(children(tree.get(0)).get(0)))).containsExactly("c");
		assertThat(children(children(tree.get(0)).get(1))).isEmpty();
	}

	@Test
	void threadsOfOneProcessAreSiblings() {
		assertThat(names(ProcessTree.of(List.of(record("a", 1, 10, 10), record("a", 2, 10, 10))))).containsExactly("a",
				"a");
	}

	@Test
	void findsRecordsAtAnyDepthTheLastOfThem() {
		List<Map<String, Object>> tree = ProcessTree
			.of(List.of(record("a", 1, 10, 1), record("b-c", 2, 20, 10), record("b-c", 2, 22, 10)));
		assertThat(ProcessTree.find(tree, "b-c-2")).containsEntry("pid", 22L);
		assertThat(ProcessTree.find(tree, "a-1")).containsEntry("pid", 10L);
		assertThat(ProcessTree.find(tree, "a-2")).isNull();
	}

	private static Map<String, Object> record(String name, int instance, long pid, long parentPid) {
		return new HashMap<>(Map.of("name", name, "instance", instance, "pid", pid, "parentPid", parentPid));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> children(Map<String, Object> node) {
		return (List<Map<String, Object>>) node.get("children");
	}

	private static List<Object> names(List<Map<String, Object>> nodes) {
		return nodes.stream().map((node) -> node.get("name")).toList();
	}

}
