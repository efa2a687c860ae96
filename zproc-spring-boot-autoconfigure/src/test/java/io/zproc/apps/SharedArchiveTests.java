package io.zproc.apps;

import io.zproc.apps.jobs.JobsApplication;
import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SharedArchive}: a JVM that cannot use it starts all the same, but
 * slower.
 */
@LeakChecked
@Timeout(360)
class SharedArchiveTests {

	@Test
	void fitsTheClassPathOfForkedJvms() {
		try (ForkedJvm jvm = ForkedJvm.of(JobsApplication.class)
			// Such a JVM does not start without.
			.jvmArgs(SharedArchive.option(), "-Xshare:on", "-version")
			.start()) {
			assertThat(jvm.awaitExit(RunningApplication.BOUND)).as(() -> String.join("\n", jvm.output())).isZero();
		}
	}

}
