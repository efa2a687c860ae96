package io.zproc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK does not tell about processes. Marks are environment variables, which all
 * descendants of a process inherit, at any depth and beyond the death of their parents.
 * Marks and zombies are known on Linux only.
 */
public final class Processes {

	/** Marks the processes of one test JVM. Maven sets it, and {@link ForkedJvm}. */
	static final String RUN_MARK = "ZPROC_TEST_RUN";

	/** Marks the processes of one {@link ForkedJvm}. */
	static final String JVM_MARK = "ZPROC_TEST_JVM";

	private static final String OWN_RUN = Optional.ofNullable(System.getenv(RUN_MARK))
		.orElseGet(() -> UUID.randomUUID().toString());

	private static final Path PROC = Path.of("/proc");

	private Processes() {
	}

	/**
	 * Whether a process lives. A zombie, dead but not yet waited for, does not.
	 * @param pid the process id
	 * @return whether it lives
	 */
	public static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).filter(Processes::isAlive).isPresent();
	}

	static boolean isAlive(ProcessHandle process) {
		return process.isAlive() && "ZX".indexOf(state(process.pid())) < 0;
	}

	/**
	 * The state of a process as the kernel names it: {@code R}, {@code S}, {@code T} for
	 * stopped, {@code Z} for a zombie.
	 * @param pid the process id
	 * @return its state, {@code X} when there is none, {@code ?} when this is not Linux
	 */
	public static char state(long pid) {
		if (!Files.isDirectory(PROC.resolve("self"))) {
			return '?';
		}
		return stateIn(read(pid, "stat"));
	}

	private static char stateIn(String stat) {
		// The second field is the name, in parentheses, and may contain anything.
		int nameEnd = stat.lastIndexOf(')');
		return nameEnd < 0 ? 'X' : stat.charAt(nameEnd + 2);
	}

	/**
	 * How much memory a process has in the machine's memory now. Linux only.
	 * @param pid the process id
	 * @return its resident set in KB
	 */
	public static long residentKb(long pid) {
		return read(pid, "status").lines()
			.filter((line) -> line.startsWith("VmRSS:"))
			.map((line) -> line.replaceAll("\\D", ""))
			.mapToLong(Long::parseLong)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("Process " + pid + " has no memory"));
	}

	/**
	 * The mark of this test JVM, which {@link ForkedJvm} hands on.
	 * @return the mark
	 */
	public static String runMark() {
		return OWN_RUN;
	}

	/**
	 * The living processes that carry a mark, but not this one nor those that started it.
	 * @param mark the {@link #runMark() mark of a run}, or of a {@link ForkedJvm}
	 * @return the processes
	 */
	public static List<ProcessHandle> withMark(String mark) {
		Set<String> wanted = Set.of(RUN_MARK + "=" + mark, JVM_MARK + "=" + mark);
		Set<ProcessHandle> own = new HashSet<>();
		for (Optional<ProcessHandle> self = Optional.of(ProcessHandle.current()); self
			.isPresent(); self = self.get().parent()) {
			own.add(self.get());
		}
		return ProcessHandle.allProcesses()
			.filter((process) -> !own.contains(process))
			.filter((process) -> environment(process.pid()).anyMatch(wanted::contains))
			.filter(Processes::isAlive)
			.toList();
	}

	/**
	 * Kills processes ({@code SIGKILL}) and waits until they are dead, 10 s at most. Asks
	 * again for the processes until there are none, for they may start others meanwhile.
	 * @param processes the processes
	 */
	static void killAll(Supplier<? extends Collection<ProcessHandle>> processes) {
		// A test that timed out is interrupted, and must clean up all the same.
		boolean interrupted = Thread.interrupted();
		try {
			Awaitility.await()
				.alias("processes are dead after SIGKILL")
				.pollInSameThread()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(20))
				.atMost(Duration.ofSeconds(90))
				.until(() -> noneLeftOf(processes.get()));
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static boolean noneLeftOf(Collection<ProcessHandle> processes) {
		List<ProcessHandle> living = processes.stream().filter(Processes::isAlive).toList();
		living.forEach(ProcessHandle::destroyForcibly);
		return living.isEmpty();
	}

	static String describe(ProcessHandle process) {
		String commandLine = read(process.pid(), "cmdline").replace('\0', ' ').trim();
		return "%d (parent %s, state %s): %s".formatted(process.pid(),
				process.parent().map((parent) -> String.valueOf(parent.pid())).orElse("unknown"), state(process.pid()),
				commandLine.isEmpty() ? process.info().commandLine().orElse("?") : commandLine);
	}

	private static Stream<String> environment(long pid) {
		return Arrays.stream(read(pid, "environ").split("\0"));
	}

	/** Empty when the process is gone, or another user's. */
	private static String read(long pid, String file) {
		try {
			return new String(Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file)),
					StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * Sends a signal, by the shell, because not every machine has the command.
	 * @param target a process id, or a minus and the id of a group
	 * @return why that failed, or {@code null}
	 */
	static @Nullable String send(String signal, String target) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("sh", "-c", "kill -s \"$1\" -- \"$2\"", "kill", signal, target)
			.redirectErrorStream(true)
			.start();
		kill.getOutputStream().close();
		String message = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return (kill.waitFor() != 0) ? message.trim() : null;
	}

	/**
	 * Sends a signal to a process.
	 * @param pid its process id
	 * @param signal the name, such as {@code STOP}
	 */
	public static void signal(long pid, String signal) {
		try {
			String message = send(signal, Long.toString(pid));
			if (message != null) {
				throw new AssertionError("Process %d could not be sent %s: %s".formatted(pid, signal, message));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Stops a process ({@code SIGSTOP}), and waits until each of its threads stands: the
	 * signal is only on its way when it has been sent, and until it arrives the process
	 * may still do what the test says it cannot. On Linux; elsewhere nobody waits.
	 * @param pid its process id
	 */
	public static void stop(long pid) {
		signal(pid, "STOP");
		Awaitility.await()
			.alias("each thread of process %d is stopped".formatted(pid))
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofSeconds(90))
			.until(() -> threadStates(pid).allMatch((state) -> state == 'T'));
	}

	/** Without those of threads that ended meanwhile. */
	private static Stream<Character> threadStates(long pid) {
		String[] threads = PROC.resolve(Long.toString(pid)).resolve("task").toFile().list();
		return Arrays.stream((threads != null) ? threads : new String[0])
			.map((thread) -> stateIn(read(pid, "task/" + thread + "/stat")))
			.filter((state) -> state != 'X');
	}

	/**
	 * Kills a process that is not a child of this JVM, and waits for its end.
	 * @param pid its process id
	 */
	public static void kill9(long pid) {
		ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
		process.destroyForcibly();
		CompletableFuture<ProcessHandle> end = process.onExit();
		Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(90)).until(end::isDone);
	}

}
