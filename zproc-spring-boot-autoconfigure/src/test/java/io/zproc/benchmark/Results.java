package io.zproc.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The samples of all rounds. A ratio is that of two samples of one round, which saw the
 * same machine; what is told is the median of the rounds.
 */
final class Results {

	/**
	 * What was measured.
	 *
	 * @param keys how many keys the state had
	 * @param operation the name of the operation
	 */
	record Row(int keys, String operation) {

	}

	private final Map<Row, List<Sample>> samples = new HashMap<>();

	void add(Row row, Sample sample) {
		this.samples.computeIfAbsent(row, (key) -> new ArrayList<>()).add(sample);
	}

	void forget() {
		this.samples.clear();
	}

	double median(Row row, ToDoubleFunction<Sample> figure) {
		List<Sample> rounds = rounds(row);
		return median(rounds.size(), (i) -> figure.applyAsDouble(rounds.get(i)));
	}

	double medianRatio(Row row, Row base, ToDoubleFunction<Sample> figure) {
		List<Sample> rounds = rounds(row);
		List<Sample> bases = rounds(base);
		return median(rounds.size(), (i) -> figure.applyAsDouble(rounds.get(i)) / figure.applyAsDouble(bases.get(i)));
	}

	private List<Sample> rounds(Row row) {
		return Objects.requireNonNull(this.samples.get(row), row::toString);
	}

	private static double median(int rounds, IntToDoubleFunction figure) {
		double[] sorted = IntStream.range(0, rounds).mapToDouble(figure).sorted().toArray();
		return sorted[rounds / 2];
	}

}
