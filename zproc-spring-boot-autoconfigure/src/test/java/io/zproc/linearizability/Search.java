package io.zproc.linearizability;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.zproc.linearizability.Configuration.Frontier;

/**
 * Looks for an order of a key's operations that explains all their results and keeps to
 * real time: what had ended before another was called comes first. A pending operation
 * may have its place anywhere after its call, or none.
 * <p>
 * This is the search of Wing and Gong (Testing and verifying concurrent objects, 1993)
 * with the two improvements of Lowe (Testing for linearizability, 2017): an operation is
 * put in its place only when the end of one forces it (just in time), and a configuration
 * that was seen is not looked at again. It goes on position by position, so that only the
 * configurations of one have to be remembered. Keys are checked alone: a history is
 * linearizable when the history of each object is (Herlihy and Wing, 1990).
 */
final class Search {

	/** Some seconds; histories without a violation need about as many as their length. */
	private static final int MOST_CONFIGURATIONS = 10_000_000;

	private final Timeline timeline;

	private final int most;

	private final NavigableMap<Integer, Frontier> frontiers = new TreeMap<>();

	/** What is still to be looked at, of the first frontier. */
	private final Deque<Configuration> waiting = new ArrayDeque<>();

	private int configurations;

	private Search(Timeline timeline, int most) {
		this.timeline = timeline;
		this.most = most;
	}

	/**
	 * Searches.
	 * @param history the operations of one key that was absent before, in any order
	 * @return what came of it
	 */
	static Verdict of(List<Operation> history) {
		return of(history, MOST_CONFIGURATIONS);
	}

	static Verdict of(List<Operation> history, int mostConfigurations) {
		if (history.stream().map(Operation::key).distinct().count() > 1) {
			throw new IllegalArgumentException("A history is that of one key");
		}
		return new Search(new Timeline(history), mostConfigurations).run();
	}

	private Verdict run() {
		reach(0, Configuration.initial());
		while (true) {
			int position = this.frontiers.firstKey();
			if (position == this.timeline.size()) {
				return new Verdict(Verdict.Kind.LINEARIZABLE, "", this.configurations);
			}
			Frontier frontier = this.frontiers.firstEntry().getValue();
			this.waiting.addAll(frontier.configurations());
			while (!this.waiting.isEmpty()) {
				if (this.configurations >= this.most) {
					return new Verdict(Verdict.Kind.UNDECIDED, explanation(position, frontier), this.configurations);
				}
				branch(position, this.waiting.pop());
			}
			this.frontiers.remove(position);
			if (this.frontiers.isEmpty()) {
				return new Verdict(Verdict.Kind.VIOLATION, explanation(position, frontier), this.configurations);
			}
		}
	}

	/**
	 * Goes from a position to the next end of an operation that has no place yet. On the
	 * way, what can have its place here and changes nothing takes it: any order that has
	 * it later is as good with it here.
	 */
	private void reach(int from, Configuration configuration) {
		BitSet known = (BitSet) configuration.known().clone();
		int position = from;
		while (position < this.timeline.size()) {
			if (this.timeline.isEnd(position)) {
				placeReaders(position, configuration.value(), known);
				int number = this.timeline.number(this.timeline.at(position));
				if (!known.get(number)) {
					break;
				}
				known.clear(number);
			}
			position++;
		}
		Configuration reached = new Configuration(configuration.value(), known, configuration.pending());
		boolean isNew = this.frontiers.computeIfAbsent(position, (key) -> new Frontier()).add(reached);
		if (isNew) {
			this.configurations++;
		}
		if (isNew && position == from && position > 0) {
			this.waiting.add(reached);
		}
	}

	private void placeReaders(int position, long value, BitSet known) {
		for (int open : this.timeline.open(position)) {
			Operation operation = this.timeline.operation(open);
			if (!operation.isPending() && operation.canFind(value) && operation.after(value) == value) {
				known.set(this.timeline.number(open));
			}
		}
	}

	/**
	 * Places one more operation. Of pending ones that do the same, any is as good as the
	 * others.
	 */
	private void branch(int position, Configuration from) {
		Set<List<Object>> tried = new HashSet<>();
		for (int open : this.timeline.open(position)) {
			Operation operation = this.timeline.operation(open);
			int number = this.timeline.number(open);
			if (from.hasPlaced(number) || !operation.canFind(from.value())) {
				continue;
			}
			if (!operation.isPending() || (operation.after(from.value()) != from.value()
					&& tried.add(List.of(operation.kind(), operation.argument(), operation.expected())))) {
				reach(position, from.with(operation, number));
			}
		}
	}

	private String explanation(int position, Frontier frontier) {
		String values = frontier.configurations()
			.stream()
			.map(Configuration::value)
			.distinct()
			.limit(10)
			.map((value) -> (value != Operation.ABSENT) ? value.toString() : "absent")
			.collect(Collectors.joining(", "));
		StringBuilder text = new StringBuilder("No order gets beyond the end of ")
			.append(this.timeline.operation(this.timeline.at(position)))
			.append(", where the value can be ")
			.append(values)
			.append(". Open there:");
		for (int open : this.timeline.open(position)) {
			text.append("\n  ").append(this.timeline.operation(open));
		}
		return text.toString();
	}

}
