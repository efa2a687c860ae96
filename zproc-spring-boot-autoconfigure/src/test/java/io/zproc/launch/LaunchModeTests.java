package io.zproc.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that are started from class folders. Each JVM costs seconds, so that each
 * test states many facts.
 */
@LeakChecked
@Timeout(540)
class LaunchModeTests {

	private static final Duration BOUND = Duration.ofSeconds(270);

	/** Without an archive of classes: not every class path here begins as it does. */
	private static final String FAST = "-XX:TieredStopAtLevel=1,-XX:+UseSerialGC";

	private static final List<String> CLASS_PATH = List
		.of(System.getProperty("java.class.path").split(File.pathSeparator));

	@TempDir
	private Path directory;

	@Test
	void startsWorkersFromLongRelativeClassPathWithSpacesAndUmlauts() throws IOException {
		Path classes = copyClasses(this.directory.resolve("my cl\u00e4sses"), "");
		String padding = IntStream.range(0, 1200)
			.mapToObj((i) -> "missing/%0100d".formatted(i))
			.collect(Collectors.joining(File.pathSeparator));
		String classPath = classes.getFileName() + File.pathSeparator + padding + File.pathSeparator
				+ Stream.concat(CLASS_PATH.stream().filter((entry) -> !entry.endsWith("test-classes")), Stream.of(""))
					.collect(Collectors.joining(File.pathSeparator));
		Path arguments = Files.writeString(this.directory.resolve("arguments"),
				"-cp \"" + classPath + "\" \"-Dlaunched.system=s\u00fcd west\"");
		try (ForkedJvm jvm = application(LaunchedApplication.class).environment("LC_ALL", "C.UTF-8")
			.workingDirectory(this.directory)
			.jvmArgs("@" + arguments)
			.args("--launched.argument=a b", "n\u00f6rdlich")
			.start()) {
			assertThat(jvm.awaitExit(BOUND)).as(String.join("\n", jvm.output())).isZero();
			assertThat(jvm.output()).contains("directory: " + this.directory.toRealPath(),
					"main: " + LaunchedApplication.class.getName(), "launched.system: s\u00fcd west",
					"arguments: --launched.argument=a b|n\u00f6rdlich", "launched.argument: a b");
			assertThat(fact(jvm, "jvm")).contains("-Dzproc.child-arguments=");
		}
	}

	@Test
	void startsWorkersInContextThatBuilderMadeAndInAnyLocale() {
		try (ForkedJvm jvm = application(BuiltApplication.class).environment("LC_ALL", "C")
			.jvmArgs("-Dfile.encoding=ISO-8859-1", "-Dstdout.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8",
					"-Dlogging.charset.console=UTF-8")
			.start()) {
			assertThat(jvm.awaitExit(BOUND)).as(String.join("\n", jvm.output())).isZero();
			assertThat(jvm.output()).contains("profiles: built", "launched.customised: yes", "parent: true",
					"encoding: ISO-8859-1", "main: " + BuiltApplication.class.getName());
			assertThat(jvm.output()).filteredOn((line) -> line.contains("parent runner")).hasSize(1);
			assertThat(jvm.output()).anyMatch((line) -> line.endsWith(LaunchedApplication.GREETING));
		}
	}

	@Test
	void startsWorkersOfInstanceMainWithoutWarningsOnJava25() {
		Path java25 = java25();
		try (ForkedJvm jvm = application(InstanceMain.class).javaHome(java25).start()) {
			assertThat(jvm.awaitExit(BOUND)).as(String.join("\n", jvm.output())).isZero();
			assertThat(fact(jvm, "pid")).isNotEqualTo(Long.toString(jvm.pid()));
			assertThat(jvm.output()).noneMatch((line) -> line.contains("WARNING"));
		}
	}

	@Test
	void forksNothingInTrainingRun() {
		try (ForkedJvm jvm = application(TrainedApplication.class).jvmArgs("-Dspring.context.exit=onRefresh").start()) {
			assertThat(jvm.awaitExit(BOUND)).as(String.join("\n", jvm.output())).isZero();
			assertThat(jvm.output()).contains("trained 1 children 0")
				.noneMatch((line) -> line.contains("State server is ready"));
		}
	}

	@Test
	void refusesClassLoaderOfContainer() throws IOException {
		Path classes = copyClasses(this.directory.resolve("container"), "Container");
		try (ForkedJvm jvm = application(Container.class).jvmArgs("-cp", classes.toString())
			.args(String.join(File.pathSeparator, CLASS_PATH), LaunchedApplication.class.getName())
			.start()) {
			assertThat(jvm.awaitExit(BOUND)).as(String.join("\n", jvm.output())).isNotZero();
			assertThat(jvm.output()).contains("APPLICATION FAILED TO START")
				.anyMatch((line) -> line.startsWith("ZProc cannot fork processes with the classes of this application: "
						+ "they were loaded by java.net.URLClassLoader, not from the class path"))
				.anyMatch((line) -> line.contains("or set zproc.mode=in-process"));
		}
	}

	private static ForkedJvm.Builder application(Class<?> main) {
		return ForkedJvm.of(main)
			.jvmArgs(FAST.split(","))
			.environment("ZPROC_WORKER_JVMARGS", FAST)
			// The class path has half of a web application.
			.environment("SPRING_MAIN_WEBAPPLICATIONTYPE", "none");
	}

	private static String fact(ForkedJvm jvm, String name) {
		return jvm.output()
			.stream()
			.filter((line) -> line.startsWith(name + ": "))
			.map((line) -> line.substring(name.length() + 2))
			.findFirst()
			.orElseThrow();
	}

	private static Path copyClasses(Path target, String prefix) throws IOException {
		Path source = Path.of("target/test-classes/io/zproc/launch");
		Path copies = Files.createDirectories(target.resolve("io/zproc/launch"));
		try (Stream<Path> files = Files.list(source)) {
			for (Path file : files.filter((file) -> file.getFileName().toString().startsWith(prefix)).toList()) {
				Files.copy(file, copies.resolve(file.getFileName()));
			}
		}
		return target;
	}

	private static Path java25() {
		Stream<String> homes = (Runtime.version().feature() >= 25) ? Stream.of(System.getProperty("java.home"))
				: Stream.concat(Stream.ofNullable(System.getenv("JAVA_25_HOME")), installed());
		Path home = homes.map(Path::of)
			.filter((path) -> Files.isExecutable(path.resolve("bin/java")))
			.findFirst()
			.orElse(null);
		Assumptions.assumeTrue(home != null, "there is a JDK 25 (JAVA_25_HOME)");
		return home;
	}

	private static Stream<String> installed() {
		File[] homes = new File("/usr/lib/jvm").listFiles((folder, name) -> name.matches(".*\\b25\\b.*"));
		return (homes != null) ? Arrays.stream(homes).map(File::getPath) : Stream.empty();
	}

}
