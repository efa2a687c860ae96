package cookies.actuator;

import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zproc.SharedState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page's operations where Spring Security refuses forged requests, as it
 * does unless it is told not to, on Spring MVC and on WebFlux.
 */
@Timeout(360)
class PageTokenTests {

	private static final Pattern IN_FORM = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static final String TOKEN = "/page/token";

	private final CookieManager cookies = new CookieManager();

	private final HttpClient browser = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.cookieHandler(this.cookies)
		.build();

	private static ConfigurableApplicationContext start(WebApplicationType type) {
		return ShopApplication.start(type, "management.endpoint.zproc.access=unrestricted", "shop.secured=true",
				"shop.csrf=true");
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return this.browser.send(request.build(), BodyHandlers.ofString());
	}

	private JsonNode token(ShopClient client) throws Exception {
		HttpResponse<String> response = send(client.request(TOKEN));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
		return new ObjectMapper().readTree(response.body());
	}

	private int set(ShopClient client, String... headers) throws Exception {
		HttpRequest.Builder request = client.request("/namespaces/default/entries?key=a")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"value\": 2}"));
		return send((headers.length > 0) ? request.headers(headers) : request).statusCode();
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void operatesWithTheTokenOfTheSessionAndNotWithout(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			SharedState state = context.getBean(SharedState.class);
			ShopClient olga = ShopClient.of(context).as("olga");
			assertThat(set(olga)).isEqualTo(403);
			JsonNode token = token(olga);
			assertThat(token.path("header").asText()).isEqualTo("X-CSRF-TOKEN");
			assertThat(set(olga)).isEqualTo(403);
			assertThat(set(olga, "X-CSRF-TOKEN", "forged")).isEqualTo(403);
			assertThat(state).doesNotContainKey("a");
			assertThat(set(olga, "X-CSRF-TOKEN", token.path("token").asText())).isEqualTo(200);
			assertThat(state.get("a")).isEqualTo(2);
			// The session has ended, and the page asks anew.
			this.cookies.getCookieStore().removeAll();
			assertThat(set(olga, "X-CSRF-TOKEN", token.path("token").asText())).isEqualTo(403);
			assertThat(set(olga, "X-CSRF-TOKEN", token(olga).path("token").asText())).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void operatesAfterALoginByForm(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			SharedState state = context.getBean(SharedState.class);
			ShopClient client = ShopClient.of(context);
			Matcher form = IN_FORM.matcher(send(client.at("/login").request("")).body());
			assertThat(form.find()).isTrue();
			HttpResponse<String> login = send(client.at("/login")
				.request("")
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString("username=olga&password=secret&_csrf=" + form.group(1))));
			assertThat(login.headers().firstValue("Location")).get().asString().doesNotContain("error");
			assertThat(set(client)).isEqualTo(403);
			assertThat(set(client, "X-CSRF-TOKEN", token(client).path("token").asText())).isEqualTo(200);
			assertThat(state.get("a")).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void givesTheTokenToNobodyElseAndNoSessionToWhoOnlyLooks(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			ShopClient anonymous = ShopClient.of(context);
			assertThat(send(anonymous.request(TOKEN).header("Accept", "application/json")).statusCode()).isIn(302, 401);
			this.cookies.getCookieStore().removeAll();
			ShopClient ana = anonymous.as("ana");
			assertThat(send(ana.request("").header("Accept", "text/html")).statusCode()).isEqualTo(200);
			assertThat(send(ana.request("/page/main.js")).statusCode()).isEqualTo(200);
			assertThat(send(ana.request("/namespaces/default/entries?key=a")).statusCode()).isEqualTo(404);
			assertThat(this.cookies.getCookieStore().getCookies()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void thereIsNoTokenWhereNoneIsWanted(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = ShopApplication.start(type)) {
			assertThat(token(ShopClient.of(context)).isEmpty()).isTrue();
		}
	}

	@Test
	void aSeparateManagementPortHasTheTokenToo() throws Exception {
		try (ConfigurableApplicationContext context = ShopApplication.start(WebApplicationType.SERVLET,
				"management.server.port=0", "management.endpoint.zproc.access=unrestricted", "shop.secured=true",
				"shop.csrf=true")) {
			ShopClient olga = ShopClient.of(context).as("olga");
			assertThat(set(olga)).isEqualTo(403);
			assertThat(set(olga, "X-CSRF-TOKEN", token(olga).path("token").asText())).isEqualTo(200);
		}
	}

}
