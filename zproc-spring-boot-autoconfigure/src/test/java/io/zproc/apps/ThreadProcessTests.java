package io.zproc.apps;

import java.util.List;

import io.zproc.ProcessState;
import io.zproc.RemoteException;
import io.zproc.WorkerFailedException;
import io.zproc.WorkerProcess;
import io.zproc.ZProcException;
import io.zproc.apps.jobs.Jobs;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Processes that are threads of the application.
 */
@LeakChecked
@Timeout(360)
class ThreadProcessTests extends ProcessCases {

	@Test
	void runsInThisProcess() {
		WorkerProcess<Integer> process = processes().spawn(Jobs::bake, 1);
		process.await(BOUND);
		assertThat(process.pid()).isEqualTo(ProcessHandle.current().pid());
	}

	@Test
	void cyclesOfCausesAreCut() {
		RemoteException thrown = awaitFailure(processes().spawn(Jobs::fail, "cycle"));
		assertThat(thrown.getCause()).isInstanceOf(IllegalStateException.class)
			.hasMessage("first")
			.hasCauseInstanceOf(IllegalArgumentException.class);
		assertThat(thrown.getCause().getCause().getCause()).isNull();
		assertThat(thrown.getCause().getSuppressed()).singleElement().isInstanceOf(UnsupportedOperationException.class);
	}

	@Test
	void exitWithZeroIsNoFailure() {
		WorkerProcess<Void> process = processes().spawn(Jobs::fail, "leave");
		assertThat(process.await(BOUND)).isNull();
		assertThat(process.state()).isEqualTo(ProcessState.EXITED);
	}

	@Test
	void interruptEndsWaitForAllAndIsNoFailureOfAProcess() {
		WorkerProcess<String> process = processes().spawn(Jobs::waitForEver);
		try {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(ZProcException.class)
				.isThrownBy(() -> processes().settleAll(List.of(process), BOUND))
				.withCauseInstanceOf(InterruptedException.class);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		process.stop(BOUND);
		assertThat(processes().settleAll(List.of(process), BOUND).get(0).failure())
			.isInstanceOf(WorkerFailedException.class);
	}

}
