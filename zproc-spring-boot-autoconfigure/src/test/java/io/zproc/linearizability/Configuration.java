package io.zproc.linearizability;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of an order, up to some position in time.
 *
 * @param value what the key holds then
 * @param known which of the open operations have their place, by number
 * @param pending which of the pending operations have one, by number
 */
record Configuration(long value, BitSet known, BitSet pending) {

	static Configuration initial() {
		return new Configuration(Operation.ABSENT, new BitSet(), new BitSet());
	}

	boolean hasPlaced(int number) {
		return this.known.get(number) || this.pending.get(number);
	}

	Configuration with(Operation operation, int number) {
		Configuration copy = new Configuration(operation.after(this.value), (BitSet) this.known.clone(),
				(BitSet) this.pending.clone());
		(operation.isPending() ? copy.pending : copy.known).set(number);
		return copy;
	}

	/**
	 * The configurations at one position that are worth a look. One that has used more
	 * pending operations than another, which is the same otherwise, can do nothing that
	 * the other cannot.
	 */
	static final class Frontier {

		private final Map<Configuration, List<BitSet>> best = new HashMap<>();

		boolean add(Configuration configuration) {
			List<BitSet> others = this.best.computeIfAbsent(
					new Configuration(configuration.value, configuration.known, new BitSet()),
					(key) -> new ArrayList<>());
			if (others.stream().anyMatch((other) -> isSubset(other, configuration.pending))) {
				return false;
			}
			others.removeIf((other) -> isSubset(configuration.pending, other));
			others.add(configuration.pending);
			return true;
		}

		List<Configuration> configurations() {
			List<Configuration> all = new ArrayList<>();
			this.best.forEach((key, pending) -> pending
				.forEach((each) -> all.add(new Configuration(key.value, key.known, each))));
			return all;
		}

		private static boolean isSubset(BitSet small, BitSet big) {
			for (int i = small.nextSetBit(0); i >= 0; i = small.nextSetBit(i + 1)) {
				if (!big.get(i)) {
					return false;
				}
			}
			return true;
		}

	}

}
