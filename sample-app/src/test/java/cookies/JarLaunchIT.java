package cookies;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The repackaged jar in a folder with a space and an umlaut, run from another folder: as
 * it is, on the newest Java that there is, and extracted, with what was generated ahead
 * of time.
 */
@Timeout(900)
class JarLaunchIT {

	private static final List<String> ARGUMENTS = List.of("--spring.main.web-application-type=none",
			"--zproc.workers.baker.instances=1", "--zproc.workers.eater.auto-start=false", "--cookies.count=1",
			FastStart.WORKERS);

	@TempDir
	private Path directory;

	@Test
	void runsWorkersOfJarAndOfExtractedJar() throws Exception {
		Path folder = Files.createDirectories(this.directory.resolve("my \u00e4pp"));
		Path jar = Files.copy(Path.of("target/sample-app.jar"), folder.resolve("the app+1.jar"));
		assertThat(run(newestJava(), "-jar", "my \u00e4pp/the app+1.jar")).contains("Baker 1 baked cookie 1")
			.contains("exited with 0")
			.doesNotContain("WARNING");
		run(Path.of(System.getProperty("java.home")), "-Djarmode=tools", "-jar", jar.toString(), "extract",
				"--destination", "ex tracted");
		assertThat(run(Path.of(System.getProperty("java.home")), "-jar", "ex tracted/the app+1.jar"))
			.contains("Baker 1 baked cookie 1")
			.contains("exited with 0");
	}

	/**
	 * With a web server: whether there is one was decided ahead of time, too.
	 */
	@Test
	void runsWorkersOfBeansThatWereGeneratedAheadOfTime() throws Exception {
		Path output = this.directory.resolve("aot.out");
		List<String> command = new ArrayList<>(FastStart.OPTIONS);
		command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Dspring.aot.enabled=true", "-jar",
				Path.of("target/sample-app.jar").toAbsolutePath().toString(), "--server.port=0",
				"--zproc.workers.baker.instances=1", "--cookies.count=1", FastStart.WORKERS));
		Process process = start(output, command);
		try {
			await().alias("a cookie is baked and eaten")
				.atMost(Duration.ofMinutes(2))
				.untilAsserted(() -> assertThat(output).content(StandardCharsets.UTF_8)
					.contains("Starting AOT-processed CookieApplication", "Baker 1 baked cookie 1", "Ate 1",
							"Worker 'baker-1'", "exited with 0"));
			process.destroy();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			end(process);
		}
	}

	private String run(Path javaHome, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(FastStart.OPTIONS);
		command.add(0, javaHome.resolve("bin/java").toString());
		command.addAll(List.of(arguments));
		if (!command.contains("extract")) {
			command.addAll(ARGUMENTS);
		}
		Path output = Files.createTempFile(this.directory, "jar", ".out");
		Process process = start(output, command);
		try {
			boolean ended = process.waitFor(120, TimeUnit.SECONDS);
			String text = Files.readString(output, StandardCharsets.UTF_8);
			assertThat(ended).as(text).isTrue();
			assertThat(process.exitValue()).as(text).isZero();
			assertThat(process.descendants()).isEmpty();
			return text;
		}
		finally {
			end(process);
		}
	}

	private Process start(Path output, List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().put("LC_ALL", "C.UTF-8");
		return builder.start();
	}

	private static void end(Process process) {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly();
	}

	private static Path newestJava() {
		File[] homes = new File("/usr/lib/jvm").listFiles((folder, name) -> name.matches(".*\\b25\\b.*"));
		return (homes != null && homes.length > 0) ? Arrays.asList(homes).get(0).toPath()
				: Path.of(System.getProperty("java.home"));
	}

}
