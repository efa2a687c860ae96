package io.zproc.apps;

import java.util.List;

import io.zproc.apps.jobs.SwarmJobs;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Swarms whose processes are threads of the application.
 */
@LeakChecked
@Timeout(360)
class ThreadSwarmTests extends SwarmCases {

	@Test
	void runsInThisProcess() {
		List<Object> where = swarm().worker("pid").map(List.of(1, 2, 3, 4));
		assertThat(where).allSatisfy((id) -> assertThat(id).isEqualTo(ProcessHandle.current().pid()));
	}

}
