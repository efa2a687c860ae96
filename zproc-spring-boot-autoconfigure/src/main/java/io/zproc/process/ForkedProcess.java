package io.zproc.process;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JVM that was forked: its pipe, and its output, which goes to this process's log line
 * by line.
 */
final class ForkedProcess {

	private static final Logger logger = LoggerFactory.getLogger(ForkedProcess.class);

	/** Variables that would smuggle options, agents or debuggers into the child. */
	private static final List<String> UNWANTED = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	/** What is told of a failure. */
	private static final OutputTail.Limits REMEMBERED = new OutputTail.Limits(50, 256 << 10);

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration TERM_GRACE = Duration.ofSeconds(2);

	private final String label;

	private final Process process;

	private final Thread output;

	private final OutputTail lastLines = new OutputTail(REMEMBERED);

	private final long startedAtNanos = System.nanoTime();

	private final long forkedAtMillis;

	private ForkedProcess(String label, Process process, long forkedAtMillis, LaunchCommand command,
			Logger outputLogger, Consumer<String> lines) {
		this.label = label;
		this.process = process;
		this.forkedAtMillis = forkedAtMillis;
		this.output = new Thread(() -> forward(outputLogger, lines), "zproc-output-" + label);
		this.output.setDaemon(true);
		this.output.start();
		Offspring.add(this);
		onExit(() -> {
			Offspring.remove(this);
			command.deleteArgumentFile();
		});
	}

	static ForkedProcess start(String label, LaunchCommand command, String outputLogger) {
		return start(label, command, outputLogger, (line) -> {
		});
	}

	/**
	 * Forks a JVM.
	 * @param label what people call it
	 * @param lines is told each line of its output, on the thread that reads it
	 */
	static ForkedProcess start(String label, LaunchCommand command, String outputLogger, Consumer<String> lines) {
		ProcessBuilder builder = new ProcessBuilder(command.line()).redirectErrorStream(true);
		Map<String, String> environment = builder.environment();
		UNWANTED.forEach(environment::remove);
		environment.keySet().removeIf((name) -> name.startsWith("LOADER_"));
		long forkedAtMillis = System.currentTimeMillis();
		try {
			return new ForkedProcess(label, builder.start(), forkedAtMillis, command,
					LoggerFactory.getLogger(outputLogger), lines);
		}
		catch (IOException ex) {
			command.deleteArgumentFile();
			throw new LaunchException("Process '" + label + "' could not be started: " + ex.getMessage(), "Check that "
					+ command.line().get(0) + " can be run, and that the system lets this user start processes.", ex);
		}
	}

	private void forward(Logger outputLogger, Consumer<String> lines) {
		try (OutputLines written = new OutputLines(this.process.getInputStream())) {
			for (String line = written.next(); line != null; line = written.next()) {
				this.lastLines.add(1, line);
				lines.accept(line);
				outputLogger.info("[{} {}] {}", this.label, pid(), line);
			}
		}
		catch (IOException ex) {
			logger.debug("The output of process '{}' ended with its process", this.label, ex);
		}
	}

	List<String> lastLines() {
		return this.lastLines.texts();
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Has something done when the process has ended, on a thread of the JDK.
	 */
	void onExit(Runnable action) {
		var unused = this.process.onExit().thenRun(action);
	}

	/**
	 * When it was forked, by the wall clock.
	 */
	long forkedAtMillis() {
		return this.forkedAtMillis;
	}

	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.startedAtNanos);
	}

	OutputStream pipe() {
		return this.process.getOutputStream();
	}

	/**
	 * Waits for the end of the process, and a moment for the rest of its output.
	 * @return the exit code, 128 and the signal's number when a signal ended it
	 */
	int awaitExit() throws InterruptedException {
		return this.process.waitFor();
	}

	void kill() {
		this.process.destroyForcibly();
	}

	boolean awaitExit(Duration timeout) throws InterruptedException {
		return this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	void awaitOutput(Duration timeout) throws InterruptedException {
		this.output.join(timeout.toMillis());
	}

	void closePipe() {
		try {
			this.process.getOutputStream().close();
		}
		catch (IOException ex) {
			logger.debug("The pipe to process '{}' was closed at its other end", this.label, ex);
		}
	}

	/**
	 * Makes the process end: waits for what it was asked, then signals, then kills.
	 * Returns when it is over, also when it is interrupted: that makes it kill at once.
	 */
	void end(Duration grace) {
		boolean isInterrupted = false;
		try {
			if (awaitExit(grace)) {
				return;
			}
			logger.warn("Process '{}' (pid {}) did not end within {}; it gets SIGTERM", this.label, pid(), grace);
			this.process.destroy();
			if (awaitExit(TERM_GRACE)) {
				return;
			}
			logger.warn("Process '{}' (pid {}) did not end within {} of SIGTERM; it is killed", this.label, pid(),
					TERM_GRACE);
		}
		catch (InterruptedException ex) {
			isInterrupted = true;
		}
		this.process.destroyForcibly();
		try {
			if (!awaitExit(KILL_TIMEOUT)) {
				logger.warn("Process '{}' (pid {}) is still there {} after it was killed", this.label, pid(),
						KILL_TIMEOUT);
			}
		}
		catch (InterruptedException ex) {
			isInterrupted = true;
		}
		if (isInterrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
