package cookies.actuator;

import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.zproc.SharedState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@code /actuator/zproc} on Spring MVC and on WebFlux.
 */
@Timeout(360)
@ExtendWith(OutputCaptureExtension.class)
class EndpointOverHttpTests {

	private static final String HIDDEN = "******";

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void showsEachPart(WebApplicationType type) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type)) {
			SharedState state = context.getBean(SharedState.class);
			state.put("a/b c", 5L);
			state.put("a/b c", 6L);
			state.put("a//b;%", "odd");
			ShopClient client = ShopClient.of(context);
			Map<String, Object> all = client.get("");
			assertThat(ShopClient.map(all, "namespaces", "default", "entries")).containsEntry("a/b c", 6);
			assertThat(ShopClient.map(all, "server")).containsEntry("address", "in-process");
			assertThat(ShopClient.list(all, "watchers")).singleElement()
				.satisfies((watcher) -> assertThat(watcher).containsEntry("position", 3));
			Map<String, Object> page = client.get("/namespaces/default?limit=1");
			assertThat(ShopClient.list(page, "entries")).singleElement()
				.satisfies((entry) -> assertThat(entry).containsEntry("key", "a/b c").containsEntry("type", "long"));
			Map<String, Object> rest = client.get("/namespaces/default?after=" + page.get("next"));
			assertThat(ShopClient.list(rest, "entries")).singleElement()
				.satisfies((entry) -> assertThat(entry).containsEntry("key", "a//b;%"));
			Map<String, Object> entry = client.get("/namespaces/default/entries/a/b%20c");
			assertThat(entry).containsEntry("value", 6).containsEntry("version", 2);
			assertThat(ShopClient.map(entry, "writer")).containsEntry("pid", (int) ProcessHandle.current().pid());
			assertThat(Instant.parse((String) entry.get("time"))).isBefore(Instant.now().plusSeconds(1));
			assertThat(client.get("/namespaces/default/entries?key=a//b%3B%25")).containsEntry("value", "odd");
			Map<String, Object> history = client.get("/namespaces/default/history?key=a/b%20c&after=1");
			assertThat(ShopClient.list(ShopClient.list(history, "changes").get(0), "keys")).singleElement()
				.satisfies((change) -> assertThat(change).containsEntry("before", 5).containsEntry("after", 6));
			assertThat(client.get("/watchers/slowWatcher.changed")).containsEntry("running", true);
			assertThat(client.status("/namespaces/none")).isEqualTo(404);
			assertThat(client.status("/namespaces/$processes/entries/x")).isEqualTo(404);
			assertThat(client.status("/namespaces/default?after=nonsense")).isEqualTo(400);
			assertThat(client.status("/namespaces/default?limit=0")).isEqualTo(400);
		}
	}

	/**
	 * Whatever the application has set for its own JSON.
	 */
	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void showsRecordsAsObjectsAndNullAsNull(WebApplicationType type) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type,
				"spring.jackson.property-naming-strategy=SNAKE_CASE",
				"spring.jackson.default-property-inclusion=non_null")) {
			SharedState state = context.getBean(SharedState.class);
			state.put("order", new ShopApplication.Order(17, LocalDate.of(2026, 2, 3),
					List.of(new ShopApplication.Line("tea", null))));
			state.put("order", state.get("order"));
			state.put("bad", null);
			String order = "{\"lines\":[{\"articleName\":\"tea\",\"note\":null}],\"orderId\":17,\"placed\":\"2026-02-03\"}";
			ShopClient client = ShopClient.of(context);
			assertThat(client.response("").body()).contains("\"order\":" + order, "\"bad\":null");
			assertThat(client.response("/namespaces/default").body()).contains("\"value\":" + order, "\"value\":null");
			assertThat(client.response("/namespaces/default/entries/order").body()).contains("\"value\":" + order);
			assertThat(client.response("/namespaces/default/entries/bad").body()).contains("\"value\":null",
					"\"type\":\"null\"");
			assertThat(client.response("/namespaces/default/history?after=1").body()).contains("\"before\":" + order,
					"\"after\":" + order, "\"after\":null");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void saysWhatWasWrongAndWhatIsExpected(WebApplicationType type) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type,
				"management.endpoint.zproc.access=unrestricted")) {
			ShopClient client = ShopClient.of(context);
			assertThat(client.post("/processes/packer", Map.of("action", "stopp")).body())
				.isEqualTo("{\"status\":400,\"error\":\"Bad Request\",\"message\":"
						+ "\"action: 'stopp' (expected: start, stop, restart or scale)\"}");
			assertThat(client.post("/processes/packer", Map.of()).body()).contains("action is missing (expected: ");
			assertThat(client.post("/processes/nobody", Map.of("action", "start")).body()).contains("\"status\":404",
					"There is nothing called 'nobody' to start", "[packer, wrap]");
			assertThat(client.post("/watchers/slowWatcher.changed", Map.of("action", "stop")).body())
				.contains("action: 'stop' (expected: go-live)");
			assertThat(client.post("/watchers/none", Map.of("action", "go-live")).body())
				.contains("There is no watcher 'none'");
			assertThat(client.post("/namespaces/default/entries/a", Map.of()).body()).contains("value is missing");
			assertThat(client.post("/namespaces/default", Map.of("value", 1)).body())
				.contains("There is nothing at 'namespaces/default' (expected: ");
			assertThat(client.response("/namespaces/none").body()).contains("There is no namespace 'none'");
			assertThat(client.response("/processes/none-1").body()).contains("There is no process 'none-1'");
			assertThat(client.response("/namespaces/default?limit=0").body()).contains("limit: 0 (expected: >= 1)");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void isPartOfReadinessWhenItIsIncluded(WebApplicationType type) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type, "zproc.health.max-lag=1",
				"management.endpoint.health.probes.enabled=true",
				"management.endpoint.health.group.readiness.include=readinessState,zproc")) {
			ShopClient client = ShopClient.of(context).at("/actuator/health");
			assertThat(client.get("/readiness")).containsEntry("status", "UP");
			SharedState state = context.getBean(SharedState.class);
			for (int i = 0; i < 3; i++) {
				state.put("slow", i);
			}
			await().atMost(Duration.ofSeconds(90)).until(() -> client.status("/readiness") == 503);
			assertThat(client.status("/liveness")).isEqualTo(200);
			context.getBean(ShopApplication.SlowWatcher.class).mayGoOn.release(3);
			await().atMost(Duration.ofSeconds(90)).until(() -> client.status("/readiness") == 200);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void isReadOnlyUnlessAccessIsUnrestricted(WebApplicationType type) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type)) {
			SharedState state = context.getBean(SharedState.class);
			state.put("a", 1);
			ShopClient client = ShopClient.of(context);
			assertThat(client.post("/namespaces/default/entries/a", Map.of("value", 2)).statusCode()).isEqualTo(405);
			assertThat(client.delete("/namespaces/default/entries/a")).isEqualTo(405);
			assertThat(client.post("/processes/packer", Map.of("action", "start")).statusCode()).isEqualTo(405);
			assertThat(state.snapshot()).isEqualTo(Map.of("a", 1)).extracting("version").isEqualTo(1L);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void setsAndRemovesKeysForWhoMay(WebApplicationType type, CapturedOutput output) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type,
				"management.endpoint.zproc.access=unrestricted", "shop.secured=true")) {
			SharedState state = context.getBean(SharedState.class);
			state.put("n", 1L);
			ShopClient anonymous = ShopClient.of(context);
			ShopClient olga = anonymous.as("olga");
			String n = "/namespaces/default/entries/n";
			assertThat(anonymous.post(n, Map.of("value", 2)).statusCode()).isEqualTo(401);
			assertThat(anonymous.as("ana").post(n, Map.of("value", 2)).statusCode()).isEqualTo(403);
			assertThat(olga.body(olga.post(n, Map.of("value", 2)))).containsEntry("value", 2)
				.containsEntry("type", "long");
			assertThat(state.get("n")).isEqualTo(2L);
			assertThat(output).contains("Key 'n' of namespace 'default' was set by 'olga'");
			Map<String, Object> history = olga.get("/namespaces/default/history");
			assertThat(ShopClient.map(ShopClient.list(history, "changes").get(1), "origin")).containsEntry("invocation",
					"actuator/olga");
			olga.post("/namespaces/default/entries/texts/1", Map.of("value", "not JSON"));
			olga.post("/namespaces/default/entries?key=//list", Map.of("value", "[1, {\"@long\": 2}]"));
			assertThat(state).containsEntry("texts/1", "not JSON").containsEntry("//list", List.of(1, 2L));
			for (Map<String, Object> refused : List.<Map<String, Object>>of(Map.of(), Map.of("value", "{broken"),
					Map.of("value", "{\"@type:java.io.File\": {}}"))) {
				assertThat(olga.post(n, refused).statusCode()).as(refused.toString()).isEqualTo(400);
			}
			assertThat(olga.post("/namespaces/$reports/entries/x", Map.of("value", 1)).statusCode()).isEqualTo(400);
			assertThat(olga.post("/namespaces/default", Map.of("value", 1)).statusCode()).isEqualTo(404);
			assertThat(anonymous.delete(n)).isEqualTo(401);
			assertThat(olga.delete(n)).isEqualTo(204);
			assertThat(olga.delete(n)).isEqualTo(404);
			assertThat(state).doesNotContainKey("n");
			assertThat(output).contains("Key 'n' of namespace 'default' was removed by 'olga'");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void operatesWorkersForWhoMay(WebApplicationType type, CapturedOutput output) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type,
				"management.endpoint.zproc.access=unrestricted", "shop.secured=true")) {
			ShopClient anonymous = ShopClient.of(context);
			ShopClient olga = anonymous.as("olga");
			Map<String, Object> start = Map.of("action", "start");
			assertThat(anonymous.post("/processes/packer", start).statusCode()).isEqualTo(401);
			assertThat(anonymous.as("ana").post("/processes/packer", start).statusCode()).isEqualTo(403);
			assertThat(output).doesNotContain("Worker 'packer' is to be");
			assertThat(olga.post("/processes/packer", start).statusCode()).isEqualTo(200);
			assertThat(olga.post("/processes/packer", Map.of("action", "scale", "instances", 2)).body())
				.contains("\"instance\":2");
			assertThat(olga.post("/processes/packer-2", Map.of("action", "restart")).statusCode()).isEqualTo(200);
			assertThat(olga.post("/processes/packer", Map.of("action", "stop")).body()).doesNotContain("RUNNING");
			assertThat(olga.post("/processes/nobody", start).statusCode()).isEqualTo(404);
			assertThat(olga.post("/processes/packer", Map.of("action", "explode")).statusCode()).isEqualTo(400);
			assertThat(olga.post("/processes/packer", Map.of("action", "scale")).statusCode()).isEqualTo(400);
			assertThat(olga.post("/processes/packer", Map.of()).statusCode()).isEqualTo(400);
			assertThat(output).contains("Worker 'packer' is to be started, asked by 'olga'",
					"Worker 'packer' is to be scaled to 2 instances, asked by 'olga'",
					"Worker 'packer-2' is to be restarted, asked by 'olga'",
					"Worker 'packer' is to be stopped, asked by 'olga'");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void letsALaggingWatcherGoLive(WebApplicationType type, CapturedOutput output) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type,
				"management.endpoint.zproc.access=unrestricted")) {
			SharedState state = context.getBean(SharedState.class);
			for (int i = 0; i < 5; i++) {
				state.put("slow", i);
			}
			ShopClient client = ShopClient.of(context);
			String path = "/watchers/slowWatcher.changed";
			await().atMost(Duration.ofSeconds(90))
				.untilAsserted(
						() -> assertThat(client.get(path)).containsEntry("lag", 5).containsEntry("invocations", 1));
			assertThat(client.post(path, Map.of("action", "explode")).statusCode()).isEqualTo(400);
			assertThat(client.post("/watchers/none", Map.of("action", "go-live")).statusCode()).isEqualTo(404);
			assertThat(client.body(client.post(path, Map.of("action", "go-live")))).containsEntry("lag", 5);
			context.getBean(ShopApplication.SlowWatcher.class).mayGoOn.release(100);
			await().atMost(Duration.ofSeconds(90))
				.untilAsserted(
						() -> assertThat(client.get(path)).containsEntry("lag", 0).containsEntry("invocations", 1));
			assertThat(output).contains("skips its backlog of 5 changes after version 0, asked by 'anonymous'");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void showsValuesToAuthorizedRolesOnly(WebApplicationType type) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type,
				"management.endpoint.zproc.show-values=when-authorized", "management.endpoint.zproc.roles=OPS")) {
			context.getBean(SharedState.class).put("a", "secret value");
			ShopClient anonymous = ShopClient.of(context);
			for (String path : List.of("", "/namespaces/default", "/namespaces/default/entries/a",
					"/namespaces/default/history")) {
				assertThat(anonymous.response(path).body()).as(path).contains(HIDDEN).doesNotContain("secret value");
				assertThat(anonymous.as("ana").response(path).body()).as(path)
					.contains(HIDDEN)
					.doesNotContain("secret value");
				assertThat(anonymous.as("olga").response(path).body()).as(path)
					.contains("secret value")
					.doesNotContain(HIDDEN);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void endpointRequestMatchesEachPart(WebApplicationType type) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type, "shop.secured=true")) {
			ShopClient anonymous = ShopClient.of(context);
			for (String path : List.of("", "/", "/namespaces/default", "/namespaces/default/entries/a",
					"/namespaces/default/history")) {
				HttpResponse<String> response = anonymous.response(path);
				assertThat(response.statusCode()).as(path).isEqualTo(401);
			}
			assertThat(anonymous.as("ana").status("/namespaces/default")).isEqualTo(200);
			assertThat(anonymous.at("/actuator/health").status("")).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void isServedAtASeparatePortAndAnotherPath(WebApplicationType type) {
		try (ConfigurableApplicationContext context = ShopApplication.start(type, "management.server.port=0",
				"management.endpoints.web.base-path=/manage", "management.endpoints.web.path-mapping.zproc=state")) {
			context.getBean(SharedState.class).put("a", 1);
			assertThat(context.getEnvironment().getProperty("local.management.port"))
				.isNotEqualTo(context.getEnvironment().getProperty("local.server.port"));
			assertThat(ShopClient.of(context).at("/manage/state").get("/namespaces/default/entries/a"))
				.containsEntry("value", 1);
		}
	}

	@Test
	void isServedOverJmx() throws Exception {
		try (ConfigurableApplicationContext context = ShopApplication.start(WebApplicationType.NONE,
				"spring.jmx.enabled=true", "spring.jmx.unique-names=true",
				"management.endpoints.jmx.exposure.include=zproc", "management.endpoint.zproc.access=unrestricted")) {
			SharedState state = context.getBean(SharedState.class);
			state.put("a/b", 1);
			MBeanServer server = ManagementFactory.getPlatformMBeanServer();
			ObjectName name = server
				.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Zproc,*"), null)
				.iterator()
				.next();
			String[] texts = { String.class.getName(), String.class.getName() };
			assertThat(server.invoke(name, "entry", new Object[] { "default", "a/b" }, texts)).asString()
				.contains("type=int");
			server.invoke(name, "setEntry", new Object[] { "default", "a/b", "2" },
					new String[] { texts[0], texts[0], texts[0] });
			assertThat(state.get("a/b")).isEqualTo(2);
			state.put("none", null);
			assertThat(server.invoke(name, "zproc", new Object[0], new String[0])).asString()
				.contains("in-process", "none=null");
			assertThatExceptionOfType(ReflectionException.class)
				.isThrownBy(() -> server.invoke(name, "entry", new Object[] { "default", "c" }, texts))
				.withMessage("There is no key 'c' in namespace 'default'");
		}
	}

}
