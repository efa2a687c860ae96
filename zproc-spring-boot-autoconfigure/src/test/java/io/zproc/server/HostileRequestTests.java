package io.zproc.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import io.zproc.protocol.MalformedMessageException;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.Write;
import io.zproc.server.MachineFixture.Client;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.zproc.server.MachineFixture.commitOf;
import static io.zproc.server.MachineFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What one client can ask for without end costs the {@link StateMachine} bounded memory.
 */
@LeakChecked
@Timeout(180)
class HostileRequestTests {

	private final MachineFixture fixture = new MachineFixture();

	private final Client good = this.fixture.client();

	private final Client hostile = this.fixture.client();

	private static Code code(Reply reply) {
		return (reply instanceof Reply.Failure failure) ? failure.code() : null;
	}

	private Reply.ServerStatistics statistics() {
		return (Reply.ServerStatistics) this.good.ask(new Request.Statistics());
	}

	@Test
	void commitsThatWaitForATurnCountAndAreRefusedWhenThereIsNoRoom() {
		long turn = this.good.take("default");
		byte[] shared = new byte[16 << 20];
		long used = statistics().usedBytes();
		long limit = statistics().limitBytes();
		long first = this.hostile.nextSequence;
		Reply refusal = null;
		while (refusal == null && this.hostile.nextSequence - first <= limit / shared.length + 1) {
			refusal = this.hostile.ask(commitOf("default", 0, List.of(), Write.put("k", shared)));
		}
		assertThat(code(refusal)).isEqualTo(Code.FULL);
		assertThat(statistics().usedBytes()).isGreaterThan(used + limit / 2).isLessThanOrEqualTo(limit);
		long last = this.hostile.nextSequence - 1;
		for (long waiting = first; waiting < last; waiting++) {
			this.hostile.ask(new Request.Cancel(waiting));
		}
		assertThat(statistics().usedBytes()).isEqualTo(used);
		this.good.release(turn);
		assertThat(this.good.put("k", "1")).isInstanceOf(Reply.Committed.class);
	}

	@Test
	void aConnectionHasOneSession() {
		int sessions = statistics().sessions();
		List<Client> others = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			Client other = this.fixture.unopenedClient();
			other.peer = this.hostile.peer;
			assertThat(code(other.hello(false))).isEqualTo(Code.TOO_MANY);
			others.add(other);
		}
		assertThat(statistics().sessions()).isEqualTo(sessions);
		assertThat(this.hostile.hello(true)).isInstanceOf(Reply.Welcome.class);
		assertThat(this.hostile.reconnect()).isInstanceOf(Reply.Welcome.class);
		assertThat(others.get(0).hello(false)).isInstanceOf(Reply.Welcome.class);
		// Moving sessions to one connection is no way round.
		this.hostile.peer = others.get(0).peer;
		assertThat(code(this.hostile.hello(true))).isEqualTo(Code.TOO_MANY);
	}

	@Test
	void askingForATurnOrFailingToWriteLeavesNoNamespace() {
		for (int i = 0; i < 10; i++) {
			this.hostile.release(this.hostile.take("taken-" + i));
			this.hostile.ask(commitOf("lost-" + i, 4_711, List.of(), Write.put("k", text("1"))));
			this.hostile.commit("large-" + i, Write.put("k", new byte[(16 << 20) + 1]));
			this.hostile.commit("empty-" + i);
		}
		assertThat(statistics().namespaces()).isEmpty();
		long turn = this.hostile.take("kept");
		this.good.ask(commitOf("kept", 0, List.of(), Write.put("k", text("1"))));
		this.hostile.release(turn);
		assertThat(statistics().namespaces()).hasSize(1);
	}

	@Test
	void aNamespaceThatAHolderHasLeftEndsWithTheHolder() {
		this.hostile.take("held");
		assertThat(statistics().namespaces()).hasSize(1);
		this.hostile.ask(new Request.End(this.hostile.session));
		assertThat(statistics().namespaces()).isEmpty();
	}

	@Test
	void namespacesAndInvocationsCount() {
		long used = statistics().usedBytes();
		for (int i = 0; i < 100; i++) {
			this.hostile.ask(new Request.Commit("n".repeat(4_000) + i, 0, List.of(), "i".repeat(60_000), false,
					List.of(), List.of(Write.remove("absent"))));
		}
		assertThat(statistics().usedBytes() - used).isGreaterThan(100 * 65_000);
	}

	static List<Request> listsThatAreTooLong() {
		List<Long> numbers = Collections.nCopies(2_001, 1L);
		return List.of(new Request.Take("n", numbers, List.of()),
				new Request.Take("n", List.of(), Collections.nCopies(9, "key")),
				new Request.Acknowledge(5_000, numbers),
				new Request.Commit("n", 0, numbers, "", false, List.of(), List.of()));
	}

	@ParameterizedTest
	@MethodSource("listsThatAreTooLong")
	void aListOfMoreThanAClientCanNeedIsRefused(Request request) {
		byte[] message = RequestCodec.encode(request);
		RequestCodec.address(message, UUID.randomUUID(), 1, 1);
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> RequestCodec.decode(message))
			.withMessageMatching("A list of (2001 \\(expected: at most 2000|9 \\(expected: at most 8)\\)");
	}

	@Test
	void aRefusalIsShortWhateverItIsAbout() {
		String key = "k".repeat(4_000);
		this.good.commit("default", Write.put(key, text("\"text\"")));
		Reply refusal = this.hostile.commit("default", Write.increment(key, 1));
		assertThat(refusal).isInstanceOfSatisfying(Reply.Failure.class, (failure) -> {
			assertThat(failure.code()).isEqualTo(Code.NOT_A_NUMBER);
			assertThat(failure.message()).hasSizeLessThan(1_100);
		});
	}

}
