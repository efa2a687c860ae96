package io.zproc.linearizability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The calls and the ends of a history in the order of time, and which operations are open
 * at each end. An open operation has a number that no other has at the same time, so that
 * a set of open operations is a few bits. A pending one stays open for ever.
 */
final class Timeline {

	private final List<Event> events;

	private final int[] numbers;

	private final Operation[] operations;

	private final int[] @Nullable [] open;

	Timeline(List<Operation> history) {
		this.operations = history.toArray(Operation[]::new);
		this.numbers = new int[this.operations.length];
		List<Event> events = new ArrayList<>();
		for (int i = 0; i < this.operations.length; i++) {
			events.add(new Event(i, false, this.operations[i].call()));
			if (!this.operations[i].isPending()) {
				events.add(new Event(i, true, this.operations[i].end()));
			}
		}
		// At the same moment both orders are possible: calls first allows them.
		events.sort(Comparator.comparingLong(Event::nanos).thenComparing(Event::isEnd));
		this.events = events;
		this.open = new int[events.size()][];
		follow();
	}

	private void follow() {
		List<@Nullable Integer> places = new ArrayList<>();
		for (int position = 0; position < this.events.size(); position++) {
			Event event = this.events.get(position);
			if (event.isEnd()) {
				this.open[position] = places.stream().filter(Objects::nonNull).mapToInt(Integer::intValue).toArray();
				places.set(this.numbers[event.operation()], null);
			}
			else {
				this.numbers[event.operation()] = take(places, event.operation());
			}
		}
	}

	private static int take(List<@Nullable Integer> places, int operation) {
		int free = places.indexOf(null);
		if (free < 0) {
			places.add(operation);
			return places.size() - 1;
		}
		places.set(free, operation);
		return free;
	}

	int size() {
		return this.events.size();
	}

	boolean isEnd(int position) {
		return this.events.get(position).isEnd();
	}

	/** Which operation is called, or has ended, at a position. */
	int at(int position) {
		return this.events.get(position).operation();
	}

	Operation operation(int index) {
		return this.operations[index];
	}

	/** The number of an operation among the open ones. */
	int number(int index) {
		return this.numbers[index];
	}

	/** What is open at an end, with what ends there. */
	int[] open(int position) {
		int[] open = this.open[position];
		if (open == null) {
			throw new IllegalArgumentException("Nothing ends at position " + position);
		}
		return open;
	}

	private record Event(int operation, boolean isEnd, long nanos) {

	}

}
