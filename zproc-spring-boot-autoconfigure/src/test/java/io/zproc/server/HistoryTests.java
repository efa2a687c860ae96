package io.zproc.server;

import java.util.List;

import io.zproc.Origin;
import io.zproc.protocol.Change;
import io.zproc.protocol.KeyChange;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Request;
import io.zproc.protocol.Write;
import io.zproc.server.MachineFixture.Client;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.zproc.server.MachineFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bounded history in the {@link StateMachine}.
 */
@LeakChecked
@Timeout(90)
class HistoryTests {

	private static MachineFixture with(int entries, long bytes) {
		return new MachineFixture(new ServerLimits(entries, bytes, 1 << 20, 1 << 20, 1_000, 1_000, 1_000));
	}

	private static Reply.ChangeList changes(Client client, long after) {
		return (Reply.ChangeList) client.ask(new Request.Changes("default", after));
	}

	@Test
	void keepsTheLastChangesInOrder() {
		Client client = with(100, 1 << 20).client();
		for (int i = 1; i <= 250; i++) {
			client.put("k", String.valueOf(i));
		}
		Reply.ChangeList list = changes(client, 150);
		assertThat(list.isForgotten()).isFalse();
		assertThat(list.current()).isEqualTo(250);
		assertThat(list.changes()).hasSize(100);
		long expected = 151;
		for (Change change : list.changes()) {
			assertThat(change.version()).isEqualTo(expected);
			assertThat(MachineFixture.text(change.keys().get(0).after())).isEqualTo(String.valueOf(expected));
			assertThat(MachineFixture.text(change.keys().get(0).before())).isEqualTo(String.valueOf(expected - 1));
			expected++;
		}
	}

	@Test
	void saysWhatIsForgotten() {
		Client client = with(100, 1 << 20).client();
		for (int i = 1; i <= 101; i++) {
			client.put("k", String.valueOf(i));
		}
		assertThat(changes(client, 0).isForgotten()).isTrue();
		assertThat(changes(client, 0).changes()).isEmpty();
		assertThat(changes(client, 1).isForgotten()).isFalse();
		assertThat(changes(client, 101).isForgotten()).isFalse();
		assertThat(changes(client, 101).changes()).isEmpty();
		assertThat(changes(client, -1).isForgotten()).isTrue();
		assertThat(changes(client, 102).isForgotten()).isTrue();
		assertThat(changes(client, Long.MAX_VALUE).isForgotten()).isTrue();
		assertThat(changes(client, Long.MIN_VALUE).isForgotten()).isTrue();
	}

	@Test
	void isBoundedInBytes() {
		Client client = with(1_000, 40_000).client();
		for (int i = 1; i <= 50; i++) {
			client.commit("default", Write.put("k" + i, bytes(4_000)));
		}
		assertThat(changes(client, 40).isForgotten()).isTrue();
		assertThat(changes(client, 41).isForgotten()).isFalse();
		assertThat(changes(client, 41).changes()).hasSize(9);
	}

	@Test
	void keepsTheNewestChangeEvenWhenItIsLargerThanAllItsBytes() {
		Client client = with(1_000, 5_000).client();
		client.put("k", "1");
		client.commit("default", Write.put("k", bytes(10_000)));
		assertThat(changes(client, 0).isForgotten()).isTrue();
		assertThat(changes(client, 1).changes()).extracting(Change::version).containsExactly(2L);
		client.put("small", "3");
		assertThat(changes(client, 1).isForgotten()).isTrue();
		assertThat(changes(client, 2).changes()).extracting(Change::version).containsExactly(3L);
	}

	@Test
	void keepsNoChangeThatTheServerHasNoRoomFor() {
		MemoryBudget budget = new MemoryBudget(1_000);
		ChangeHistory history = new ChangeHistory(10, 100, budget);
		history.add(change(1, 500));
		assertThat(history.reachesBackTo(0, 1)).isTrue();
		budget.add(800);
		history.add(change(2, 500));
		assertThat(history.reachesBackTo(1, 2)).isFalse();
		assertThat(history.bytes()).isZero();
		assertThat(budget.used()).isEqualTo(800);
	}

	private static Change change(long version, int size) {
		return new Change(version, 0, Origin.ofApplication(1), false,
				List.of(new KeyChange("k", null, new byte[size])));
	}

	@Test
	void mayBeSwitchedOff() {
		Client client = with(0, 0).client();
		client.put("k", "1");
		assertThat(changes(client, 0).isForgotten()).isTrue();
		assertThat(changes(client, 1).isForgotten()).isFalse();
	}

	@Test
	void isSentInChunks() {
		Client client = with(1_000, 64 << 20).client();
		for (int i = 1; i <= 40; i++) {
			client.commit("default", Write.put("k" + i, bytes(100_000)));
		}
		long position = 0;
		int chunks = 0;
		while (position < 40) {
			Reply.ChangeList list = changes(client, position);
			assertThat(list.current()).isEqualTo(40);
			assertThat(list.changes()).hasSizeBetween(1, 3);
			for (Change change : list.changes()) {
				assertThat(change.version()).isEqualTo(++position);
			}
			chunks++;
		}
		assertThat(chunks).isGreaterThan(13);
	}

	@Test
	void sendsAtLeastOneChangeHoweverLarge() {
		Client client = with(1_000, 64 << 20).client();
		client.commit("default", Write.put("k", bytes(1 << 20)));
		client.put("k", "1");
		assertThat(changes(client, 0).changes()).hasSize(1);
	}

}
