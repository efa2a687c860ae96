package io.zproc.linearizability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.zproc.linearizability.Recorded.Outcome;
import io.zproc.linearizability.VersionOrder.Point;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is held against logs besides the search: versions, transfers, and the
 * reading of a log that a kill has torn.
 */
class RecordTests {

	private static final long PENDING = Operation.PENDING;

	private final List<Point> points = new ArrayList<>();

	private final List<Recorded> transfers = new ArrayList<>();

	private void write(long version, long call, long end) {
		this.points.add(new Point(version, true, call, end, "w" + version));
	}

	private void read(long version, long call, long end) {
		this.points.add(new Point(version, false, call, end, "r" + version));
	}

	private void transfer(long sequence, long call, long end, Outcome outcome) {
		this.transfers
			.add(new Recorded("1-0-" + sequence, "TRANSFER", "last-1", sequence, 0, call, end, outcome, sequence, "-"));
	}

	private List<String> violations(Recorded... snapshots) {
		return new Bank(10, this.transfers).violations(List.of(snapshots));
	}

	private static Recorded snapshot(long version, long call, long end, String detail) {
		return new Recorded("s", "SNAPSHOT", "bank", 0, 0, call, end, Outcome.DONE, version, detail);
	}

	@Test
	void versionsOfWritesMayHaveAnyOrderOnlyWhileTheyOverlap() {
		write(2, 0, 10);
		write(1, 5, 15);
		write(3, 1, PENDING);
		read(2, 3, 12);
		read(3, 16, 17);
		read(3, 16, 18);
		assertThat(VersionOrder.violation(this.points)).isEmpty();
	}

	@Test
	void findsAWriteThatIsOlderThanOneThatHadEndedBefore() {
		write(2, 0, 10);
		write(1, 11, 12);
		assertThat(VersionOrder.violation(this.points)).get().asString().contains("w2", "w1");
	}

	@Test
	void findsASnapshotThatIsOlderThanAWriteBeforeIt() {
		write(1, 0, 1);
		write(2, 2, 3);
		read(1, 4, 5);
		assertThat(VersionOrder.violation(this.points)).get().asString().contains("w2", "r1");
	}

	@Test
	void findsASnapshotThatIsOlderThanOneBefore() {
		write(1, 0, PENDING);
		read(1, 1, 2);
		read(0, 3, 4);
		assertThat(VersionOrder.violation(this.points)).get().asString().contains("r1", "r0");
	}

	@Test
	void findsASnapshotThatShowsAWriteBeforeItsCall() {
		read(1, 0, 1);
		write(1, 2, PENDING);
		assertThat(VersionOrder.violation(this.points)).get().asString().contains("r1", "w1");
	}

	@Test
	void acceptsSnapshotsBetweenTransfers() {
		transfer(1, 0, 10, Outcome.DONE);
		transfer(2, 11, PENDING, Outcome.UNKNOWN);
		assertThat(violations(snapshot(0, 0, 5, "a=5,b=5"), snapshot(1, 2, 12, "a=4,b=6,last-1=1"),
				snapshot(1, 20, 30, "a=4,b=6,last-1=1"), snapshot(2, 40, 50, "a=0,b=10,last-1=2")))
			.isEmpty();
	}

	@Test
	void findsATornTransfer() {
		transfer(1, 0, 10, Outcome.DONE);
		assertThat(violations(snapshot(1, 2, 5, "a=4,b=5,last-1=1"))).singleElement()
			.asString()
			.contains("hold 9 (expected: 10)");
	}

	@Test
	void findsATransferThatASnapshotDoesNotShowThoughItHadEnded() {
		transfer(1, 0, 10, Outcome.DONE);
		assertThat(violations(snapshot(0, 11, 12, "a=5,b=5"))).singleElement().asString().contains("cannot be 0");
	}

	@Test
	void findsATransferThatWasSaidNotToBeApplied() {
		transfer(1, 0, 10, Outcome.NOT_APPLIED);
		assertThat(violations(snapshot(1, 11, 12, "a=4,b=6,last-1=1"))).singleElement()
			.asString()
			.contains("cannot be 1");
	}

	@Test
	void findsATransferBeforeItsCall() {
		transfer(1, 20, 30, Outcome.DONE);
		assertThat(violations(snapshot(1, 11, 12, "a=4,b=6,last-1=1"))).hasSize(1);
	}

	@Test
	void findsTwoContentsOfOneVersion() {
		assertThat(violations(snapshot(1, 0, 1, "a=5,b=5"), snapshot(1, 0, 1, "a=4,b=6"))).singleElement()
			.asString()
			.contains("The same version");
	}

	@Test
	void readsTheCallsOfAProcessThatWasKilledWhileItWroteALine() {
		Recorded first = new Recorded("1-0-1", "PUT", "k", 5, 0, 1, PENDING, Outcome.UNKNOWN, 0, "-");
		Recorded done = first.ended(2, 3, Outcome.DONE, 4, "-");
		Recorded second = new Recorded("1-0-2", "PUT", "k", 6, 0, 4, PENDING, Outcome.UNKNOWN, 0, "-");
		String torn = second.ended(5, 6, Outcome.DONE, 7, "-").line();
		Collection<Recorded> calls = Recorded
			.calls(first.line() + "\n" + done.line() + "\n" + second.line() + "\n" + torn.substring(0, 20));
		assertThat(calls).containsExactly(done, second);
		assertThat(Recorded.calls(torn)).isEmpty();
	}

	@Test
	void anEndThatNobodyKnowsIsNoEnd() {
		Recorded call = new Recorded("1-0-1", "PUT", "k", 5, 0, 1, PENDING, Outcome.UNKNOWN, 0, "-");
		Recorded unknown = call.ended(2, 3, Outcome.UNKNOWN, 0, "StateUnavailableException:the server, and so on");
		assertThat(unknown.end()).isEqualTo(PENDING);
		assertThat(Recorded.calls(unknown.line() + "\n")).containsExactly(unknown);
	}

}
