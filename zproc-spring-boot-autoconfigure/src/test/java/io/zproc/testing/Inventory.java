package io.zproc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a test could leave behind and that is there now. Each thing equals only
 * itself: a {@link ProcessHandle}, a {@link Thread}, a {@link ListeningSocket}, a
 * {@link Path}.
 */
final class Inventory {

	/** JeroMQ's threads are daemons; these are the names that it gives them. */
	private static final Pattern CHECKED_NAMES = Pattern.compile("zproc-.*|(iothread|reaper)-\\d+");

	/** JUnit keeps the watcher of its timeouts until the end of the run. */
	private static final String JUNIT_THREADS = "junit-";

	private Inventory() {
	}

	static Set<Object> take(ProcessSightings sightings) {
		Set<Object> things = new LinkedHashSet<>(sightings.living());
		things.addAll(threads());
		things.addAll(ListeningSocket.ofThisJvm());
		things.addAll(entries(System.getProperty("java.io.tmpdir"), (name) -> name.startsWith("zproc")));
		things.addAll(entries("", (name) -> !name.startsWith(".") || name.startsWith(".zproc")));
		return things;
	}

	static String describe(Object thing) {
		if (thing instanceof ProcessHandle process) {
			return "process " + Processes.describe(process);
		}
		if (thing instanceof Thread thread) {
			return "thread '%s' (%s, %s)%s".formatted(thread.getName(), thread.isDaemon() ? "daemon" : "non-daemon",
					thread.getState(), stack(thread));
		}
		if (thing instanceof ListeningSocket socket) {
			return "listening port " + socket.port() + " on " + socket.address();
		}
		return "path " + thing;
	}

	private static String stack(Thread thread) {
		return Arrays.stream(thread.getStackTrace()).map((frame) -> "\n    at " + frame).collect(Collectors.joining());
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> CHECKED_NAMES.matcher(thread.getName()).matches()
					|| (!thread.isDaemon() && !thread.getName().startsWith(JUNIT_THREADS)))
			.collect(Collectors.toSet());
	}

	private static Set<Path> entries(String folder, Predicate<String> name) {
		try (Stream<Path> entries = Files.list(Path.of(folder).toAbsolutePath())) {
			return entries.filter((entry) -> name.test(entry.getFileName().toString())).collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
