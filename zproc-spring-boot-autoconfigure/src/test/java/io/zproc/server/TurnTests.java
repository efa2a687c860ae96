package io.zproc.server;

import java.util.List;

import io.zproc.protocol.Change;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Request;
import io.zproc.protocol.Write;
import io.zproc.server.MachineFixture.Client;
import io.zproc.testing.LeakChecked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.zproc.server.MachineFixture.bytes;
import static io.zproc.server.MachineFixture.commitOf;
import static io.zproc.server.MachineFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for turns in the {@link StateMachine}.
 */
@LeakChecked
@Timeout(90)
class TurnTests {

	private final MachineFixture fixture = new MachineFixture();

	private final Client a = this.fixture.client();

	private final Client b = this.fixture.client();

	private final Client c = this.fixture.client();

	private static void assertRefused(Reply reply, Code code) {
		assertThat(reply).isInstanceOfSatisfying(Reply.Failure.class,
				(failure) -> assertThat(failure.code()).isEqualTo(code));
	}

	private Reply commit(Client client, long turn, Write... writes) {
		return client.ask(commitOf("default", turn, List.of(), writes));
	}

	@Test
	void grantsAFreeTurnWithTheVersionAndTheTimeout() {
		this.a.put("k", "1");
		long turn = this.a.take("default");
		assertThat(this.a.replies(turn)).containsExactly(new Reply.Granted(1, 30_000, List.of()));
	}

	@Test
	void grantsATurnWithWhatIsExpectedToBeReadAsItIsThen() {
		this.a.put("small", "1");
		this.a.put("big", "1".repeat(257));
		this.a.put("other", "1");
		long turn = this.a.take("default");
		Request take = new Request.Take("default", List.of(), List.of("small", "absent", "big"));
		long next = this.b.nextSequence();
		assertThat(this.b.ask(take)).isNull();
		this.a.ask(commitOf("default", turn, List.of(), Write.put("small", text("2"))));
		assertThat(this.b.replies(next)).singleElement().satisfies(TurnTests::assertGrantedAsExpected);
		// Asked again, it is answered as before.
		assertThat(this.b.send(next, take)).satisfies(TurnTests::assertGrantedAsExpected);
	}

	@Test
	void whoDoesNotReadIsGivenItsTurnWithNothingElse() {
		MachineFixture fixture = new MachineFixture(
				new ServerLimits(10, 1 << 20, 1 << 20, 2 << 20, 30_000, 1_500, 1_000));
		Client client = fixture.client();
		client.put("small", "1");
		client.put("big", "1".repeat(1_000_000));
		Request read = new Request.Get("default", "big", true);
		for (int i = 0; i < 9; i++) {
			assertThat(client.ask(read)).isInstanceOf(Reply.Value.class);
		}
		assertThat(client.ask(read)).as("too much is unread").isNull();
		long turn = client.nextSequence();
		Request take = new Request.Take("default", List.of(), List.of("small"));
		Reply.Granted bare = new Reply.Granted(2, 30_000, List.of());
		assertThat(client.ask(take)).isEqualTo(bare);
		assertThat(client.send(turn, take)).isEqualTo(bare);
	}

	private static void assertGrantedAsExpected(@Nullable Reply reply) {
		assertThat(reply).isInstanceOfSatisfying(Reply.Granted.class, (granted) -> {
			assertThat(granted.entries()).extracting(KeyValue::key).containsExactly("small", "absent");
			assertThat(text(granted.entries().get(0).value())).isEqualTo("2");
			assertThat(granted.entries().get(0).version()).isEqualTo(4);
			assertThat(granted.entries().get(1).isPresent()).isFalse();
		});
	}

	@Test
	void admitsTakersAndWritersInTheOrderOfAsking() {
		long first = this.a.take("default");
		long second = this.b.take("default");
		this.c.put("order", "c");
		long third = this.a.take("default");
		this.b.put("order", "b");
		this.c.put("order", "c again");
		assertThat(this.b.holds(second)).isFalse();
		commit(this.a, first, Write.put("order", text("a")));
		assertThat(this.b.holds(second)).isTrue();
		assertThat(this.fixture.published).hasSize(1);
		commit(this.b, second, Write.put("order", text("b in its turn")));
		assertThat(this.a.holds(third)).isTrue();
		assertThat(this.fixture.published).hasSize(3);
		this.a.release(third);
		assertThat(this.fixture.published).extracting((change) -> text(change.keys().get(0).after()))
			.containsExactly("a", "b in its turn", "c", "b", "c again");
		assertThat(this.fixture.published).extracting(Change::version).containsExactly(1L, 2L, 3L, 4L, 5L);
		assertThat(this.fixture.machine.hasTimers()).isFalse();
	}

	@Test
	void readersSeeTheLastCommittedStateDuringATurn() {
		this.a.put("k", "1");
		long turn = this.a.take("default");
		assertThat(this.b.read("k")).isEqualTo("1");
		assertThat(this.b.ask(new Request.Size("default"))).isEqualTo(new Reply.Counted(1, 1));
		assertThat(this.b.ask(new Request.Scan("default", true, 10))).isInstanceOf(Reply.Chunk.class);
		assertThat(this.b.ask(new Request.Changes("default", 0))).isInstanceOf(Reply.ChangeList.class);
		commit(this.a, turn, Write.put("k", text("2")));
		assertThat(this.b.read("k")).isEqualTo("2");
	}

	@Test
	void turnsOfOtherNamespacesDoNotWait() {
		this.a.take("default");
		assertThat(this.b.commit("other", Write.put("k", text("1")))).isInstanceOf(Reply.Committed.class);
		assertThat(this.b.holds(this.b.take("third"))).isTrue();
	}

	@Test
	void releaseAdmitsTheNext() {
		long turn = this.a.take("default");
		long next = this.b.take("default");
		assertThat(this.a.release(turn)).isEqualTo(new Reply.Done());
		assertThat(this.b.holds(next)).isTrue();
		assertRefused(this.a.release(turn), Code.TURN_LOST);
		assertThat(this.fixture.published).isEmpty();
	}

	@Test
	void commitAdmitsTheNextEvenWhenItIsRefused() {
		MachineFixture small = new MachineFixture(new ServerLimits(10, 10_000, 100, 150, 1_000, 1_000, 1_000));
		Client holder = small.client();
		Client waiter = small.client();
		long turn = holder.take("default");
		long next = waiter.take("default");
		assertRefused(holder.ask(commitOf("default", turn, List.of(), Write.put("k", bytes(101)))), Code.TOO_LARGE);
		assertThat(waiter.holds(next)).isTrue();
		assertThat(small.published).isEmpty();
	}

	@Test
	void theEndOfASessionFreesItsTurnsAndItsPlacesInTheQueue() {
		long turn = this.a.take("default");
		this.b.put("dropped", "1");
		long next = this.c.take("default");
		this.c.ask(new Request.End(this.b.session));
		this.c.ask(new Request.End(this.a.session));
		assertThat(this.c.holds(next)).isTrue();
		assertThat(this.fixture.published).isEmpty();
		assertThat(this.a.holds(turn)).isTrue();
		assertRefused(commit(this.a, turn), Code.UNKNOWN_SESSION);
	}

	@Test
	void aLostConnectionFreesTheTurnAfterTheGrace() {
		this.a.take("default");
		long next = this.b.take("default");
		this.a.disconnect();
		this.fixture.passMs(4_999);
		assertThat(this.b.holds(next)).isFalse();
		this.fixture.passMs(1);
		assertThat(this.b.holds(next)).isTrue();
	}

	@Test
	void aConnectionThatComesBackInTimeKeepsItsTurn() {
		long turn = this.a.take("default");
		this.a.disconnect();
		this.fixture.passMs(4_999);
		this.a.reconnect();
		this.fixture.passMs(10_000);
		assertThat(commit(this.a, turn, Write.put("k", text("1")))).isInstanceOf(Reply.Committed.class);
	}

	@Test
	void revokesATurnThatIsHeldForTooLongAndRefusesItsLateCommit() {
		long turn = this.a.take("default");
		long next = this.b.take("default");
		this.fixture.passMs(29_999);
		assertThat(this.b.holds(next)).isFalse();
		this.fixture.passMs(1);
		assertThat(this.b.holds(next)).isTrue();
		Reply late = commit(this.a, turn, Write.put("k", text("late")));
		assertRefused(late, Code.TURN_LOST);
		assertThat(((Reply.Failure) late).message()).contains("'default'").contains("30000 ms");
		assertThat(this.a.read("k")).isEqualTo("absent");
		assertThat(this.fixture.machine.version("default")).isZero();
		assertThat(commit(this.b, next, Write.put("k", text("1")))).isInstanceOf(Reply.Committed.class);
		assertRefused(commit(this.a, turn, Write.put("k", text("late"))), Code.TURN_LOST);
	}

	@Test
	void theTimeoutOfATurnBeginsWithItsGrant() {
		this.a.take("default");
		long next = this.b.take("default");
		this.fixture.passMs(30_000);
		assertThat(this.b.holds(next)).isTrue();
		this.fixture.passMs(29_999);
		assertThat(commit(this.b, next, Write.put("k", text("1")))).isInstanceOf(Reply.Committed.class);
	}

	@Test
	void aTurnIsGoodForItsOwnNamespaceAndSessionOnly() {
		long turn = this.a.take("default");
		assertRefused(this.a.ask(commitOf("other", turn, List.of(), Write.put("k", text("1")))), Code.TURN_LOST);
		this.b.nextSequence = 100;
		assertRefused(commit(this.b, turn, Write.put("k", text("1"))), Code.TURN_LOST);
		assertThat(commit(this.a, turn, Write.put("k", text("1")))).isInstanceOf(Reply.Committed.class);
	}

	@Test
	void refusesAWaitOfAHolderForItself() {
		long turn = this.a.take("default");
		assertRefused(this.a.ask(commitOf("default", 0, List.of(turn), Write.clear())), Code.WOULD_DEADLOCK);
		assertRefused(this.a.ask(new Request.Take("default", List.of(turn), List.of())), Code.WOULD_DEADLOCK);
		assertThat(commit(this.a, turn, Write.put("k", text("1")))).isInstanceOf(Reply.Committed.class);
	}

	@Test
	void refusesAWaitThatClosesACycleOfTwo() {
		long a1 = this.a.take("one");
		long b2 = this.b.take("two");
		long a2 = this.a.take("two", a1);
		Reply reply = this.b.ask(new Request.Take("one", List.of(b2), List.of()));
		assertRefused(reply, Code.WOULD_DEADLOCK);
		assertThat(((Reply.Failure) reply).message()).contains("'one'");
		assertRefused(this.b.ask(commitOf("one", 0, List.of(b2), Write.clear())), Code.WOULD_DEADLOCK);
		this.b.release(b2);
		assertThat(this.a.holds(a2)).isTrue();
	}

	@Test
	void refusesAWaitThatClosesACycleOfThree() {
		long a1 = this.a.take("one");
		long b2 = this.b.take("two");
		long c3 = this.c.take("three");
		long a2 = this.a.take("two", a1);
		long b3 = this.b.take("three", b2);
		assertRefused(this.c.ask(new Request.Take("one", List.of(c3), List.of())), Code.WOULD_DEADLOCK);
		this.c.release(c3);
		assertThat(this.b.holds(b3)).isTrue();
		this.b.release(b3);
		this.b.release(b2);
		assertThat(this.a.holds(a2)).isTrue();
	}

	@Test
	void aWaitOfAnotherThreadOfTheSameSessionClosesNoCycle() {
		this.a.take("one");
		long b2 = this.b.take("two");
		this.a.take("two");
		long b1 = this.b.take("one", b2);
		assertThat(this.b.replies(b1)).isEmpty();
	}

	@Test
	void aWithdrawnWaitClosesNoCycle() {
		long a1 = this.a.take("one");
		long b2 = this.b.take("two");
		long a2 = this.a.take("two", a1);
		this.a.ask(new Request.Cancel(a2));
		long b1 = this.b.take("one", b2);
		assertThat(this.b.replies(b1)).isEmpty();
		this.a.release(a1);
		assertThat(this.b.holds(b1)).isTrue();
	}

	@Test
	void aWithdrawnTakeIsPassedOver() {
		long turn = this.a.take("default");
		long withdrawn = this.b.take("default");
		long next = this.c.take("default");
		this.b.ask(new Request.Cancel(withdrawn));
		this.a.release(turn);
		assertThat(this.b.holds(withdrawn)).isFalse();
		assertThat(this.c.holds(next)).isTrue();
	}

	@Test
	void aDuplicateOfACommitInATurnIsAnsweredAsTheFirst() {
		long turn = this.a.take("default");
		Request.Commit commit = commitOf("default", turn, List.of(), Write.put("k", text("1")));
		Reply first = this.a.send(50, commit);
		assertThat(this.a.send(50, commit)).isSameAs(first).isInstanceOf(Reply.Committed.class);
		assertThat(this.fixture.published).hasSize(1);
	}

}
