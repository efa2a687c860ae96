package io.zproc.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.benchmark.Results.Row;

/**
 * Measures all operations and both echoes in turn, for some rounds, and prints the
 * medians.
 */
final class BenchmarkMain {

	static final String RAW_ECHO = "raw echo";

	static final String RAW_PIPELINED = "raw echo, 500 in flight";

	static final String OWNER_ECHO = "owner echo";

	private static final int[] SIZES = { 10, 100_000, 1_000_000 };

	/**
	 * Each number of keys has a server of its own, which sees each operation for only a
	 * slice of a round: with three rounds the compiler was still at work on it.
	 */
	private static final int WARM_UP_ROUNDS = 10;

	private final Map<Row, Operation> operations = new LinkedHashMap<>();

	private final Results results = new Results();

	private BenchmarkMain() {
	}

	/**
	 * Runs.
	 * @param args how many rounds, and how many milliseconds each measurement takes; 9
	 * and 200 when not given
	 */
	public static void main(String[] args) {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 9;
		Duration slice = Duration.ofMillis((args.length > 1) ? Long.parseLong(args[1]) : 200);
		long begin = System.nanoTime();
		List<Subject> subjects = new ArrayList<>();
		try (RawEcho echo = new RawEcho()) {
			BenchmarkMain benchmark = new BenchmarkMain();
			for (int size : SIZES) {
				Subject subject = new Subject(size);
				subjects.add(subject);
				benchmark.add(size, echo, new StateOperations(subject));
			}
			benchmark.run(WARM_UP_ROUNDS, slice);
			benchmark.results.forget();
			benchmark.run(rounds, slice);
			System.out.println(
					new MarkdownTable(benchmark.results, SIZES[0]).render(List.copyOf(benchmark.operations.keySet())));
			System.out.println("Medians of " + rounds + " rounds of " + slice.toMillis() + " ms, on "
					+ Runtime.getRuntime().availableProcessors() + " processors, Java "
					+ System.getProperty("java.version") + "; " + (System.nanoTime() - begin) / 1_000_000_000
					+ " s in all.");
		}
		finally {
			subjects.forEach(Subject::close);
		}
	}

	private void add(int size, RawEcho echo, StateOperations state) {
		this.operations.put(new Row(size, RAW_ECHO), echo::single);
		this.operations.put(new Row(size, RAW_PIPELINED), echo::pipelined);
		this.operations.put(new Row(size, OWNER_ECHO), state::ownerEcho);
		state.all().forEach((name, operation) -> this.operations.put(new Row(size, name), operation));
	}

	private void run(int rounds, Duration slice) {
		for (int i = 0; i < rounds; i++) {
			this.operations.forEach((row, operation) -> this.results.add(row, operation.measure(slice)));
		}
	}

}
