package io.zproc.linearizability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.zproc.linearizability.Recorded.Outcome;

/**
 * Whether snapshots show transfers whole, never and once. All accounts together hold the
 * same in each; and each says, by the mark that a transfer leaves, which was the last
 * transfer of each process: not one that was called after the snapshot had ended, nor one
 * before the last that had ended when the snapshot was called.
 */
final class Bank {

	private final long total;

	private final Map<String, Marks> marks = new HashMap<>();

	/**
	 * Creates a bank.
	 * @param total what all accounts hold
	 * @param transfers all transfers, with the mark as key and the sequence as argument
	 */
	Bank(long total, List<Recorded> transfers) {
		this.total = total;
		transfers.stream()
			.sorted(Comparator.comparingLong(Recorded::argument))
			.forEach((transfer) -> this.marks.computeIfAbsent(transfer.key(), (key) -> new Marks()).add(transfer));
	}

	/**
	 * Looks for violations.
	 * @param snapshots snapshots that were taken
	 * @return what is wrong
	 */
	List<String> violations(List<Recorded> snapshots) {
		List<String> violations = new ArrayList<>();
		Map<Long, String> byVersion = new HashMap<>();
		for (Recorded snapshot : snapshots) {
			Map<String, Long> contents = contents(snapshot.detail());
			long sum = contents.entrySet()
				.stream()
				.filter((entry) -> !entry.getKey().startsWith(CallerMain.LAST))
				.mapToLong(Map.Entry::getValue)
				.sum();
			if (sum != this.total) {
				violations.add("The accounts hold " + sum + " (expected: " + this.total + ") in " + snapshot);
			}
			String same = byVersion.putIfAbsent(snapshot.result(), snapshot.detail());
			if (same != null && !same.equals(snapshot.detail())) {
				violations.add("The same version once held " + same + ", and then " + snapshot);
			}
			this.marks.forEach((mark, marks) -> {
				long seen = contents.getOrDefault(mark, 0L);
				if (!marks.allow(seen, snapshot)) {
					violations.add("The last transfer by " + mark + " cannot be " + seen + " in " + snapshot);
				}
			});
		}
		return violations;
	}

	static Map<String, Long> contents(String detail) {
		Map<String, Long> contents = new TreeMap<>();
		if (!detail.equals("-")) {
			for (String entry : detail.split(",", -1)) {
				String[] parts = entry.split("=", 2);
				contents.put(parts[0], Long.parseLong(parts[1]));
			}
		}
		return contents;
	}

	/**
	 * The transfers of one thread, which makes one after the other.
	 */
	private static final class Marks {

		private final Map<Long, Recorded> transfers = new HashMap<>();

		private final NavigableMap<Long, Long> doneAt = new TreeMap<>();

		void add(Recorded transfer) {
			this.transfers.put(transfer.argument(), transfer);
			if (transfer.outcome() == Outcome.DONE) {
				this.doneAt.put(transfer.end(), transfer.argument());
			}
		}

		boolean allow(long seen, Recorded snapshot) {
			Map.Entry<Long, Long> least = this.doneAt.lowerEntry(snapshot.call());
			boolean isOld = least != null && seen < least.getValue();
			if (seen == 0) {
				return !isOld;
			}
			Recorded transfer = this.transfers.get(seen);
			if (transfer == null || transfer.outcome() == Outcome.NOT_APPLIED || transfer.call() > snapshot.end()) {
				return false;
			}
			// One of an unknown outcome may have happened after later ones.
			return !isOld || transfer.outcome() == Outcome.UNKNOWN;
		}

	}

}
