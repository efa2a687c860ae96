package io.zproc.apps;

import java.time.Duration;

import io.zproc.apps.sharing.SharingApplication;
import io.zproc.server.StandaloneJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications on one state server that was started by hand, all in JVMs of their
 * own.
 */
@LeakChecked
@Timeout(540)
@ExtendWith(SharedArchive.class)
class SharingApplicationTests {

	@Test
	void applicationsOnOneServerSeeEachOthersChangesAndOutliveEachOther() {
		try (StandaloneJvm server = new StandaloneJvm();
				RunningApplication one = start(server);
				RunningApplication other = start(server)) {
			long worker = one.awaitWorker("worker-1", "worker of");
			long othersWorker = other.awaitWorker("worker-1", "worker of");
			assertThat(one.ask("records")).isEqualTo("[worker " + worker + "]");
			assertThat(other.ask("records")).isEqualTo("[worker " + othersWorker + "]");
			assertThat(one.ask("add")).isEqualTo("1");
			other.awaitLine("FACT saw 1 by " + one.jvm().pid());
			assertThat(other.ask("add")).isEqualTo("2");
			one.awaitLine("FACT saw 2 by " + other.jvm().pid());
			one.jvm().kill9();
			one.awaitGone(Duration.ofSeconds(30));
			assertThat(other.ask("n")).isEqualTo("2");
			assertThat(other.jvm().descendants()).containsExactly(othersWorker);
			other.jvm().signal("TERM");
			other.awaitGone(RunningApplication.BOUND);
			assertThat(server.jvm().isAlive()).isTrue();
		}
	}

	private static RunningApplication start(StandaloneJvm server) {
		return RunningApplication.start(RunningApplication
			.of(SharingApplication.class, "--zproc.server.requests=" + server.address().requests(),
					"--zproc.server.changes=" + server.address().changes())
			.environment("ZPROC_SERVER_SECRET", StandaloneJvm.SECRET));
	}

}
