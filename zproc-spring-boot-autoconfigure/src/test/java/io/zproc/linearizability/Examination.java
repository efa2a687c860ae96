package io.zproc.linearizability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.zproc.linearizability.Operation.Kind;
import io.zproc.linearizability.Recorded.Outcome;
import io.zproc.linearizability.VersionOrder.Point;

/**
 * What all processes of a round have written down, held against what can be.
 */
final class Examination {

	private final Map<String, List<Operation>> histories = new TreeMap<>();

	private final List<Recorded> transfers = new ArrayList<>();

	private final Map<String, List<Recorded>> snapshots = new TreeMap<>();

	private final Map<String, List<Point>> points = new TreeMap<>();

	private final List<String> violations = new ArrayList<>();

	private final long unknown;

	Examination(Collection<Recorded> calls, Map<String, Versions> versions) {
		calls.stream().filter((call) -> call.outcome() != Outcome.NOT_APPLIED).forEach((call) -> {
			switch (call.what()) {
				case "TRANSFER" -> {
					this.transfers.add(call);
					wrote(CallerMain.BANK, call, versions);
				}
				case "SNAPSHOT" -> snapshot(call);
				default -> onKey(call, versions);
			}
		});
		this.unknown = calls.stream()
			.filter((call) -> call.outcome() == Outcome.UNKNOWN && !call.what().equals("GET")
					&& !call.what().equals("SNAPSHOT"))
			.count();
	}

	private void onKey(Recorded call, Map<String, Versions> versions) {
		Kind kind = CallerMain.kind(call.what());
		boolean isUnknown = call.outcome() == Outcome.UNKNOWN;
		if (kind == Kind.GET && isUnknown) {
			return;
		}
		this.histories.computeIfAbsent(call.key(), (key) -> new ArrayList<>())
			.add(new Operation(kind, call.key(), call.argument(), call.expected(), call.call(), call.end(),
					call.result()));
		if (kind == Kind.PUT || (kind == Kind.REPLACE && (isUnknown || call.result() == 1))) {
			wrote("default", call, versions);
		}
	}

	/** What it has written is unique. */
	private void wrote(String namespace, Recorded call, Map<String, Versions> versions) {
		Versions known = versions.get(namespace);
		Long version = (known != null) ? known.of(call.key(), call.argument()) : null;
		if (version != null) {
			points(namespace).add(new Point(version, true, call.call(), call.end(), call.id()));
		}
		else if (call.outcome() == Outcome.DONE) {
			this.violations.add("No version has the effect of " + call);
		}
	}

	private void snapshot(Recorded call) {
		if (call.outcome() == Outcome.DONE) {
			this.snapshots.computeIfAbsent(call.key(), (key) -> new ArrayList<>()).add(call);
			points(call.key()).add(new Point(call.result(), false, call.call(), call.end(), call.id()));
		}
	}

	private List<Point> points(String namespace) {
		return this.points.computeIfAbsent(namespace, (key) -> new ArrayList<>());
	}

	List<String> violations() {
		List<String> all = new ArrayList<>(this.violations);
		this.histories.forEach((key, history) -> {
			Verdict verdict = Search.of(history);
			if (!verdict.isLinearizable()) {
				all.add(verdict.kind() + " on '" + key + "': " + verdict.explanation());
			}
		});
		this.points.forEach((namespace, points) -> VersionOrder.violation(points)
			.ifPresent((violation) -> all.add("Versions of '" + namespace + "': " + violation)));
		all.addAll(new Bank(CallerMain.ACCOUNTS * CallerMain.DEPOSIT, this.transfers)
			.violations(this.snapshots.getOrDefault(CallerMain.BANK, List.of())));
		return all;
	}

	Figures figures() {
		int operations = this.histories.values().stream().mapToInt(List::size).sum();
		int snapshots = this.snapshots.values().stream().mapToInt(List::size).sum();
		return new Figures(this.histories.size() + 1, operations, this.transfers.size(), snapshots, this.unknown);
	}

	/**
	 * How much was examined.
	 *
	 * @param histories how many histories, one for each key and one for all accounts
	 * @param operations how many operations on single keys
	 * @param transfers how many transfers
	 * @param snapshots how many snapshots
	 * @param unknown how many writes and transfers of unknown outcome
	 */
	record Figures(long histories, long operations, long transfers, long snapshots, long unknown) {

		Figures plus(Figures other) {
			return new Figures(this.histories + other.histories, this.operations + other.operations,
					this.transfers + other.transfers, this.snapshots + other.snapshots, this.unknown + other.unknown);
		}

	}

}
