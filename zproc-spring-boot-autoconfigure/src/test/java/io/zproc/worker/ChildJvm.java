package io.zproc.worker;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.zproc.apps.SharedArchive;

/**
 * A forked JVM with the whole test class path, of which Surefire's is only a part.
 */
final class ChildJvm implements AutoCloseable {

	private final Process process;

	private final Path output;

	private ChildJvm(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static ChildJvm start(Path directory, boolean devTools, List<String> command) {
		try {
			Path output = Files.createTempFile(directory, "jvm", ".out");
			List<String> line = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
							"-XX:TieredStopAtLevel=1", SharedArchive.option(), "-cp", classPath(devTools)));
			line.addAll(command);
			Process process = new ProcessBuilder(line).directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			return new ChildJvm(process, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Begins as Surefire's does, for the archive. */
	private static String classPath(boolean devTools) throws IOException {
		Path target = Path.of("target").toAbsolutePath();
		String jars = Files.readString(target.resolve("child-class-path.txt")).strip();
		Stream<String> libraries = Stream.concat(SharedArchive.jars(), Arrays.stream(jars.split(File.pathSeparator)))
			.distinct()
			.filter((jar) -> devTools || !jar.contains("spring-boot-devtools"))
			.filter((jar) -> !jar.contains("spring-boot-micrometer-tracing"));
		return Stream
			.concat(libraries,
					Stream.of(target.resolve("classes").toString(), target.resolve("test-classes").toString()))
			.collect(Collectors.joining(File.pathSeparator));
	}

	Result await() {
		try {
			boolean ended = this.process.waitFor(90, TimeUnit.SECONDS);
			String text = Files.readString(this.output);
			if (!ended) {
				throw new AssertionError("The JVM did not end:\n" + text);
			}
			return new Result(this.process.exitValue(), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

	record Result(int exitCode, String output) {

		List<String> facts() {
			return this.output.lines()
				.filter((line) -> line.startsWith("FACT "))
				.map((line) -> line.substring("FACT ".length()))
				.toList();
		}

	}

}
