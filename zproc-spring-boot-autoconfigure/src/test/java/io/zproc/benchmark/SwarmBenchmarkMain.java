package io.zproc.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.zproc.ProcessManager;
import io.zproc.Swarm;
import io.zproc.SwarmTask;
import io.zproc.apps.jobs.JobsApplication;
import io.zproc.apps.jobs.SwarmJobs;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures the calls of a swarm of one process beside an echo and Python's process pool,
 * in turn, for some rounds, and prints the medians.
 */
final class SwarmBenchmarkMain {

	private static final Duration BOUND = Duration.ofSeconds(60);

	private static final int WARM_UP_ROUNDS = 2;

	private static final List<String> NAMES = List.of("raw echo", "raw echo, 500 in flight", "swarm: run",
			"swarm: submit, 500 in flight", "swarm: stream", "swarm: map, chunks of 50", "python: submit and result",
			"python: submit, 500 in flight", "python: map, chunks of 50");

	private SwarmBenchmarkMain() {
	}

	/**
	 * Runs.
	 * @param args how many rounds, and how many milliseconds each measurement takes; 5
	 * and 1000 when not given
	 */
	public static void main(String[] args) throws IOException {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 5;
		Duration slice = Duration.ofMillis((args.length > 1) ? Long.parseLong(args[1]) : 1_000);
		try (ConfigurableApplicationContext context = SpringApplication.run(JobsApplication.class);
				Swarm swarm = context.getBean(ProcessManager.class).swarm("bench", 1);
				RawEcho echo = new RawEcho()) {
			double[][] rates = new double[rounds][];
			for (int i = -WARM_UP_ROUNDS; i < rounds; i++) {
				double[] rate = round(swarm, echo, slice);
				if (i >= 0) {
					rates[i] = rate;
				}
			}
			print(rates);
			System.out.println("Medians of " + rounds + " rounds of " + slice.toMillis() + " ms, on "
					+ Runtime.getRuntime().availableProcessors() + " processors, Java "
					+ System.getProperty("java.version"));
		}
	}

	private static void print(double[][] rates) {
		System.out.println("| Calls | per second |\n|---|--:|");
		for (int i = 0; i < NAMES.size(); i++) {
			int column = i;
			double[] sorted = Arrays.stream(rates).mapToDouble((round) -> round[column]).sorted().toArray();
			System.out.println("| " + NAMES.get(i) + " | "
					+ String.format(Locale.ROOT, "%,.0f", sorted[sorted.length / 2]) + " |");
		}
	}

	private static double[] round(Swarm swarm, RawEcho echo, Duration slice) throws IOException {
		Deque<SwarmTask<Integer>> inFlight = new ArrayDeque<>();
		List<Integer> numbers = IntStream.range(0, 5_000).boxed().toList();
		double[] python = python(slice);
		double[] rates = { echo.single(slice).perSecond(), echo.pipelined(slice).perSecond(),
				rate(slice, () -> swarm.run(SwarmJobs::square, 7) / 49), rate(slice, () -> pipelined(swarm, inFlight)),
				rate(slice, () -> swarm.stream(SwarmJobs::square, numbers.stream()).mapToInt((square) -> 1).sum()),
				rate(slice, () -> swarm.worker(SwarmJobs::square).chunk(50).map(numbers).size()), python[0], python[1],
				python[2] };
		inFlight.forEach((task) -> task.await(BOUND));
		return rates;
	}

	private static int pipelined(Swarm swarm, Deque<SwarmTask<Integer>> inFlight) {
		while (inFlight.size() < Operation.IN_FLIGHT) {
			inFlight.add(swarm.submit(SwarmJobs::square, 7));
		}
		return inFlight.remove().await(BOUND) / 49;
	}

	private static double rate(Duration slice, Supplier<Integer> calls) {
		long begin = System.nanoTime();
		long made = 0;
		while (System.nanoTime() - begin < slice.toNanos()) {
			made += calls.get();
		}
		return made * 1e9 / (System.nanoTime() - begin);
	}

	private static double[] python(Duration slice) throws IOException {
		Process process = new ProcessBuilder("python3", Path.of("..", "benchmarks", "pool.py").toString(),
				String.valueOf(slice.toMillis() / 1e3))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = process.inputReader()) {
			String line = output.readLine();
			if (line == null) {
				throw new IllegalStateException("python3 has printed no figures");
			}
			return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
		}
	}

}
