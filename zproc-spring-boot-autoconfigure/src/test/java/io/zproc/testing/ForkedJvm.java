package io.zproc.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A real JVM with the class path of this one. Closing it kills all of its processes, also
 * those whose parents are dead. Made for one test thread; every wait has a bound and
 * fails with all of the output.
 *
 * <pre>
 * try (ForkedJvm jvm = ForkedJvm.of(Server.class).jvmArgs("-Xmx64m").args("--port=0").start()) {
 * 	jvm.awaitLine("ready", Duration.ofSeconds(10));
 * 	jvm.kill9();
 * 	await().until(() -&gt; jvm.descendants().isEmpty());
 * }
 * </pre>
 */
public final class ForkedJvm implements AutoCloseable {

	private static final Duration BOUND = Duration.ofSeconds(60);

	private final String mark;

	private final Path argumentFile;

	private final Process process;

	private final boolean ownGroup;

	private final ProcessOutput output;

	private ForkedJvm(Builder builder) throws IOException {
		this.mark = UUID.randomUUID().toString();
		this.ownGroup = builder.ownGroup;
		this.argumentFile = writeArgumentFile();
		try {
			this.process = builder.processBuilder(this.argumentFile, this.mark).start();
		}
		catch (IOException ex) {
			deleteArgumentFile();
			throw ex;
		}
		this.output = new ProcessOutput(this.process.getInputStream(), "zproc-test-output-" + this.process.pid());
	}

	/**
	 * A JVM to be started.
	 * @param mainClass the class with the main method
	 * @return a builder
	 */
	public static Builder of(Class<?> mainClass) {
		return of(mainClass.getName());
	}

	/**
	 * A JVM to be started.
	 * @param mainClass the binary name of the class with the main method
	 * @return a builder
	 */
	public static Builder of(String mainClass) {
		return new Builder(mainClass);
	}

	/**
	 * Waits for a line of the output, standard error included. Lines that are there
	 * already count.
	 * @param wanted tells the line
	 * @param timeout how long to wait at most
	 * @return the first such line
	 * @throws AssertionError when the output ends, or the time, before such a line
	 */
	public String awaitLine(Predicate<String> wanted, Duration timeout) {
		return awaitLine(wanted, "the line", timeout);
	}

	/**
	 * Waits for a line of the output, standard error included. Lines that are there
	 * already count.
	 * @param part what the line contains
	 * @param timeout how long to wait at most
	 * @return the first such line
	 * @throws AssertionError when the output ends, or the time, before such a line
	 */
	public String awaitLine(String part, Duration timeout) {
		return awaitLine((line) -> line.contains(part), "a line with '%s'".formatted(part), timeout);
	}

	private String awaitLine(Predicate<String> wanted, String description, Duration timeout) {
		try {
			return this.output.await(wanted, timeout)
				.orElseThrow(() -> failure("did not write %s within %s".formatted(description, timeout)));
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/**
	 * The output so far, standard error included.
	 * @return the lines
	 */
	public List<String> output() {
		return this.output.lines();
	}

	public long pid() {
		return this.process.pid();
	}

	public boolean isAlive() {
		return Processes.isAlive(pid());
	}

	/**
	 * The mark of this JVM and its descendants.
	 * @return the mark
	 * @see Processes#withMark
	 */
	public String mark() {
		return this.mark;
	}

	/**
	 * What is written to it is the standard input; closing it is the end of file.
	 * @return the stream, buffered: flush it
	 */
	public OutputStream stdin() {
		return this.process.getOutputStream();
	}

	/**
	 * The living descendants, also those that outlived their parents.
	 * @return their process ids
	 */
	public List<Long> descendants() {
		return tree().stream()
			.filter((process) -> process.pid() != pid())
			.filter(Processes::isAlive)
			.map(ProcessHandle::pid)
			.toList();
	}

	/** Kills the JVM alone ({@code SIGKILL}), and waits for its end. */
	public void kill9() {
		this.process.destroyForcibly();
		awaitExit(BOUND);
	}

	/**
	 * Sends a signal to the JVM alone. A JVM takes no {@code INT} when this JVM was
	 * started with that signal ignored, as a script does with {@code mvn test &}.
	 * @param name the name of the signal, such as {@code INT}
	 */
	public void signal(String name) {
		kill(name, Long.toString(pid()));
	}

	/**
	 * Sends a signal to the whole group, as a terminal does with Ctrl-C. Descendants that
	 * opened a group of their own do not get it.
	 * @param name the name of the signal, such as {@code INT}
	 */
	public void signalGroup(String name) {
		if (!this.ownGroup) {
			throw new IllegalStateException(
					"JVM %d is in the group of the tests (expected: inOwnGroup())".formatted(pid()));
		}
		kill(name, "-" + pid());
	}

	/** Stops the JVM alone ({@code SIGSTOP}), and waits until it stands. */
	public void stop() {
		Processes.stop(pid());
	}

	/** Lets a stopped JVM go on ({@code SIGCONT}). */
	public void cont() {
		signal("CONT");
	}

	/**
	 * Waits until the JVM has ended, and its output was read as far as nobody else keeps
	 * it open.
	 * @param timeout how long to wait at most
	 * @return the exit code, 128 and the signal's number when a signal killed it
	 * @throws AssertionError when it does not end in time
	 */
	public int awaitExit(Duration timeout) {
		try {
			if (!this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw failure("did not end within " + timeout);
			}
			if (descendants().isEmpty()) {
				this.output.awaitEnd(BOUND);
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/** Kills the JVM and all of its descendants, and waits for their end. */
	@Override
	public void close() {
		try {
			Processes.killAll(this::tree);
			this.process.getOutputStream().close();
			this.output.awaitEnd(BOUND);
		}
		catch (IOException ex) {
			// What was not flushed has nobody left to read it.
		}
		catch (InterruptedException ex) {
			// All are dead: only the last lines may be missing.
			Thread.currentThread().interrupt();
		}
		finally {
			deleteArgumentFile();
		}
	}

	private Collection<ProcessHandle> tree() {
		Set<ProcessHandle> tree = new LinkedHashSet<>();
		tree.add(this.process.toHandle());
		this.process.descendants().forEach(tree::add);
		tree.addAll(Processes.withMark(this.mark));
		return tree;
	}

	private void kill(String signal, String target) {
		try {
			String message = Processes.send(signal, target);
			if (message != null) {
				throw failure("could not be sent %s: %s".formatted(signal, message));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private AssertionError failure(String what) {
		String state = this.process.isAlive() ? "alive" : "exited with " + this.process.exitValue();
		return new AssertionError(
				"JVM %d (%s) %s. Its output:%n%s".formatted(pid(), state, what, String.join("\n", output()).indent(2)));
	}

	private static IllegalStateException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new IllegalStateException("Interrupted while waiting for a JVM", ex);
	}

	/**
	 * A file takes a class path of any length, and unlike the variable {@code CLASSPATH}
	 * it is not inherited: a descendant that is started without a class path must fail.
	 */
	private static Path writeArgumentFile() throws IOException {
		Path folder = Files.createTempDirectory("zproc-forked-jvm-");
		return Files.write(folder.resolve("arguments"), List.of("-cp", quote(System.getProperty("java.class.path")),
				quote("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"))));
	}

	private static String quote(String argument) {
		return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

	private void deleteArgumentFile() {
		try {
			Files.deleteIfExists(this.argumentFile);
			Files.deleteIfExists(this.argumentFile.getParent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How to start a JVM. Its Java, environment, working directory and temporary folder
	 * are those of this JVM unless said otherwise.
	 */
	public static final class Builder {

		private final String mainClass;

		private final List<String> jvmArgs = new ArrayList<>();

		private final List<String> args = new ArrayList<>();

		private final Map<String, String> environment = new LinkedHashMap<>();

		private @Nullable Path workingDirectory;

		private Path javaHome = Path.of(System.getProperty("java.home"));

		private boolean ownGroup;

		private Builder(String mainClass) {
			this.mainClass = mainClass;
		}

		public Builder jvmArgs(String... arguments) {
			this.jvmArgs.addAll(List.of(arguments));
			return this;
		}

		public Builder args(String... arguments) {
			this.args.addAll(List.of(arguments));
			return this;
		}

		public Builder environment(String name, String value) {
			this.environment.put(name, value);
			return this;
		}

		public Builder javaHome(Path home) {
			this.javaHome = home;
			return this;
		}

		public Builder workingDirectory(Path directory) {
			this.workingDirectory = directory;
			return this;
		}

		/**
		 * Starts the JVM as the leader of a new session and process group, with the
		 * command {@code setsid}, so that {@link ForkedJvm#signalGroup} spares the tests.
		 * @return this builder
		 */
		public Builder inOwnGroup() {
			this.ownGroup = true;
			return this;
		}

		/**
		 * Starts the JVM.
		 * @return the running JVM
		 */
		public ForkedJvm start() {
			try {
				return new ForkedJvm(this);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private ProcessBuilder processBuilder(Path argumentFile, String mark) {
			List<String> command = new ArrayList<>();
			if (this.ownGroup) {
				// Executes in place, with the same pid: a new process leads no group.
				command.add("setsid");
			}
			if (isInterruptIgnored()) {
				// Inherited from a shell that runs the tests in the background; a JVM
				// would
				// leave it so, and no Ctrl-C could end it. Executes in place, too.
				command.addAll(List.of("env", "--default-signal=INT"));
			}
			command.add(this.javaHome.resolve("bin").resolve("java").toString());
			command.add("@" + argumentFile);
			command.addAll(this.jvmArgs);
			command.add(this.mainClass);
			command.addAll(this.args);
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
			if (this.workingDirectory != null) {
				builder.directory(this.workingDirectory.toFile());
			}
			builder.environment().put(Processes.RUN_MARK, Processes.runMark());
			builder.environment().put(Processes.JVM_MARK, mark);
			builder.environment().putAll(this.environment);
			return builder;
		}

		private static boolean isInterruptIgnored() {
			try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
				return lines.filter((line) -> line.startsWith("SigIgn:"))
					.anyMatch((line) -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << 1) != 0);
			}
			catch (IOException ex) {
				return false; // no Linux, and such a shell is its user's own affair
			}
		}

	}

}
