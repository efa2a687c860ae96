package io.zproc.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.zproc.SharedState;
import io.zproc.client.StateFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records that nobody writes any more.
 */
class DescendantRecordsTests {

	private final StateFixture fixture = new StateFixture(StateFixture.Engine.IN_PROCESS);

	private SharedState state;

	private DescendantRecords records;

	@BeforeEach
	void open() {
		this.state = this.fixture.client().reserved(RunEntries.PROCESSES);
		this.records = new DescendantRecords(this.state, "run");
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void allBelowADeadProcessHaveEnded() {
		put("run/child-1", 2, 1, "RUNNING", null);
		put("run/grandchild-1", 3, 2, "STARTING", null);
		put("run/before-1", 4, 2, "EXITED", "2026-01-01T00:00:00Z");
		put("run/other-1", 5, 9, "RUNNING", null);
		put("another/child-1", 6, 1, "RUNNING", null);
		this.records.parentDied(1);
		assertThat(stateOf("run/child-1")).isEqualTo("FAILED");
		assertThat(stateOf("run/grandchild-1")).isEqualTo("FAILED");
		assertThat(stateOf("run/before-1")).isEqualTo("EXITED");
		assertThat(stateOf("run/other-1")).isEqualTo("RUNNING");
		assertThat(stateOf("another/child-1")).isEqualTo("RUNNING");
		Map<?, ?> grandchild = (Map<?, ?>) this.state.get("run/grandchild-1");
		assertThat(grandchild.get("failure")).asString().contains("(pid 2)");
		assertThat(grandchild.get("endedAt")).isNotNull();
		assertThat(grandchild.get("hungSince")).as("what is dead does not hang").isNull();
	}

	@Test
	void thoseThatEndedFirstAreForgottenWhenThereAreTooMany() {
		for (int i = 1; i <= 6; i++) {
			put("run/old-" + i, i, 99, "EXITED", "2026-01-01T00:00:0" + i + "Z");
		}
		put("run/running-1", 7, 99, "RUNNING", null);
		this.records.trim(7, Set.of());
		assertThat(this.state).hasSize(7);
		this.records.trim(4, Set.of("run/old-1"));
		assertThat(this.state).containsOnlyKeys("run/old-1", "run/old-5", "run/old-6", "run/running-1");
	}

	private void put(String key, long pid, long parentPid, String state, String endedAt) {
		Map<String, Object> record = new LinkedHashMap<>();
		record.put("pid", pid);
		record.put("parentPid", parentPid);
		record.put("state", state);
		record.put("endedAt", endedAt);
		record.put("hungSince", (endedAt == null) ? "2026-01-01T00:00:00Z" : null);
		this.state.put(key, record);
	}

	private Object stateOf(String key) {
		return ((Map<?, ?>) this.state.get(key)).get("state");
	}

}
