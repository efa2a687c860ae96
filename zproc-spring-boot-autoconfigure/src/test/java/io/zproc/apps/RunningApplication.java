package io.zproc.apps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.zproc.testing.ForkedJvm;
import org.awaitility.Awaitility;

/**
 * An application of this package in a JVM of its own, as a test sees it: what it says,
 * what it answers, and which processes it has.
 */
public final class RunningApplication implements AutoCloseable {

	/** How long anything may take on a slow machine. */
	public static final Duration BOUND = Duration.ofMinutes(3);

	private final ForkedJvm jvm;

	private RunningApplication(ForkedJvm jvm) {
		this.jvm = jvm;
	}

	/**
	 * An application, its JVMs tuned to start fast.
	 * @param main its main class
	 * @param args its arguments
	 * @return a builder
	 */
	public static ForkedJvm.Builder of(Class<?> main, String... args) {
		return ForkedJvm.of(main)
			.jvmArgs("-Xmx128m")
			.jvmArgs(jvmArgs().split(","))
			.args("--zproc.worker.jvm-args=" + jvmArgs(), "--zproc.server.jvm-args=-XX:TieredStopAtLevel=1",
					"--spring.main.banner-mode=off")
			.args(args);
	}

	/**
	 * What lets the JVM of an application or of a worker start fast.
	 * @return its arguments, for a property
	 */
	public static String jvmArgs() {
		return "-XX:TieredStopAtLevel=1,-XX:+UseSerialGC," + SharedArchive.option();
	}

	/**
	 * Starts an application.
	 * @param builder how
	 * @return the running application
	 */
	public static RunningApplication start(ForkedJvm.Builder builder) {
		return new RunningApplication(builder.start());
	}

	/**
	 * The application's JVM.
	 * @return the JVM
	 */
	public ForkedJvm jvm() {
		return this.jvm;
	}

	/**
	 * Waits for a line with a part.
	 * @param part the part
	 * @return the line
	 */
	public String awaitLine(String part) {
		return this.jvm.awaitLine(part, BOUND);
	}

	/**
	 * The lines so far that have a part.
	 * @param part the part
	 * @return the lines
	 */
	public List<String> lines(String part) {
		return this.jvm.output().stream().filter((line) -> line.contains(part)).toList();
	}

	/**
	 * Gives a command, to be given only once.
	 * @param command the command
	 * @return the answer
	 */
	public String ask(String command) {
		try {
			this.jvm.stdin().write((command + "\n").getBytes(StandardCharsets.UTF_8));
			this.jvm.stdin().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		String prefix = "FACT " + command + ": ";
		return awaitLine(prefix).substring(prefix.length());
	}

	/**
	 * Waits until a worker writes a line with a part.
	 * @param key the worker and its instance, such as {@code baker-1}
	 * @param part the part
	 * @return the worker's process id, which stands before what it writes
	 */
	public long awaitWorker(String key, String part) {
		Pattern pattern = Pattern.compile("\\[" + Pattern.quote(key) + " (\\d+)] .*" + Pattern.quote(part) + ".*");
		String line = this.jvm.awaitLine((candidate) -> pattern.matcher(candidate).find(), BOUND);
		Matcher matcher = pattern.matcher(line);
		if (!matcher.find()) {
			throw new IllegalStateException(line);
		}
		return Long.parseLong(matcher.group(1));
	}

	/**
	 * The state server's process id.
	 * @return the process id
	 */
	public long awaitServer() {
		String line = awaitLine("State server is ready at ");
		return Long.parseLong(line.replaceAll(".*\\(pid (\\d+)\\).*", "$1"));
	}

	/**
	 * Waits until no process of the application is left.
	 * @param bound how long at the most
	 */
	public void awaitGone(Duration bound) {
		Awaitility.await("no process is left")
			.pollInSameThread()
			.pollInterval(Duration.ofMillis(50))
			.atMost(bound)
			.until(() -> !this.jvm.isAlive() && this.jvm.descendants().isEmpty());
	}

	/**
	 * Waits for the end of the application, and counts its processes meanwhile.
	 * @return the largest number of processes that were seen at once, itself included
	 */
	public int awaitEndAndCount() {
		AtomicInteger most = new AtomicInteger();
		Awaitility.await("the application ends")
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(50))
			.atMost(BOUND)
			.until(() -> {
				most.accumulateAndGet(1 + this.jvm.descendants().size(), Math::max);
				return !this.jvm.isAlive();
			});
		return most.get();
	}

	@Override
	public void close() {
		this.jvm.close();
	}

}
