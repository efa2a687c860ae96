package io.zproc.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.zproc.linearizability.Operation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.zproc.linearizability.Operation.ABSENT;
import static io.zproc.linearizability.Operation.PENDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the checker, on histories whose verdict is known.
 */
@Timeout(180)
class SearchTests {

	private final List<Operation> history = new ArrayList<>();

	private Operation add(Kind kind, long argument, long expected, long call, long end, long result) {
		Operation operation = new Operation(kind, "k", argument, expected, call, end, result);
		this.history.add(operation);
		return operation;
	}

	private void get(long call, long end, long result) {
		add(Kind.GET, 0, 0, call, end, result);
	}

	private void put(long value, long call, long end, long result) {
		add(Kind.PUT, value, 0, call, end, result);
	}

	private void replace(long expected, long value, long call, long end, long result) {
		add(Kind.REPLACE, value, expected, call, end, result);
	}

	private void increment(long call, long end, long result) {
		add(Kind.INCREMENT, 1, 0, call, end, result);
	}

	private void assertGood() {
		Verdict verdict = Search.of(this.history);
		assertThat(verdict.kind()).as(verdict.explanation()).isEqualTo(Verdict.Kind.LINEARIZABLE);
		assertThat(BruteForce.isLinearizable(this.history)).isTrue();
	}

	private void assertBad(String explanation) {
		Verdict verdict = Search.of(this.history);
		assertThat(verdict.kind()).isEqualTo(Verdict.Kind.VIOLATION);
		assertThat(verdict.explanation()).contains(explanation);
		assertThat(BruteForce.isLinearizable(this.history)).isFalse();
	}

	@Test
	void acceptsEveryOperationOneAfterTheOther() {
		get(0, 1, ABSENT);
		put(5, 2, 3, ABSENT);
		increment(4, 5, 6);
		replace(6, 9, 6, 7, 1);
		replace(6, 8, 8, 9, 0);
		add(Kind.REMOVE, 0, 0, 10, 11, 9);
		replace(9, 8, 12, 13, 0);
		increment(14, 15, 1);
		get(16, 17, 1);
		assertGood();
	}

	@Test
	void acceptsAnEmptyHistory() {
		assertGood();
	}

	@Test
	void acceptsBothResultsOfAReadDuringAWrite() {
		put(1, 0, 1, ABSENT);
		put(2, 10, 20, 1);
		get(11, 12, 1);
		get(13, 14, 2);
		assertGood();
	}

	@Test
	void acceptsAnOrderThatIsNotThatOfTheCalls() {
		put(1, 0, 100, 2);
		put(2, 50, 100, ABSENT);
		get(101, 102, 1);
		assertGood();
	}

	@Test
	void acceptsEitherOrderOfWhatHappensInOneInstant() {
		put(1, 0, 10, ABSENT);
		get(10, 20, ABSENT);
		assertGood();
	}

	@Test
	void findsAStaleRead() {
		put(1, 0, 1, ABSENT);
		put(2, 2, 3, 1);
		get(4, 5, 1);
		assertBad("where the value can be 2");
	}

	@Test
	void findsAReadThatGoesBack() {
		put(1, 0, 1, ABSENT);
		put(2, 2, 100, 1);
		get(10, 11, 2);
		get(12, 13, 1);
		assertBad("kind=GET");
	}

	@Test
	void findsAReadOfTheFuture() {
		get(0, 1, 7);
		put(7, 2, 3, ABSENT);
		assertBad("where the value can be absent");
	}

	@Test
	void findsAValueThatNobodyWrote() {
		put(1, 0, 10, ABSENT);
		get(5, 15, 2);
		assertBad("result=2");
	}

	@Test
	void findsALostUpdate() {
		put(1, 0, 1, ABSENT);
		increment(2, 10, 2);
		increment(3, 11, 2);
		assertBad("kind=INCREMENT");
	}

	@Test
	void findsALostWrite() {
		put(1, 0, 1, ABSENT);
		get(2, 3, ABSENT);
		assertBad("where the value can be 1");
	}

	@Test
	void findsADoubleIncrement() {
		increment(0, 5, 1);
		get(6, 7, 2);
		assertBad("where the value can be 1");
	}

	@Test
	void findsTwoWinnersOfACompareAndSet() {
		put(1, 0, 1, ABSENT);
		replace(1, 2, 2, 10, 1);
		replace(1, 3, 2, 10, 1);
		assertBad("kind=REPLACE");
	}

	@Test
	void findsACompareAndSetThatFailsWithoutReason() {
		put(1, 0, 1, ABSENT);
		replace(1, 2, 2, 10, 0);
		assertBad("kind=REPLACE");
	}

	@Test
	void acceptsAnUnknownThatHappened() {
		put(1, 0, 1, ABSENT);
		put(2, 2, PENDING, 0);
		get(3, 4, 1);
		get(5, 6, 2);
		assertGood();
	}

	@Test
	void acceptsAnUnknownThatDidNotHappen() {
		put(1, 0, 1, ABSENT);
		put(2, 2, PENDING, 0);
		increment(3, PENDING, 0);
		get(5, 6, 1);
		assertGood();
	}

	@Test
	void acceptsAnUnknownThatWasOverwrittenUnseen() {
		put(1, 0, 1, ABSENT);
		put(2, 2, PENDING, 0);
		replace(1, 3, 4, 5, 0);
		put(4, 6, 7, 2);
		assertGood();
	}

	@Test
	void findsAnUnknownThatHappenedTwice() {
		increment(0, 1, 1);
		increment(2, PENDING, 0);
		get(4, 5, 3);
		assertBad("where the value can be");
	}

	@Test
	void findsAnUnknownThatWasTakenBack() {
		put(1, 0, 1, ABSENT);
		put(2, 2, PENDING, 0);
		get(3, 4, 2);
		get(5, 6, 1);
		assertBad("result=1");
	}

	@Test
	void findsAnUnknownThatHappenedBeforeItsCall() {
		get(0, 1, 2);
		put(2, 2, PENDING, 0);
		assertBad("result=2");
	}

	@Test
	void agreesWithAllOrdersTriedOutOnSmallHistories() {
		int good = 0;
		for (int seed = 0; seed < 20_000; seed++) {
			List<Operation> small = RandomHistory.ofAnyResults(new Random(seed), 6);
			boolean expected = BruteForce.isLinearizable(small);
			assertThat(Search.of(small).isLinearizable()).as("seed %d: %s", seed, small).isEqualTo(expected);
			good += expected ? 1 : 0;
		}
		assertThat(good).isBetween(1_000, 19_000);
	}

	@Test
	void acceptsLongHistoriesOfARealRegisterAndFindsOneWrongResult() {
		for (int seed = 0; seed < 5; seed++) {
			List<Operation> real = RandomHistory.ofARegister(new Random(seed), 3_000, 12, 10);
			Verdict verdict = Search.of(real);
			assertThat(verdict.kind()).as("seed %d: %s", seed, verdict.explanation())
				.isEqualTo(Verdict.Kind.LINEARIZABLE);
			List<Operation> wrong = RandomHistory.withAStaleRead(new Random(seed), real);
			assertThat(Search.of(wrong).isLinearizable()).as("seed %d", seed).isFalse();
		}
	}

	@Test
	void neverTakesASearchThatWasGivenUpForASuccess() {
		for (int i = 0; i < 12; i++) {
			increment(i, PENDING, 0);
		}
		get(100, 101, 13);
		Verdict verdict = Search.of(this.history, 5);
		assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNDECIDED);
		assertThat(verdict.isLinearizable()).isFalse();
		assertThat(Search.of(this.history).kind()).isEqualTo(Verdict.Kind.VIOLATION);
	}

	@Test
	void refusesAHistoryOfTwoKeys() {
		get(0, 1, ABSENT);
		this.history.add(new Operation(Kind.GET, "other", 0, 0, 0, 1, ABSENT));
		assertThatIllegalArgumentException().isThrownBy(() -> Search.of(this.history)).withMessageContaining("one key");
	}

}
