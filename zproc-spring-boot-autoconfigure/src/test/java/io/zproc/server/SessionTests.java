package io.zproc.server;

import java.util.List;

import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Request;
import io.zproc.protocol.Write;
import io.zproc.server.MachineFixture.Client;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.zproc.server.MachineFixture.bytes;
import static io.zproc.server.MachineFixture.commitOf;
import static io.zproc.server.MachineFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sessions and duplicates in the {@link StateMachine}.
 */
@LeakChecked
@Timeout(90)
class SessionTests {

	private final MachineFixture fixture = new MachineFixture();

	private final Client client = this.fixture.client();

	private final Client other = this.fixture.client();

	private static void assertRefused(Reply reply, Code code) {
		assertThat(reply).isInstanceOfSatisfying(Reply.Failure.class,
				(failure) -> assertThat(failure.code()).isEqualTo(code));
	}

	@Test
	void welcomesANewSessionWithItsLimits() {
		assertThat(this.client.hello(false))
			.isEqualTo(new Reply.Welcome("epoch", ProcessHandle.current().pid(), 5_000, 16 << 20, 32 << 20));
	}

	@Test
	void answersADuplicateAgainAndCarriesItOutOnce() {
		Reply first = this.client.send(70, commitOf("default", 0, List.of(), Write.increment("n", 1)));
		Reply second = this.client.send(70, commitOf("default", 0, List.of(), Write.increment("n", 1)));
		assertThat(first).isInstanceOf(Reply.Committed.class);
		assertThat(second).isSameAs(first);
		assertThat(this.fixture.published).hasSize(1);
		assertThat(this.fixture.machine.version("default")).isEqualTo(1);
	}

	@Test
	void answersADuplicateOnAnotherConnectionThere() {
		Reply first = this.client.send(70, commitOf("default", 0, List.of(), Write.pop()));
		this.client.disconnect();
		assertThat(this.client.reconnect()).isInstanceOf(Reply.Welcome.class);
		assertThat(this.client.send(70, commitOf("default", 0, List.of(), Write.pop()))).isSameAs(first);
		assertThat(this.fixture.answers).last().extracting(MachineFixture.Answer::peer).isEqualTo(this.client.peer);
	}

	@Test
	void tellsSequencesOfDifferentSessionsApart() {
		this.client.send(70, commitOf("default", 0, List.of(), Write.increment("n", 1)));
		this.other.send(70, commitOf("default", 0, List.of(), Write.increment("n", 1)));
		assertThat(this.fixture.published).hasSize(2);
	}

	@Test
	void forgetsAnAnswerThatTheClientHas() {
		this.client.send(11, commitOf("default", 0, List.of(), Write.increment("n", 1)));
		this.client.send(12, commitOf("default", 0, List.of(), Write.increment("n", 1)));
		this.client.lowestUnanswered = 12;
		this.client.send(3, new Request.Ping());
		assertThat(this.client.send(11, commitOf("default", 0, List.of(), Write.increment("n", 1)))).isNull();
		assertThat(this.client.send(12, commitOf("default", 0, List.of(), Write.increment("n", 1))))
			.isInstanceOf(Reply.Committed.class);
		assertThat(this.fixture.published).hasSize(2);
	}

	@Test
	void neverCarriesOutARequestBelowTheLowestUnanswered() {
		this.client.lowestUnanswered = 1_000_000_000_000L;
		this.client.send(1_000_000_000_000L, new Request.Ping());
		assertThat(this.client.send(5, commitOf("default", 0, List.of(), Write.clear()))).isNull();
		this.client.lowestUnanswered = 1;
		assertThat(this.client.send(5, commitOf("default", 0, List.of(), Write.put("k", text("1"))))).isNull();
		assertThat(this.fixture.published).isEmpty();
	}

	@Test
	void saysThatADuplicateOfAWaitingRequestWaits() {
		long turn = this.other.take("default");
		long sequence = this.client.nextSequence;
		assertThat(this.client.put("k", "1")).isNull();
		assertThat(this.client.send(sequence, commitOf("default", 0, List.of(), Write.put("k", text("1")))))
			.isEqualTo(new Reply.Waiting());
		this.other.release(turn);
		assertThat(this.client.replies(sequence)).hasSize(2).last().isInstanceOf(Reply.Committed.class);
		assertThat(this.fixture.published).hasSize(1);
	}

	@Test
	void answersAWaitingRequestOnTheNewestConnection() {
		long turn = this.other.take("default");
		long sequence = this.client.nextSequence;
		this.client.put("k", "1");
		this.client.disconnect();
		this.client.reconnect();
		this.other.release(turn);
		assertThat(this.client.replies(sequence)).hasSize(1).first().isInstanceOf(Reply.Committed.class);
	}

	@Test
	void refusesToResumeAnUnknownSession() {
		Client stranger = this.fixture.unopenedClient();
		assertRefused(stranger.hello(true), Code.UNKNOWN_SESSION);
		assertRefused(stranger.put("k", "1"), Code.UNKNOWN_SESSION);
		assertRefused(stranger.ask(new Request.Ping()), Code.UNKNOWN_SESSION);
		assertThat(this.fixture.published).isEmpty();
	}

	@Test
	void refusesAnotherProtocolVersionByName() {
		for (boolean isResumed : new boolean[] { false, true }) {
			Client stranger = this.fixture.unopenedClient();
			Reply reply = stranger.send(0, new Request.Hello(99, isResumed, stranger.origin()));
			assertRefused(reply, Code.WRONG_VERSION);
			assertThat(((Reply.Failure) reply).message()).contains("version " + Protocol.VERSION).contains("99");
			assertRefused(stranger.put("k", "1"), Code.UNKNOWN_SESSION);
		}
		assertRefused(this.client.send(0, new Request.Hello(99, false, this.client.origin())), Code.WRONG_VERSION);
	}

	@Test
	void opensASessionTwiceWhenTheFirstWelcomeWasLost() {
		this.client.put("k", "1");
		assertThat(this.client.hello(false)).isInstanceOf(Reply.Welcome.class);
		assertThat(this.client.read("k")).isEqualTo("1");
	}

	@Test
	void keepsADisconnectedSessionForTheGrace() {
		this.client.disconnect();
		assertThat(this.fixture.machine.connectedSessions()).isEqualTo(1);
		assertThat(this.fixture.machine.hasTimers()).isTrue();
		this.fixture.passMs(4_999);
		assertThat(this.client.reconnect()).isInstanceOf(Reply.Welcome.class);
		assertThat(this.fixture.machine.connectedSessions()).isEqualTo(2);
		assertThat(this.fixture.machine.hasTimers()).isFalse();
		this.fixture.passMs(60_000);
		assertThat(this.client.put("k", "1")).isInstanceOf(Reply.Committed.class);
	}

	@Test
	void endsADisconnectedSessionAfterTheGrace() {
		this.client.disconnect();
		this.fixture.passMs(5_000);
		assertRefused(this.client.reconnect(), Code.UNKNOWN_SESSION);
	}

	@Test
	void isNotConfusedByTheEndOfAnEarlierConnection() {
		Object earlier = this.client.peer;
		this.client.reconnect();
		this.fixture.machine.disconnected(earlier);
		this.fixture.passMs(60_000);
		assertThat(this.client.put("k", "1")).isInstanceOf(Reply.Committed.class);
	}

	@Test
	void staysOnTheNewestConnectionWhenAnEarlierOneDeliversLate() {
		Object earlier = this.client.peer;
		this.client.reconnect();
		Object newest = this.client.peer;
		this.client.peer = earlier;
		this.client.send(5, commitOf("default", 0, List.of(), Write.put("k", text("1"))));
		this.client.peer = newest;
		assertThat(this.client.replies(5)).hasSize(1).first().isInstanceOf(Reply.Committed.class);
		this.fixture.machine.disconnected(earlier);
		this.fixture.passMs(60_000);
		assertThat(this.client.put("k", "1")).isInstanceOf(Reply.Committed.class);
	}

	@Test
	void staysOnTheNewestConnectionWhenAnEarlierOneSaysHelloLate() {
		Object newest = "newest";
		Object earlier = this.client.peer;
		this.client.peer = newest;
		this.client.send(9, new Request.Hello(Protocol.VERSION, true, this.client.origin()));
		this.client.peer = earlier;
		this.client.send(8, new Request.Hello(Protocol.VERSION, true, this.client.origin()));
		this.fixture.machine.disconnected(earlier);
		this.fixture.passMs(60_000);
		this.client.peer = newest;
		assertThat(this.client.put("k", "1")).isInstanceOf(Reply.Committed.class);
	}

	@Test
	void endsAnotherSessionWhenAskedTo() {
		assertThat(this.client.ask(new Request.End(this.other.session))).isEqualTo(new Reply.Done());
		assertRefused(this.other.put("k", "1"), Code.UNKNOWN_SESSION);
		assertThat(this.client.ask(new Request.End(this.other.session))).isEqualTo(new Reply.Done());
		assertThat(this.client.ask(new Request.End(this.client.session))).isEqualTo(new Reply.Done());
		assertRefused(this.client.put("k", "1"), Code.UNKNOWN_SESSION);
	}

	@Test
	void withdrawsAWaitingRequest() {
		long turn = this.other.take("default");
		long sequence = this.client.nextSequence;
		this.client.put("k", "1");
		assertThat(this.client.ask(new Request.Cancel(sequence))).isEqualTo(new Reply.Done());
		assertThat(this.client.replies(sequence)).hasSize(1);
		assertRefused(this.client.replies(sequence).get(0), Code.CANCELLED);
		this.other.release(turn);
		assertThat(this.fixture.published).isEmpty();
		assertRefused(this.client.send(sequence, commitOf("default", 0, List.of(), Write.put("k", text("1")))),
				Code.CANCELLED);
		assertThat(this.client.read("k")).isEqualTo("absent");
	}

	@Test
	void withdrawsARequestThatArrivesLater() {
		this.client.send(9, new Request.Cancel(8));
		assertRefused(this.client.send(8, commitOf("default", 0, List.of(), Write.put("k", text("1")))),
				Code.CANCELLED);
		assertThat(this.fixture.published).isEmpty();
	}

	@Test
	void tellsHowARequestEndedThatIsWithdrawnTooLate() {
		long sequence = this.client.nextSequence;
		Reply committed = this.client.put("k", "1");
		this.client.ask(new Request.Cancel(sequence));
		assertThat(this.client.replies(sequence)).containsExactly(committed, committed);
		this.client.lowestUnanswered = sequence + 1;
		this.client.ask(new Request.Cancel(sequence));
		assertThat(this.client.replies(sequence)).hasSize(2);
	}

	@Test
	void refusesMoreUnansweredRequestsThanItRemembers() {
		for (int i = 1; i <= 2 * Protocol.MAX_UNANSWERED; i++) {
			assertThat(this.client.send(i, commitOf("default", 0, List.of()))).isInstanceOf(Reply.Committed.class);
		}
		assertRefused(this.client.send(9_999, commitOf("default", 0, List.of(), Write.put("k", text("1")))),
				Code.TOO_MANY);
		assertThat(this.fixture.published).isEmpty();
		assertThat(this.client.send(2, commitOf("default", 0, List.of()))).isInstanceOf(Reply.Committed.class);
		this.client.lowestUnanswered = 2 * Protocol.MAX_UNANSWERED;
		assertThat(this.client.send(9_999, commitOf("default", 0, List.of(), Write.put("k", text("1")))))
			.isInstanceOf(Reply.Committed.class);
	}

	@Test
	void remembersABoundedNumberOfWithdrawals() {
		for (int i = 1; i <= 2 * Protocol.MAX_UNANSWERED; i++) {
			assertThat(this.client.send(1_000_000, new Request.Cancel(i))).isEqualTo(new Reply.Done());
		}
		assertRefused(this.client.send(1_000_000, new Request.Cancel(5_000)), Code.TOO_MANY);
	}

	@Test
	void refusesAValueAndACommitThatAreTooLarge() {
		MachineFixture small = new MachineFixture(new ServerLimits(10, 10_000, 100, 150, 1_000, 1_000, 1_000));
		Client writer = small.client();
		Reply value = writer.commit("default", Write.put("fits", bytes(100)), Write.put("big", bytes(101)));
		assertRefused(value, Code.TOO_LARGE);
		assertThat(((Reply.Failure) value).message()).contains("'big'").contains("101").contains("100");
		assertRefused(writer.commit("default", Write.put("a", bytes(100)), Write.put("b", bytes(51))), Code.TOO_LARGE);
		assertThat(small.machine.version("default")).isZero();
		assertThat(writer.commit("default", Write.put("a", bytes(100)), Write.put("b", bytes(50))))
			.isInstanceOf(Reply.Committed.class);
	}

	@Test
	void pingTellsAboutTheServer() {
		this.fixture.passMs(1_234);
		assertThat(this.client.ask(new Request.Ping()))
			.isEqualTo(new Reply.Pong("epoch", ProcessHandle.current().pid(), 1_234, 3, 2));
	}

	/**
	 * Reads much and never says that it has it.
	 * @return the sequence of the first request that got no answer, 0 if all did
	 */
	private long readMuch() {
		this.other.commit("big", Write.put("k", bytes(8 << 20)));
		for (int i = 0; i < 20; i++) {
			long sequence = this.client.nextSequence;
			if (this.client.ask(new Request.Get("big", "k", true)) == null) {
				return sequence;
			}
		}
		return 0;
	}

	@Test
	void doesNotServeASessionThatDoesNotReadUntilItHasRead() {
		long unserved = readMuch();
		assertThat(unserved).isPositive();
		assertThat(this.client.ask(new Request.Ping())).isInstanceOf(Reply.Pong.class);
		assertThat(this.other.ask(new Request.Get("big", "k", true))).isInstanceOf(Reply.Value.class);
		this.client.lowestUnanswered = unserved;
		assertThat(this.client.send(unserved, new Request.Get("big", "k", true))).isInstanceOf(Reply.Value.class);
	}

	@Test
	void servesASessionAgainWhoseUnreadAnswersWereLostWithItsConnection() {
		long first = this.client.nextSequence;
		this.client.lowestUnanswered = first;
		assertThat(readMuch()).isPositive();
		this.client.disconnect();
		this.client.reconnect();
		assertThat(this.client.send(first, new Request.Get("big", "k", true))).isInstanceOf(Reply.Value.class);
	}

	@Test
	void readsGoOnWhileAnEarlierRequestWaitsWhenTheyAreAcknowledged() {
		long turn = this.other.take("default");
		this.client.lowestUnanswered = this.client.nextSequence;
		long waiting = this.client.nextSequence;
		assertThat(this.client.put("k", "1")).isNull();
		long unserved = readMuch();
		assertThat(unserved).isPositive();
		this.client.ask(new Request.Acknowledge(unserved, java.util.List.of(waiting)));
		assertThat(this.client.send(unserved, new Request.Get("big", "k", true))).isInstanceOf(Reply.Value.class);
		this.other.release(turn);
	}

	@Test
	void manyEffectsAreServedWhileAnEarlierRequestWaitsWhenTheyAreAcknowledged() {
		long turn = this.other.take("default");
		this.client.lowestUnanswered = this.client.nextSequence;
		long waiting = this.client.nextSequence;
		assertThat(this.client.put("k", "1")).isNull();
		for (int i = 0; i < 10_000; i++) {
			assertThat(this.client.commit("busy", Write.increment("n", 1))).isInstanceOf(Reply.Committed.class);
			if (i % 1_000 == 0) {
				this.client.ask(new Request.Acknowledge(this.client.nextSequence, java.util.List.of(waiting)));
			}
		}
		assertThat(this.client.send(waiting + 1,
				new Request.Commit("busy", 0, java.util.List.of(), "", false, java.util.List.of(),
						java.util.List.of(Write.increment("n", 1)))))
			.as("a duplicate of what was acknowledged")
			.isNull();
		this.other.release(turn);
	}

}
