package io.zproc.apps;

import io.zproc.WorkerProcess;
import io.zproc.apps.jobs.Jobs;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are threads of the application.
 */
@LeakChecked
@Timeout(120)
class ThreadProcessTests extends ProcessCases {

	@Test
	void runsInThisProcess() {
		WorkerProcess<Integer> process = processes().spawn(Jobs::bake, 1);
		process.await(BOUND);
		assertThat(process.pid()).isEqualTo(ProcessHandle.current().pid());
	}

}
