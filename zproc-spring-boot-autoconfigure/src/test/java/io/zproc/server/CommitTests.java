package io.zproc.server;

import java.util.List;

import io.zproc.protocol.Change;
import io.zproc.protocol.Condition;
import io.zproc.protocol.EncodedInteger;
import io.zproc.protocol.KeyChange;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Request;
import io.zproc.protocol.Write;
import io.zproc.server.MachineFixture.Client;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.zproc.server.MachineFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commits and versions in the {@link StateMachine}.
 */
@LeakChecked
@Timeout(90)
class CommitTests {

	private final MachineFixture fixture = new MachineFixture();

	private final Client client = this.fixture.client();

	private static List<String> found(Reply reply) {
		return ((Reply.Committed) reply).entries()
			.stream()
			.map((entry) -> entry.key() + "@" + entry.version() + "=" + text(entry.value()))
			.toList();
	}

	private static String shown(KeyChange change) {
		return change.key() + ": " + text(change.before()) + " -> " + text(change.after());
	}

	private List<String> lastChange() {
		Change change = this.fixture.published.get(this.fixture.published.size() - 1);
		return change.keys().stream().map(CommitTests::shown).toList();
	}

	@Test
	void numbersWritesWithoutHoles() {
		this.client.put("a", "1");
		this.client.commit("default", Write.remove("a"), Write.put("b", text("2")));
		this.client.commitIf(Condition.present("none"), Write.put("c", text("3")));
		this.client.put("a", "1");
		this.client.commit("other", Write.put("x", text("1")));
		assertThat(this.fixture.published).extracting(Change::version).containsExactly(1L, 2L, 3L, 1L);
	}

	@Test
	void marksAChangeThatLeftEverythingAsItWas() {
		this.client.put("a", "1");
		this.client.put("a", "1");
		this.client.commit("default", Write.remove("none"));
		this.client.commit("default", Write.put("a", text("2")), Write.put("b", text("1")));
		this.client.commit("default", Write.put("a", text("7")), Write.put("a", text("2")));
		assertThat(this.fixture.published).extracting(Change::isUnchanged)
			.containsExactly(false, true, true, false, true);
		assertThat(this.client.entry("a").version()).isEqualTo(5);
	}

	@Test
	void aCommitThatTouchesNoKeyMakesNoVersion() {
		assertThat(this.client.commit("default", Write.clear(), Write.pop()))
			.isInstanceOfSatisfying(Reply.Committed.class, (reply) -> assertThat(reply.version()).isZero());
		assertThat(this.client.commit("default")).isInstanceOf(Reply.Committed.class);
		assertThat(this.fixture.published).isEmpty();
	}

	@Test
	void writesOfACommitSeeEachOther() {
		this.client.commit("default", Write.put("a", text("1")), Write.put("b", text("2")));
		Reply reply = this.client.commit("default", Write.put("a", text("3")), Write.put("a", text("4")),
				Write.remove("b"), Write.put("c", text("5")), Write.remove("b"));
		assertThat(found(reply)).containsExactly("a@1=1", "a@2=3", "b@1=2", "c@0=absent", "b@0=absent");
		assertThat(lastChange()).containsExactly("a: 1 -> 4", "b: 2 -> absent", "c: absent -> 5");
	}

	@Test
	void saysWhichVersionOfAKeyItFound() {
		this.client.put("a", "1");
		this.client.put("b", "1");
		this.client.put("b", "2");
		assertThat(found(this.client.put("a", "2"))).containsExactly("a@1=1");
	}

	@Test
	void clearAndPutIsOneChangeThatReplacesEverything() {
		this.client.commit("default", Write.put("a", text("1")), Write.put("b", text("2")));
		this.client.commit("default", Write.clear(), Write.put("b", text("3")), Write.put("c", text("4")));
		assertThat(lastChange()).containsExactly("a: 1 -> absent", "b: 2 -> 3", "c: absent -> 4");
		assertThat(this.client.ask(new Request.Size("default"))).isEqualTo(new Reply.Counted(2, 2));
	}

	@Test
	void clearRemovesWhatTheSameCommitPut() {
		this.client.put("a", "1");
		this.client.commit("default", Write.put("b", text("2")), Write.clear());
		assertThat(this.client.ask(new Request.Size("default"))).isEqualTo(new Reply.Counted(2, 0));
	}

	@Test
	void popRemovesEachKeyOnce() {
		this.client.commit("default", Write.put("a", text("1")), Write.put("b", text("2")));
		Reply reply = this.client.commit("default", Write.pop(), Write.pop(), Write.pop());
		assertThat(found(reply)).containsExactlyInAnyOrder("a@1=1", "b@1=2", "@0=absent");
		assertThat(this.client.ask(new Request.Size("default"))).isEqualTo(new Reply.Counted(2, 0));
	}

	@Test
	void incrementAddsOnTheServerAndAnswersTheSum() {
		String five = text(EncodedInteger.ofLong(5));
		String seven = text(EncodedInteger.ofLong(7));
		assertThat(found(this.client.commit("default", Write.increment("n", 5)))).containsExactly("n@1=" + five);
		assertThat(found(this.client.commit("default", Write.increment("n", 1), Write.increment("n", 1)))).last()
			.isEqualTo("n@2=" + seven);
		assertThat(lastChange()).containsExactly("n: " + five + " -> " + seven);
	}

	@Test
	void anIncrementThatDoesNotFitChangesNothing() {
		this.client.commit("default", Write.put("n", EncodedInteger.ofLong(Long.MAX_VALUE)));
		Reply reply = this.client.commit("default", Write.put("other", text("1")), Write.increment("n", 1));
		assertThat(reply).isInstanceOfSatisfying(Reply.Failure.class, (failure) -> {
			assertThat(failure.code()).isEqualTo(Code.NOT_A_NUMBER);
			assertThat(failure.message()).contains("'n'").contains("9223372036854775807");
		});
		assertThat(this.client.read("other")).isEqualTo("absent");
		assertThat(this.fixture.machine.version("default")).isEqualTo(1);
	}

	@Test
	void aConditionThatDoesNotHoldIsAnsweredWithTheEntry() {
		this.client.put("a", "1");
		this.client.put("a", "2");
		Reply reply = this.client.commitIf(Condition.version("a", 1), Write.put("a", text("3")));
		assertThat(reply).isInstanceOfSatisfying(Reply.Conflict.class, (conflict) -> {
			assertThat(conflict.entry().version()).isEqualTo(2);
			assertThat(text(conflict.entry().value())).isEqualTo("2");
		});
		assertThat(this.client.commitIf(Condition.present("b"), Write.put("b", text("1"))))
			.isEqualTo(new Reply.Conflict(KeyValue.absent("b")));
		assertThat(this.client.commitIf(Condition.version("a", 0), Write.put("b", text("1"))))
			.isInstanceOf(Reply.Conflict.class);
		assertThat(this.client.commitIf(Condition.nullOrAbsent("a"), Write.put("b", text("1"))))
			.isInstanceOf(Reply.Conflict.class);
		assertThat(this.fixture.machine.version("default")).isEqualTo(2);
	}

	@Test
	void conditionsThatHoldLetTheCommitPass() {
		this.client.put("a", "1");
		this.client.put("nothing", "null");
		assertThat(this.client.commitIf(Condition.version("a", 1), Write.put("x", text("1"))))
			.isInstanceOf(Reply.Committed.class);
		assertThat(this.client.commitIf(Condition.version("b", 0), Write.put("x", text("1"))))
			.isInstanceOf(Reply.Committed.class);
		assertThat(this.client.commitIf(Condition.nullOrAbsent("b"), Write.put("x", text("1"))))
			.isInstanceOf(Reply.Committed.class);
		assertThat(this.client.commitIf(Condition.nullOrAbsent("nothing"), Write.put("x", text("1"))))
			.isInstanceOf(Reply.Committed.class);
		assertThat(this.client.commitIf(Condition.present("nothing"), Write.put("x", text("1"))))
			.isInstanceOf(Reply.Committed.class);
	}

	@Test
	void aChangeNamesWhoMadeIt() {
		this.client.ask(new Request.Commit("default", 0, List.of(), "call-7", false, List.of(),
				List.of(Write.put("a", text("1")))));
		assertThat(this.fixture.published.get(0).origin()).isEqualTo(this.client.origin().withInvocation("call-7"));
	}

	@Test
	void answersOnlyTheVersionWhenEntriesAreNotWanted() {
		assertThat(this.client
			.ask(new Request.Commit("default", 0, List.of(), "", false, List.of(), List.of(Write.put("a", text("1"))))))
			.isEqualTo(new Reply.Committed(1, List.of()));
	}

	@Test
	void statisticsLeaveReservedNamespacesOut() {
		this.client.commit("$zproc", Write.put("a", text("1")));
		this.client.commit("shop", Write.put("a", text("1")), Write.put("b", text("1")));
		this.client.ask(new Request.Get("unknown", "a", true));
		assertThat(((Reply.ServerStatistics) this.client.ask(new Request.Statistics())).namespaces()).singleElement()
			.satisfies((shop) -> {
				assertThat(shop.name()).isEqualTo("shop");
				assertThat(shop.version()).isEqualTo(1);
				assertThat(shop.size()).isEqualTo(2);
				assertThat(shop.bytes()).isPositive();
			});
	}

}
