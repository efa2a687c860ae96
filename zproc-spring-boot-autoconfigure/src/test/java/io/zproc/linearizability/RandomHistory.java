package io.zproc.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.zproc.linearizability.Operation.Kind;

/**
 * Histories that are made up.
 */
final class RandomHistory {

	private static final Kind[] KINDS = Kind.values();

	private RandomHistory() {
	}

	/**
	 * A few operations with few values, which may be right or wrong.
	 */
	static List<Operation> ofAnyResults(Random random, int most) {
		List<Operation> history = new ArrayList<>();
		int count = 1 + random.nextInt(most);
		for (int i = 0; i < count; i++) {
			Kind kind = KINDS[random.nextInt(KINDS.length)];
			long call = random.nextInt(20);
			long end = (random.nextInt(5) == 0) ? Operation.PENDING : call + 1 + random.nextInt(12);
			long result = switch (kind) {
				case REPLACE -> random.nextInt(2);
				case INCREMENT -> 1 + random.nextInt(3);
				default -> value(random);
			};
			history.add(new Operation(kind, "k", 1 + random.nextInt(2), value(random), call, end, result));
		}
		return history;
	}

	private static long value(Random random) {
		int value = random.nextInt(3);
		return (value == 0) ? Operation.ABSENT : value;
	}

	/**
	 * What a register that works would answer to some threads: each operation happens at
	 * a moment between its call and its end. Of some, nobody learns whether it happened.
	 */
	static List<Operation> ofARegister(Random random, int count, int threads, int unknown) {
		List<Operation> history = new ArrayList<>();
		long[] free = new long[threads];
		long value = Operation.ABSENT;
		long now = 0;
		for (int i = 0; i < count; i++) {
			int thread = random.nextInt(threads);
			now = Math.max(now + 1 + random.nextInt(20), free[thread] + 1);
			long call = Math.max(free[thread] + 1, now - random.nextInt(150));
			long end = now + random.nextInt(150);
			free[thread] = end;
			Kind kind = KINDS[random.nextInt(KINDS.length)];
			long expected = random.nextBoolean() ? value : 3;
			Operation asked = new Operation(kind, "k", (kind == Kind.INCREMENT) ? 1 : 1_000L * (i + 1), expected, call,
					end, 0);
			boolean isUnknown = kind != Kind.GET && random.nextInt(count) < unknown;
			history.add(new Operation(kind, "k", asked.argument(), expected, call, isUnknown ? Operation.PENDING : end,
					kind.result(value, asked)));
			if (!isUnknown || random.nextBoolean()) {
				value = asked.after(value);
			}
		}
		return history;
	}

	/**
	 * Gives one read in the second half the value of a write that was overwritten before
	 * the read began: of puts alone, so that no other call can have made it again.
	 */
	static List<Operation> withAStaleRead(Random random, List<Operation> history) {
		List<Operation> wrong = new ArrayList<>(history);
		int index = history.size() / 2 + random.nextInt(history.size() / 2);
		while (history.get(index).kind() != Kind.GET || history.get(index).isPending()) {
			index = history.size() / 2 + random.nextInt(history.size() / 2);
		}
		Operation stale = history.stream()
			.filter((each) -> each.kind() == Kind.PUT && !each.isPending())
			.findFirst()
			.orElseThrow();
		Operation read = history.get(index);
		wrong.set(index, new Operation(Kind.GET, "k", 0, 0, read.call(), read.end(), stale.argument()));
		return wrong;
	}

}
