package io.zproc.apps;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.zproc.apps.jobs.JobsApplication;
import io.zproc.testing.ForkedJvm;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The classes that an application and its workers load from jars, in an archive that
 * their JVMs map instead of reading the jars: a start takes two thirds of the processor
 * time that it takes without. The first test that needs it makes it, which takes as much
 * as a few starts.
 */
public final class SharedArchive {

	private static @Nullable String option;

	private SharedArchive() {
	}

	/**
	 * The option of a JVM whose class path begins with the jars of this one.
	 * @return the option; it has no comma, so that it can be one of many in a property
	 * @see io.zproc.testing.LibrariesFirst
	 */
	public static synchronized String option() {
		if (option == null) {
			try {
				option = make(jars().collect(Collectors.joining(File.pathSeparator)));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return option;
	}

	/**
	 * What the class path has to begin with: an archive is made of jars only, not of
	 * folders.
	 * @return the jars of this JVM's class path
	 */
	public static Stream<String> jars() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> entry.endsWith(".jar"));
	}

	/**
	 * Another Java and another class path have another archive: a JVM does not take one
	 * that does not fit, and says so in its output.
	 */
	private static String make(String jars) throws IOException {
		String key = Integer.toHexString((System.getProperty("java.vm.version") + jars).hashCode());
		Path archive = Path.of("target", "shared-" + key + ".jsa").toAbsolutePath();
		if (archive.toString().contains(",")) {
			return "-Xshare:auto";
		}
		try (FileChannel channel = FileChannel.open(archive.resolveSibling("shared.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			// The other JVMs of tests wait for the one that makes it.
			channel.lock();
			if (Files.notExists(archive)) {
				Path classes = archive.resolveSibling("shared.classlist");
				run("-XX:DumpLoadedClassList=" + classes);
				Path made = archive.resolveSibling("shared.jsa");
				run("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + made, "-cp", jars);
				Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
			}
		}
		return "-XX:SharedArchiveFile=" + archive;
	}

	private static void run(String... options) {
		try (ForkedJvm jvm = ForkedJvm.of(JobsApplication.class)
			.jvmArgs("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
			.jvmArgs(options)
			.start()) {
			assertThat(jvm.awaitExit(RunningApplication.BOUND)).as(() -> String.join("\n", jvm.output())).isZero();
		}
	}

}
