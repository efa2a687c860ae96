package io.zproc.server;

import java.util.ArrayList;
import java.util.List;

import io.zproc.Origin;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.EntryList;
import io.zproc.protocol.Reply.NamespaceStatistics;
import io.zproc.protocol.Reply.ServerStatistics;
import io.zproc.protocol.Request;
import io.zproc.protocol.Write;
import io.zproc.server.MachineFixture.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Inspection}: what somebody sees who looks at the state from outside.
 */
@Timeout(90)
class InspectionTests {

	private final MachineFixture fixture = new MachineFixture();

	private final Client client = this.fixture.client();

	@Test
	void anEntryTellsWhoWroteItLastAndWhen() {
		this.client.put("a", "1");
		long first = entry("a").entries().get(0).timestampMicros();
		this.client.ask(new Request.Commit("default", 0, List.of(), "call 7", false, List.of(),
				List.of(Write.put("a", MachineFixture.text("2")))));
		EntryList found = entry("a");
		assertThat(found.version()).isEqualTo(2);
		assertThat(found.entries()).singleElement().satisfies((written) -> {
			assertThat(written.entry().version()).isEqualTo(2);
			assertThat(MachineFixture.text(written.entry().value())).isEqualTo("2");
			assertThat(written.timestampMicros()).isGreaterThanOrEqualTo(first);
			assertThat(written.writer()).isEqualTo(this.client.origin());
		});
		assertThat(entry("b").entries()).isEmpty();
	}

	@Test
	void pagesGiveEachKeyOnceInTheOrderOfCreation() {
		for (int i = 0; i < 10; i++) {
			this.client.put("k" + i, "1");
		}
		this.client.put("k3", "2");
		assertThat(pages("default", 3)).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9");
	}

	@Test
	void aPageGoesOnBehindAKeyThatIsGone() {
		for (int i = 0; i < 6; i++) {
			this.client.put("k" + i, "1");
		}
		EntryList page = page("default", -1, "", 3);
		this.client.commit("default", Write.remove("k2"), Write.remove("k4"));
		this.client.put("k2", "made anew");
		EntryList next = page("default", page.position(), "k2", 3);
		assertThat(keys(next)).containsExactly("k3", "k5", "k2");
		assertThat(next.isLast()).isTrue();
	}

	@Test
	void aPageBehindTheEndIsEmpty() {
		this.client.put("a", "1");
		EntryList page = page("default", -1, "", 10);
		assertThat(page.isLast()).isTrue();
		EntryList none = page("default", page.position(), "a", 10);
		assertThat(none.isLast()).isTrue();
		assertThat(none.entries()).isEmpty();
		assertThat(none.position()).isEqualTo(page.position());
	}

	@Test
	void aPageOfLargeValuesIsBoundedInBytesAndHasAtLeastOne() {
		for (int i = 0; i < 3; i++) {
			this.client.commit("default", Write.put("k" + i, MachineFixture.bytes(300_000)));
		}
		EntryList page = page("default", -1, "", 100);
		assertThat(keys(page)).containsExactly("k0");
		assertThat(page.isLast()).isFalse();
		assertThat(pages("default", 100)).containsExactly("k0", "k1", "k2");
	}

	@Test
	void aPageOfNoEntriesSaysWhetherThereAreAny() {
		assertThat(page("default", -1, "", 0).isLast()).isTrue();
		this.client.put("a", "1");
		assertThat(page("default", -1, "", 0).isLast()).isFalse();
		assertThat(page("default", -1, "", -5).entries()).isEmpty();
	}

	@Test
	void lookingDoesNotMakeANamespaceKnown() {
		page("nowhere", -1, "", 10);
		this.client.ask(new Request.Entry("nowhere", "a"));
		assertThat(statistics().namespaces()).isEmpty();
	}

	@Test
	void statisticsNameWhoHoldsTheTurnAndWhoWaits() {
		this.client.put("a", "1");
		assertThat(statistics().namespaces().get(0).turn()).isNull();
		long turn = this.client.take("default");
		this.fixture.passMs(40);
		Client other = this.fixture.client();
		for (int i = 0; i < NamespaceStatistics.MAX_WAITERS + 4; i++) {
			other.put("a", "2");
		}
		NamespaceStatistics held = statistics().namespaces().get(0);
		assertThat(held.turn()).isEqualTo(new Reply.TurnStatistics(this.client.origin(), 40));
		assertThat(held.waiting()).isEqualTo(NamespaceStatistics.MAX_WAITERS + 4);
		assertThat(held.waiters()).hasSize(NamespaceStatistics.MAX_WAITERS).containsOnly(other.origin());
		this.client.release(turn);
		NamespaceStatistics free = statistics().namespaces().get(0);
		assertThat(free.turn()).isNull();
		assertThat(free.waiting()).isZero();
	}

	@Test
	void statisticsCountMemorySessionsAndHistory() {
		ServerStatistics empty = statistics();
		assertThat(empty.usedBytes()).isZero();
		assertThat(empty.sessions()).isEqualTo(1);
		this.fixture.client();
		this.client.put("a", "1");
		this.client.put("a", "2");
		ServerStatistics used = statistics();
		assertThat(used.sessions()).isEqualTo(2);
		assertThat(used.usedBytes()).isPositive().isLessThan(used.limitBytes());
		NamespaceStatistics namespace = used.namespaces().get(0);
		assertThat(namespace.historySince()).isZero();
		long itself = new Namespace(namespace.name(), ServerLimits.defaults(), new MemoryBudget(0)).weight();
		assertThat(used.usedBytes()).isEqualTo(namespace.bytes() + namespace.historyBytes() + itself);
	}

	@Test
	void theHistoryBeginsLaterWhenItIsFull() {
		MachineFixture small = new MachineFixture(new ServerLimits(2, 1 << 20, 1 << 20, 1 << 20, 1_000, 1_000, 1_000));
		Client writer = small.client();
		for (int i = 0; i < 5; i++) {
			writer.put("a", String.valueOf(i));
		}
		ServerStatistics statistics = (ServerStatistics) writer.ask(new Request.Statistics());
		assertThat(statistics.namespaces().get(0).historySince()).isEqualTo(3);
	}

	private List<String> pages(String namespace, int limit) {
		List<String> keys = new ArrayList<>();
		EntryList page = page(namespace, -1, "", limit);
		keys.addAll(keys(page));
		while (!page.isLast()) {
			page = page(namespace, page.position(), keys.get(keys.size() - 1), limit);
			keys.addAll(keys(page));
		}
		return keys;
	}

	private static List<String> keys(EntryList page) {
		return page.entries().stream().map((written) -> written.entry().key()).toList();
	}

	private EntryList page(String namespace, long position, String after, int limit) {
		return (EntryList) this.client.ask(new Request.Entries(namespace, position, after, limit));
	}

	private EntryList entry(String key) {
		return (EntryList) this.client.ask(new Request.Entry("default", key));
	}

	private ServerStatistics statistics() {
		return (ServerStatistics) this.client.ask(new Request.Statistics());
	}

}
