package io.zproc.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.zproc.SharedState;
import io.zproc.actuate.StateDescriptor.ChangeDescriptor;
import io.zproc.actuate.StateDescriptor.EntryDescriptor;
import io.zproc.actuate.StateDescriptor.HistoryPage;
import io.zproc.actuate.StateDescriptor.NamespacePage;
import io.zproc.client.StateEngine;
import io.zproc.client.StateFixture;
import io.zproc.process.EventSink;
import io.zproc.process.RestartLimits;
import io.zproc.process.Retention;
import io.zproc.process.RunListener;
import io.zproc.process.RunOrder;
import io.zproc.process.StateConnection;
import io.zproc.process.StateSource;
import io.zproc.process.WorkerHandle;
import io.zproc.process.WorkerLauncher;
import io.zproc.process.WorkerSupervisor;
import io.zproc.server.ServerLimits;
import io.zproc.process.WorkerDefinitions;
import io.zproc.process.WorkerOperations;
import io.zproc.process.swarm.SwarmSettings;
import io.zproc.process.swarm.Swarms;
import io.zproc.server.swarm.DispatcherLimits;
import io.zproc.watch.ProcessWatcherTask;
import io.zproc.testing.LeakChecked;
import io.zproc.watch.ApplicationWatchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZProcEndpoint} and its extensions, over a real connection.
 */
@LeakChecked
@Timeout(180)
class ZProcEndpointTests {

	private static final String HIDDEN = "******";

	private final StateFixture fixture = new StateFixture(
			new ServerLimits(50, 16 << 20, 16 << 20, 32 << 20, 30_000, 5_000, 1_000));

	private final SharedState state = this.fixture.state();

	private final ZProcEndpointWebExtension web = web(Show.ALWAYS);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void anEntryHasTypeVersionWriterAndTime() {
		Instant before = Instant.now().minusSeconds(1);
		this.state.put("n", 5L);
		this.state.put("a", "text");
		SharedState other = this.fixture.newClient().state("default");
		other.put("n", 6L);
		EntryDescriptor entry = (EntryDescriptor) get("namespaces/default/entries/n");
		assertThat(entry.value()).isEqualTo(6L);
		assertThat(entry.type()).isEqualTo("long");
		assertThat(entry.bytes()).isEqualTo("{\"@long\":6}".length());
		assertThat(entry.version()).isEqualTo(3);
		assertThat(entry.writer().worker()).isEqualTo("worker");
		assertThat(entry.writer().instance()).isEqualTo(1);
		assertThat(entry.writer().pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(entry.time()).isBetween(before, Instant.now().plusSeconds(1));
		assertThat(((EntryDescriptor) get("namespaces/default/entries/a")).writer().instance()).isZero();
	}

	@Test
	void keysMayContainAnyCharacter() {
		for (String key : List.of("a/b/c", "a//b", "/", "", "ü;x=1", "50%", "entries/x", "\\", "a b", "?")) {
			this.state.put(key, key);
			assertThat(((EntryDescriptor) get("namespaces/default/entries", key)).value()).isEqualTo(key);
		}
		assertThat(((EntryDescriptor) get("namespaces/default/entries/a/b/c")).value()).isEqualTo("a/b/c");
		assertThat(((EntryDescriptor) get("namespaces/default/entries/entries/x")).value()).isEqualTo("entries/x");
	}

	@Test
	void thereIsNothingWhereNothingIs() {
		this.state.put("a", 1);
		for (String path : List.of("namespaces/default/entries/none", "namespaces/none", "namespaces/none/history",
				"namespaces/default/other", "namespaces/default/history/more", "processes/none-1", "watchers/none",
				"server/more", "other")) {
			assertThat(get(path)).as(path)
				.isInstanceOfSatisfying(ProblemDescriptor.class,
						(problem) -> assertThat(problem.status()).isEqualTo(404));
		}
		assertThat(problem(get("namespaces/default/entries/none")))
			.isEqualTo("There is no key 'none' in namespace 'default'");
		assertThat(problem(get("namespaces/none/history"))).startsWith("There is no namespace 'none' (expected: ");
		assertThat(problem(get("processes/none-1/log"))).startsWith("There is no process 'none-1' (expected: ");
		assertThat(problem(get("watchers/none"))).startsWith("There is no watcher 'none' (expected: ");
		assertThat(problem(get("other/x"))).startsWith("There is nothing at 'other/x' (expected: server, ");
		assertThat(get("")).isInstanceOf(ZProcDescriptor.class);
		assertThat(((ZProcDescriptor) get("")).namespaces()).containsOnlyKeys("default");
	}

	@Test
	void theApplicationsNamespaceIsThereBeforeItsFirstWrite() {
		NamespacePage page = (NamespacePage) get("namespaces/default");
		assertThat(page.version()).isZero();
		assertThat(page.entries()).isEmpty();
	}

	@Test
	void pagesTogetherAreTheNamespace() {
		Map<String, Object> all = new java.util.HashMap<>();
		for (int i = 0; i < 47; i++) {
			all.put("key " + i, i);
		}
		this.state.putAll(all);
		List<String> keys = new ArrayList<>();
		NamespacePage page = page(null, 10);
		int pages = 1;
		keys.addAll(keys(page));
		while (page.next() != null) {
			page = page(page.next(), 10);
			keys.addAll(keys(page));
			pages++;
		}
		assertThat(pages).isEqualTo(5);
		assertThat(keys).containsExactlyInAnyOrderElementsOf(all.keySet());
		assertThat(page.size()).isEqualTo(47);
	}

	@Test
	void pagesHaveNoMoreThanMaxEntries() {
		for (int i = 0; i < 120; i++) {
			this.state.put("k" + i, i);
		}
		assertThat(page(null, 1_000).entries()).hasSize(110);
		assertThat(page(null, null).entries()).hasSize(100);
	}

	@Test
	void pagesOfLargeValuesAreShort() {
		String large = "x".repeat(1_500_000);
		for (int i = 0; i < 5; i++) {
			this.state.put("k" + i, large);
		}
		NamespacePage page = page(null, 100);
		assertThat(page.entries()).hasSize(3);
		assertThat(page(page.next(), 100).entries()).hasSize(2);
	}

	@Test
	void refusesWhatIsNoPageAndNoLimit() {
		for (String after : List.of("nonsense", "%%", "Og", "YWJjOmRlZg")) {
			assertThat(problem(get("namespaces/default", null, after, 10))).contains(after);
		}
		assertThat(get("namespaces/default", null, null, 0))
			.isEqualTo(new ProblemDescriptor(400, "Bad Request", "limit: 0 (expected: >= 1)"));
		assertThat(problem(get("namespaces/default/history", null, "one", null)))
			.isEqualTo("after: 'one' (expected: a version)");
		assertThat(problem(get("namespaces/default/history", null, "-1", null)))
			.isEqualTo("after: -1 (expected: a version)");
	}

	@Test
	void historyTellsWhoChangedWhatFromWhatToWhat() {
		this.state.put("a", 1);
		this.fixture.newClient().state("default").put("a", 2);
		this.state.remove("a");
		HistoryPage page = history(null, null, null);
		assertThat(page.version()).isEqualTo(3);
		assertThat(page.since()).isZero();
		assertThat(page.forgotten()).isFalse();
		assertThat(page.next()).isNull();
		assertThat(page.changes()).extracting(ChangeDescriptor::version).containsExactly(1L, 2L, 3L);
		assertThat(page.changes()).extracting((change) -> change.origin().instance()).containsExactly(0, 1, 0);
		assertThat(page.changes()).extracting((change) -> change.keys().get(0))
			.extracting("before", "after", "created", "removed")
			.containsExactly(org.assertj.core.groups.Tuple.tuple(null, 1, true, false),
					org.assertj.core.groups.Tuple.tuple(1, 2, false, false),
					org.assertj.core.groups.Tuple.tuple(2, null, false, true));
	}

	@Test
	void historyIsReadInPages() {
		for (int i = 1; i <= 20; i++) {
			this.state.put("a", i);
		}
		assertThat(versions(history(null, null, 3))).containsExactly(18L, 19L, 20L);
		HistoryPage page = history(null, 0L, 15);
		assertThat(versions(page)).hasSize(15).startsWith(1L);
		HistoryPage last = history(null, page.next(), 15);
		assertThat(versions(last)).containsExactly(16L, 17L, 18L, 19L, 20L);
		assertThat(last.next()).isNull();
	}

	@Test
	void historyOfAKeyHasOnlyItsChanges() {
		for (int i = 1; i <= 10; i++) {
			this.state.putAll(Map.of("a/b", i, "other", i));
			this.state.put("other", -i);
		}
		HistoryPage newest = history("a/b", null, 2);
		assertThat(versions(newest)).containsExactly(17L, 19L);
		assertThat(newest.changes().get(0).keys()).extracting("key").containsExactly("a/b");
		HistoryPage page = history("a/b", 0L, 4);
		assertThat(versions(page)).containsExactly(1L, 3L, 5L, 7L);
		assertThat(versions(history("a/b", page.next(), 100))).containsExactly(9L, 11L, 13L, 15L, 17L, 19L);
		assertThat(history("none", null, null).changes()).isEmpty();
	}

	@Test
	void historySaysWhatIsForgotten() {
		for (int i = 1; i <= 60; i++) {
			this.state.put("a", i);
		}
		HistoryPage page = history(null, 3L, 5);
		assertThat(page.forgotten()).isTrue();
		assertThat(page.since()).isEqualTo(10);
		assertThat(versions(page)).startsWith(11L);
		assertThat(history(null, 10L, 5).forgotten()).isFalse();
		assertThat(history(null, 99L, 5).forgotten()).isTrue();
	}

	@Test
	void hidesValuesOfEntriesAndHistoryFromWhoIsNotAuthorized() {
		this.state.put("a", "secret");
		this.state.put("a", "secret too");
		ZProcEndpointWebExtension hidden = web(Show.WHEN_AUTHORIZED);
		EntryDescriptor entry = (EntryDescriptor) hidden
			.part(SecurityContext.NONE, "namespaces/default/entries/a".split("/"), null, null, null)
			.getBody();
		assertThat(entry.value()).isEqualTo(HIDDEN);
		assertThat(entry.type()).isEqualTo("string");
		for (String path : List.of("", "namespaces", "namespaces/default", "namespaces/default/history")) {
			String[] parts = path.isEmpty() ? new String[0] : path.split("/");
			assertThat(String.valueOf(hidden.part(SecurityContext.NONE, parts, null, null, null).getBody())).as(path)
				.contains(HIDDEN)
				.doesNotContain("secret");
		}
	}

	@Test
	void sanitizesValuesOfEntriesAndHistory() {
		this.state.put("password", "secret");
		this.state.put("name", "ana");
		ZProcEndpointWebExtension sanitizing = new ZProcEndpointWebExtension(
				endpoint(Show.ALWAYS, List.of(SanitizingFunction.sanitizeValue().ifLikelySensitive())), Show.ALWAYS,
				Set.of());
		for (String path : List.of("", "namespaces/default", "namespaces/default/history")) {
			String[] parts = path.isEmpty() ? new String[0] : path.split("/");
			assertThat(String.valueOf(sanitizing.part(SecurityContext.NONE, parts, null, null, null).getBody()))
				.as(path)
				.contains(HIDDEN, "ana")
				.doesNotContain("secret");
		}
	}

	@Test
	void oneUnreadableValueDoesNotHideTheOthers() {
		this.state.put("a", 1);
		commit("b", "{\"@type:no.such.Type\":{");
		assertThat(page(null, 10).entries()).extracting("type").containsExactly("int", "no.such.Type");
		assertThat(page(null, 10).entries().get(1).value()).asString().startsWith("(cannot be read: ");
	}

	@Test
	void showsStoredJsonWithoutItsTypeTags() {
		commit("order", "{\"@type:no.such.Order\":{\"@id\":{\"@long\":17},\"lines\":[{\"@type:no.such.Line\":"
				+ "{\"price\":{\"@decimal\":\"1.50\"}}}],\"note\":null,\"placed\":{\"@time:LocalDate\":\"2026-02-03\"}}}");
		Map<String, Object> line = Map.of("price", new java.math.BigDecimal("1.50"));
		Map<String, Object> order = new java.util.HashMap<>(
				Map.of("@id", 17L, "lines", List.of(line), "placed", "2026-02-03"));
		order.put("note", null);
		EntryDescriptor entry = (EntryDescriptor) get("namespaces/default/entries/order");
		assertThat(entry.value()).isEqualTo(order);
		assertThat(entry.type()).isEqualTo("no.such.Order");
		assertThat(history(null, null, null).changes().get(0).keys().get(0).after()).isEqualTo(order);
		assertThat(((ZProcDescriptor) get("")).namespaces().get("default").entries()).containsEntry("order", order);
	}

	@Test
	void sanitizesAWholeValueByItsKey() {
		List<Object> seen = new ArrayList<>();
		ZProcEndpointWebExtension sanitizing = new ZProcEndpointWebExtension(endpoint(Show.ALWAYS, List.of((data) -> {
			seen.add(data.getKey() + "=" + data.getValue());
			return data.withSanitizedValue();
		})), Show.ALWAYS, Set.of());
		commit("order", "{\"@type:no.such.Order\":{\"id\":17}}");
		EntryDescriptor entry = (EntryDescriptor) sanitizing
			.part(SecurityContext.NONE, "namespaces/default/entries/order".split("/"), null, null, null)
			.getBody();
		assertThat(entry.value()).isEqualTo(HIDDEN);
		assertThat(seen).containsExactly("order={id=17}");
	}

	private void commit(String key, String encoded) {
		this.fixture.client()
			.engine()
			.commit(new StateEngine.Commit("default", 0, List.of(), "", false, List.of(),
					List.of(io.zproc.protocol.Write.put(key,
							encoded.getBytes(java.nio.charset.StandardCharsets.UTF_8)))))
			.await(java.time.Duration.ofSeconds(10));
	}

	@Test
	void describesServerTurnAndMemory() {
		this.state.put("a", 1);
		this.state.atomically((turn) -> {
			ZProcDescriptor all = (ZProcDescriptor) get("");
			assertThat(all.server().addresses()).hasSize(2)
				.allMatch((address) -> address.startsWith("tcp://127.0.0.1:"));
			assertThat(all.server().clients()).isEqualTo(1);
			assertThat(all.server().memory().used()).isPositive().isLessThan(all.server().memory().limit());
			assertThat(all.server().requestsPerSecond()).isNotNegative();
			assertThat(all.namespaces().get("default").turn().holder().pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(all.namespaces().get("default").turn().heldMs()).isNotNegative();
		});
		assertThat(((NamespacePage) get("namespaces/default")).turn().holder()).isNull();
	}

	@Test
	void jmxHasTheSameParts() {
		this.state.put("a/b", 1);
		this.state.put("a/b", 2);
		ZProcEndpointJmxExtension jmx = new ZProcEndpointJmxExtension(endpoint(Show.WHEN_AUTHORIZED, List.of()));
		assertThat(jmx.entry("default", "a/b").value()).isEqualTo(2);
		assertThat(jmx.namespace("default", null, null).entries()).hasSize(1);
		assertThat(jmx.history("default", "a/b", 1L, null).changes()).singleElement()
			.extracting(ChangeDescriptor::version)
			.isEqualTo(2L);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> jmx.namespace("none", null, null))
			.withMessageStartingWith("There is no namespace 'none' (expected: ");
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> jmx.entry("default", "none"))
			.withMessage("There is no key 'none' in namespace 'default'");
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> jmx.log("none-1"))
			.withMessageStartingWith("There is no process 'none-1' (expected: ");
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> jmx.goLive("none"))
			.withMessageStartingWith("There is no watcher 'none' (expected: ");
	}

	private static String problem(Object answer) {
		return ((ProblemDescriptor) answer).message();
	}

	private Object get(String path) {
		return get(path, null);
	}

	private Object get(String path, String key) {
		return get(path, key, null, null);
	}

	private Object get(String path, String key, String after, Integer limit) {
		return this.web.part(SecurityContext.NONE, path.isEmpty() ? new String[0] : path.split("/"), key, after, limit)
			.getBody();
	}

	private NamespacePage page(String after, Integer limit) {
		return (NamespacePage) get("namespaces/default", null, after, limit);
	}

	private HistoryPage history(String key, Long after, Integer limit) {
		return (HistoryPage) get("namespaces/default/history", key, (after != null) ? after.toString() : null, limit);
	}

	private static List<String> keys(NamespacePage page) {
		return page.entries().stream().map(EntryDescriptor::key).toList();
	}

	private static List<Long> versions(HistoryPage page) {
		return page.changes().stream().map(ChangeDescriptor::version).toList();
	}

	private ZProcEndpointWebExtension web(Show show) {
		return new ZProcEndpointWebExtension(endpoint(show, List.of()), show, Set.of());
	}

	private ZProcEndpoint endpoint(Show show, List<SanitizingFunction> sanitizing) {
		StateConnection connection = new StateConnection(new StateSource() {

			@Override
			public StateEngine open() {
				return ZProcEndpointTests.this.fixture.client().engine();
			}

			@Override
			public void close() {
			}

		}, (engine) -> this.fixture.client(), "default");
		WorkerSupervisor none = new WorkerSupervisor(connection, new NoLauncher(), Retention.DEFAULT, EventSink.NONE,
				(what, action) -> {
				});
		WorkerDefinitions workers = new WorkerDefinitions(Map::of);
		Swarms swarms = new Swarms(connection, workers, none, () -> {
			throw new IllegalStateException("Nothing is started here");
		}, new SwarmSettings(
				new DispatcherLimits(3, 1_000, 65_536, 65_536), new RestartLimits(Duration.ofSeconds(1), 2,
						Duration.ofSeconds(1), Duration.ZERO, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 4),
				Duration.ofSeconds(1)), true);
		EndpointParts parts = new EndpointParts(connection, none, new WorkerOperations(workers, none), () -> {
			throw new IllegalStateException("Nothing is started here");
		}, swarms, new ApplicationWatchers(List::of, (name) -> new Object(), false, EventSink.NONE),
				new ProcessWatcherTask(connection, false, EventSink.NONE));
		return new ZProcEndpoint(parts, "default", sanitizing, show, 110);
	}

	private static final class NoLauncher implements WorkerLauncher {

		@Override
		public WorkerHandle launch(RunOrder order, RunListener listener) {
			throw new IllegalStateException("No worker is launched here");
		}

		@Override
		public void close() {
		}

	}

}
