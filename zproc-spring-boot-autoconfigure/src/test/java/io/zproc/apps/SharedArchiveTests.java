package io.zproc.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

import io.zproc.apps.jobs.JobsApplication;
import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SharedArchive}: a JVM that cannot use it starts all the same, but
 * slower.
 */
@LeakChecked
@Timeout(360)
@ExtendWith(SharedArchive.class)
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

	@Test
	void jarThatWasDownloadedAgainHasAnotherArchive(@TempDir Path folder) throws IOException {
		Path jar = Files.writeString(folder.resolve("some.jar"), "content");
		List<String> jars = List.of(jar.toString());
		String name = SharedArchive.name(jars);
		assertThat(SharedArchive.name(jars)).isEqualTo(name);
		FileTime time = Files.getLastModifiedTime(jar);
		Files.setLastModifiedTime(jar, FileTime.from(time.toInstant().plusSeconds(1)));
		assertThat(SharedArchive.name(jars)).isNotEqualTo(name);
		Files.writeString(jar, "more content");
		Files.setLastModifiedTime(jar, time);
		assertThat(SharedArchive.name(jars)).isNotEqualTo(name);
	}

	@Test
	void onlyOutdatedArchivesOfTheSameJavaAreDeleted(@TempDir Path folder) throws IOException {
		Path archive = Files.createFile(folder.resolve("shared-00000001-0000000a.jsa"));
		Files.createFile(folder.resolve("shared-00000001-0000000b.jsa"));
		Path otherJava = Files.createFile(folder.resolve("shared-00000002-0000000b.jsa"));
		Path lock = Files.createFile(folder.resolve("shared.lock"));
		SharedArchive.deleteOutdated(archive);
		assertThat(folder.toFile().listFiles()).containsExactlyInAnyOrder(archive.toFile(), otherJava.toFile(),
				lock.toFile());
	}

}
