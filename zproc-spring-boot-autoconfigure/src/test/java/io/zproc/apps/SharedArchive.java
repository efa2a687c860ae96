package io.zproc.apps;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.zproc.apps.jobs.JobsApplication;
import io.zproc.testing.ForkedJvm;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The classes that an application and its workers load from jars, in an archive that
 * their JVMs map instead of reading the jars: a start takes two thirds of the processor
 * time that it takes without. The first test class that needs it makes it, which takes as
 * much as a few starts. As an extension of that class it does so before the tests, whose
 * time is limited: on a slow machine they would be over before it is made, also where
 * another JVM of tests makes it.
 */
public final class SharedArchive implements BeforeAllCallback {

	private static @Nullable String option;

	@Override
	public void beforeAll(ExtensionContext context) {
		option();
	}

	/**
	 * The option of a JVM whose class path begins with the jars of this one.
	 * @return the option; it has no comma, so that it can be one of many in a property
	 * @see io.zproc.testing.LibrariesFirst
	 */
	public static synchronized String option() {
		if (option == null) {
			try {
				option = make(jars().toList());
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

	private static String make(List<String> jars) throws IOException {
		Path archive = Path.of("target", name(jars)).toAbsolutePath();
		if (archive.toString().contains(",")) {
			return "-Xshare:auto";
		}
		try (FileChannel channel = FileChannel.open(archive.resolveSibling("shared.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			// The other JVMs of tests wait for the one that makes it.
			channel.lock();
			if (Files.notExists(archive)) {
				dump(jars, archive);
				deleteOutdated(archive);
			}
		}
		return "-XX:SharedArchiveFile=" + archive;
	}

	/**
	 * Another Java and other jars have another archive: a JVM does not take one that does
	 * not fit. A jar that was downloaded again is another one, even at the same path.
	 */
	static String name(List<String> jars) {
		String java = System.getProperty("java.vm.version") + System.getProperty("java.home");
		String stamps = jars.stream()
			.map(File::new)
			.map((jar) -> jar + "|" + jar.length() + "|" + jar.lastModified())
			.collect(Collectors.joining(File.pathSeparator));
		return "shared-%08x-%08x.jsa".formatted(java.hashCode(), stamps.hashCode());
	}

	/**
	 * Those of this Java are of builds before this one; one of another Java may be in use
	 * by another build, of the same checkout.
	 */
	static void deleteOutdated(Path archive) throws IOException {
		String name = archive.getFileName().toString();
		String sameJava = name.substring(0, name.lastIndexOf('-')) + "-*.jsa";
		try (DirectoryStream<Path> all = Files.newDirectoryStream(archive.getParent(), sameJava)) {
			for (Path other : all) {
				if (!other.equals(archive)) {
					Files.delete(other);
				}
			}
		}
	}

	/** What a killed JVM has left of these files is overwritten by the next one. */
	private static void dump(List<String> jars, Path archive) throws IOException {
		Path classes = archive.resolveSibling("shared.classlist");
		Path made = archive.resolveSibling("shared.jsa");
		try {
			run("-XX:DumpLoadedClassList=" + classes);
			run("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + made, "-cp",
					String.join(File.pathSeparator, jars));
			Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(classes);
			Files.deleteIfExists(made);
		}
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
