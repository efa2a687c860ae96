package io.zproc.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.zproc.loads.BareClient;
import io.zproc.testing.ForkedJvm;

/**
 * Starts an application with a server and a worker some times, one after the other, and
 * prints the medians of what its log tells of their starts.
 */
final class StartMain {

	private static final Pattern LINE = Pattern.compile("(State server|Worker) .*started: (.*)");

	private static final Pattern PHASE = Pattern.compile("([a-z ]+) after (\\d+) ms");

	private StartMain() {
	}

	/**
	 * Runs.
	 * @param args how many starts; 11 when not given
	 */
	public static void main(String[] args) {
		int starts = (args.length > 0) ? Integer.parseInt(args[0]) : 11;
		Map<String, List<Long>> times = new LinkedHashMap<>();
		// The first one fills the page cache.
		output().forEach((line) -> collect(line, new LinkedHashMap<>()));
		for (int i = 0; i < starts; i++) {
			output().forEach((line) -> collect(line, times));
		}
		System.out.println("| from the fork until | median (ms) | least | most |\n|---|--:|--:|--:|");
		times.forEach((phase, all) -> {
			long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
			if (sorted.length != starts) {
				throw new IllegalStateException(phase + " was told only " + Arrays.toString(sorted));
			}
			System.out.println("| " + phase + " | " + sorted[sorted.length / 2] + " | " + sorted[0] + " | "
					+ sorted[sorted.length - 1] + " |");
		});
	}

	private static List<String> output() {
		try (ForkedJvm application = ForkedJvm.of(StartedApplication.class)
			.args("--logging.level.io.zproc.process=debug", "--spring.main.banner-mode=off",
					"--spring.main.web-application-type=none")
			.jvmArgs("-Dspring.devtools.restart.enabled=false")
			.start()) {
			int exitCode = application.awaitExit(BareClient.BOUND);
			if (exitCode != 0) {
				throw new IllegalStateException("The application ended with " + exitCode + ": " + application.output());
			}
			return List.copyOf(application.output());
		}
	}

	private static void collect(String line, Map<String, List<Long>> times) {
		Matcher started = LINE.matcher(line);
		if (started.find()) {
			Matcher phase = PHASE.matcher(started.group(2));
			while (phase.find()) {
				times.computeIfAbsent(started.group(1) + ": " + phase.group(1).strip(), (name) -> new ArrayList<>())
					.add(Long.parseLong(phase.group(2)));
			}
		}
	}

}
