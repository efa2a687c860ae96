package cookies.actuator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.zproc.SharedState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the live page, asked for as a browser does, on Spring MVC and on WebFlux.
 */
@Timeout(360)
class PageOverHttpTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

	private static final String JSON = "application/vnd.spring-boot.actuator.v3+json";

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
		return ShopApplication.start(type, properties);
	}

	private HttpResponse<String> get(HttpRequest.Builder request, String... headers) throws Exception {
		return this.http.send(((headers.length > 0) ? request.headers(headers) : request).build(),
				BodyHandlers.ofString());
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, a=b", "SERVLET, management.server.port=0", "REACTIVE, a=b",
			"REACTIVE, management.server.port=0" })
	void givesThePageToBrowsersAndJsonToPrograms(WebApplicationType type, String port) throws Exception {
		try (ConfigurableApplicationContext context = start(type, port,
				"management.endpoints.web.path-mapping.zproc=state")) {
			ShopClient client = ShopClient.of(context).at("/actuator/state");
			HttpResponse<String> page = get(client.request(""), "Accept", BROWSER);
			assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
			assertThat(page.headers().firstValue("Content-Security-Policy")).get()
				.asString()
				.contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
				.doesNotContain("unsafe");
			assertThat(page.body()).contains("<script src=\"state/page/main.js\" type=\"module\"></script>")
				.doesNotContain("{base}", "style=", "onclick")
				.doesNotContainPattern("<script>|<style");
			for (String accepted : List.of("*/*", "application/json", "application/json, text/html;q=0.5", JSON)) {
				assertThat(get(client.request(""), "Accept", accepted).body()).as(accepted).startsWith("{\"server\":");
			}
			assertThat(get(client.request("")).body()).startsWith("{\"server\":");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void servesItsFilesAndNoOthers(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			ShopClient client = ShopClient.of(context);
			for (Map.Entry<String, String> file : Map
				.of("main.js", "text/javascript", "page.css", "text/css", "icon.svg", "image/svg+xml", "uplot.js",
						"text/javascript", "uplot.css", "text/css")
				.entrySet()) {
				HttpResponse<String> response = get(client.request("/page/" + file.getKey()));
				assertThat(response.statusCode()).as(file.getKey()).isEqualTo(200);
				assertThat(response.headers().firstValue("Content-Type")).get().asString().startsWith(file.getValue());
				assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
				String tag = response.headers().firstValue("ETag").orElseThrow();
				assertThat(get(client.request("/page/" + file.getKey()), "If-None-Match", tag).statusCode())
					.isEqualTo(304);
			}
			for (String none : List.of("/page/", "/page/none.js", "/page/index.html", "/page/..%2Fpage.css",
					"/page/PageStream.class")) {
				assertThat(client.status(none)).as(none).isIn(400, 404);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tellsWhatChangesAndGoesOnAfterALostConnection(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			SharedState state = context.getBean(SharedState.class);
			state.put("a", 1);
			ShopClient client = ShopClient.of(context);
			String last;
			try (Events events = new Events(client.request("/page/events"))) {
				assertThat(events.next("begin")).contains("\"version\":1", "\"writable\":false", "\"shown\":true");
				assertThat(events.next("overview")).contains("\"namespaces\":{\"default\":", "\"cpu\":");
				state.put("a", "<script>alert(1)</script>");
				assertThat(events.next("changes")).contains("\"key\":\"a\"", "<script>alert(1)</script>",
						"\"type\":\"string\"", "\"version\":2");
				last = events.id;
			}
			state.put("a", 3);
			state.put("a", 4);
			state.remove("a");
			state.put("b", 5);
			try (Events events = new Events(client.request("/page/events").header("Last-Event-ID", last))) {
				assertThat(events.next("changes")).contains("\"from\":2", "\"version\":6", "\"count\":4",
						"\"key\":\"b\"", "\"removed\":true");
				assertThat(events.hasBegun).isFalse();
			}
			try (Events events = new Events(
					client.request("/page/events").header("Last-Event-ID", "another-epoch:2"))) {
				assertThat(events.next("begin")).contains("\"version\":6");
			}
			try (Events events = new Events(client.request("/page/events?namespace=other"))) {
				assertThat(events.next("begin")).contains("\"namespace\":\"other\"", "\"version\":0");
				state.namespace("other").put("c", 1);
				assertThat(events.next("changes")).contains("\"key\":\"c\"");
			}
			assertThat(client.status("/page/events?namespace=$processes")).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void beginsAnewWhenTheHistoryIsForgotten(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "zproc.state.history-entries=10")) {
			SharedState state = context.getBean(SharedState.class);
			ShopClient client = ShopClient.of(context);
			String last;
			try (Events events = new Events(client.request("/page/events"))) {
				events.next("begin");
				last = events.id;
			}
			for (int i = 0; i < 100; i++) {
				state.put("n", i);
			}
			try (Events events = new Events(client.request("/page/events").header("Last-Event-ID", last))) {
				assertThat(events.next("begin")).contains("\"version\":100");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void namesLargeValuesWithoutSendingThem(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			SharedState state = context.getBean(SharedState.class);
			try (Events events = new Events(ShopClient.of(context).request("/page/events"))) {
				events.next("begin");
				state.put("large", "x".repeat(1 << 20));
				assertThat(events.next("changes")).hasSizeLessThan(1000)
					.contains("\"large\":true", "\"bytes\":1048578", "\"value\":null");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void followsTheRulesOfTheEndpoint(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "shop.secured=true",
				"management.endpoint.zproc.access=unrestricted",
				"management.endpoint.zproc.show-values=when-authorized", "management.endpoint.zproc.roles=OPS")) {
			SharedState state = context.getBean(SharedState.class);
			ShopClient anonymous = ShopClient.of(context);
			for (String path : List.of("", "/page/main.js", "/page/events")) {
				assertThat(get(anonymous.request(path), "Accept", BROWSER).statusCode()).as(path).isEqualTo(401);
			}
			assertThat(get(anonymous.as("ana").request(""), "Accept", BROWSER).statusCode()).isEqualTo(200);
			try (Events ana = new Events(anonymous.as("ana").request("/page/events"));
					Events olga = new Events(anonymous.as("olga").request("/page/events"))) {
				assertThat(ana.next("begin")).contains("\"shown\":false", "\"writable\":true");
				assertThat(olga.next("begin")).contains("\"shown\":true");
				state.put("a", "secret value");
				assertThat(ana.next("changes")).contains("******").doesNotContain("secret value");
				assertThat(olga.next("changes")).contains("secret value");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void isNotThereWhenTheEndpointOrThePageIsNot(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.endpoints.web.exposure.include=health")) {
			for (String path : List.of("", "/page/main.js", "/page/events")) {
				assertThat(get(ShopClient.of(context).request(path), "Accept", BROWSER).statusCode()).as(path)
					.isEqualTo(404);
			}
		}
		try (ConfigurableApplicationContext context = start(type, "management.endpoint.zproc.page=false")) {
			assertThat(ShopClient.of(context).status("")).isEqualTo(200);
			assertThat(ShopClient.of(context).status("/page/main.js")).isEqualTo(404);
			assertThat(get(ShopClient.of(context).request(""), "Accept", "text/html").statusCode()).isEqualTo(406);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void endsItsStreamsBeforeTheWebServerWaitsForThem(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = start(type, "server.shutdown=graceful",
				"spring.lifecycle.timeout-per-shutdown-phase=100s");
		try (Events events = new Events(ShopClient.of(context).request("/page/events"))) {
			events.next("begin");
			context.close();
			assertThat(events.isOver()).isTrue();
		}
		finally {
			context.close();
		}
		awaitNoStream();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void freesWhatAConnectionThatIsClosedHasTaken(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			ShopClient client = ShopClient.of(context);
			// There is room for 32.
			for (int i = 0; i < 4; i++) {
				List<Events> open = new ArrayList<>();
				for (int j = 0; j < 16; j++) {
					Events events = new Events(client.request("/page/events"));
					open.add(events);
					events.next("begin");
				}
				for (Events events : open) {
					events.close();
				}
				awaitNoStream();
			}
		}
	}

	@Test
	void beginsNoStreamForWhoAsksForItsHeaders() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET)) {
			HttpResponse<Void> response = HttpClient.newHttpClient()
				.send(ShopClient.of(context).request("/page/events").method("HEAD", BodyPublishers.noBody()).build(),
						BodyHandlers.discarding());
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("zproc-page-"));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tellsTheOutputOfAProcessToWhoLooksAtIt(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			ShopClient client = ShopClient.of(context);
			try (Events events = new Events(client.request("/page/events?log=server"))) {
				events.next("begin");
				assertThat(events.next("log")).contains("\"process\":\"server\"", "\"anew\":true",
						"was not forked by this application");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tellsWhatProcessesTookBeforeItWasOpened(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "zproc.metrics.interval=50ms")) {
			await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
				try (Events events = new Events(ShopClient.of(context).request("/page/events"))) {
					assertThat(events.next("begin")).containsPattern(
							"\"past\":\\{\"application\":\\[\\{\"age\":\\d+,\"cpu\":(null|[0-9.E-]+),\"rss\":\\d+\\}");
				}
			});
		}
		try (ConfigurableApplicationContext context = start(type, "zproc.metrics.enabled=false");
				Events events = new Events(ShopClient.of(context).request("/page/events"))) {
			assertThat(events.next("begin")).contains("\"past\":{}");
		}
	}

	/** On Netty, which asks for more than it can send. */
	@Test
	void makesNoFramesForABrowserThatDoesNotRead() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.REACTIVE,
				"zproc.state.history-size=200MB"); Socket socket = new Socket()) {
			SharedState state = context.getBean(SharedState.class);
			state.put("large", "");
			socket.setReceiveBufferSize(1 << 16);
			socket.setSoTimeout(30_000);
			socket.connect(new InetSocketAddress("localhost",
					context.getEnvironment().getRequiredProperty("local.server.port", Integer.class)));
			socket.getOutputStream()
				.write("GET /actuator/zproc/page/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			AtomicLong written = new AtomicLong();
			AtomicInteger stuckFor = new AtomicInteger();
			await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() -> {
				writeMany(state, written);
				// What the system holds for the connection is full, too.
				return (isStuck() ? stuckFor.incrementAndGet() : stuckFor.getAndSet(0)) > 20;
			});
			// While it is stuck, nothing is made of them.
			long stuck = state.get("last", Long.class);
			for (int i = 0; i < 50; i++) {
				state.put("last", written.incrementAndGet());
			}
			BufferedReader lines = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			String line = lines.readLine();
			int frames = 0;
			while (!line.contains("\"last\",\"value\":" + written.get() + ",")) {
				frames += line.contains("\"last\",\"value\":") && last(line) > stuck ? 1 : 0;
				line = lines.readLine();
			}
			assertThat(frames).isLessThan(10);
		}
	}

	private static long last(String line) {
		String value = line.substring(line.indexOf("\"last\",\"value\":") + 15);
		return Long.parseLong(value.substring(0, value.indexOf(',')));
	}

	private static void writeMany(SharedState state, AtomicLong written) {
		Map<String, Object> values = new HashMap<>();
		for (int i = 0; i < 50; i++) {
			values.put("large " + i, "x".repeat(12_000));
		}
		values.put("last", written.incrementAndGet());
		state.putAll(values);
	}

	private static boolean isStuck() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((thread) -> thread.getKey().getName().startsWith("zproc-page-"))
			.anyMatch((thread) -> Arrays.stream(thread.getValue())
				.anyMatch((frame) -> frame.getMethodName().equals("awaitSent")));
	}

	private static void awaitNoStream() {
		await().atMost(Duration.ofSeconds(90))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("zproc-page-")));
	}

	/** As a browser's EventSource reads them. */
	private final class Events implements AutoCloseable {

		private final InputStream body;

		private final BufferedReader lines;

		private String id;

		private boolean hasBegun;

		Events(HttpRequest.Builder request) throws Exception {
			HttpResponse<InputStream> response = PageOverHttpTests.this.http.send(request.build(),
					BodyHandlers.ofInputStream());
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type")).get().asString().startsWith("text/event-stream");
			this.body = response.body();
			this.lines = new BufferedReader(new InputStreamReader(this.body, StandardCharsets.UTF_8));
		}

		/**
		 * The data of the next event of a kind; others are passed over.
		 */
		String next(String wanted) throws IOException {
			String event = "";
			for (String line = this.lines.readLine(); line != null; line = this.lines.readLine()) {
				if (line.startsWith("event:")) {
					event = line.substring(6);
					this.hasBegun |= event.equals("begin");
				}
				else if (line.startsWith("id:")) {
					this.id = line.substring(3);
				}
				else if (line.startsWith("data:") && event.equals(wanted)) {
					return line.substring(5);
				}
			}
			throw new IllegalStateException("The stream ended without '" + wanted + "'");
		}

		boolean isOver() {
			try {
				String line;
				do {
					line = this.lines.readLine();
				}
				while (line != null);
				return true;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() throws IOException {
			this.body.close();
		}

	}

}
