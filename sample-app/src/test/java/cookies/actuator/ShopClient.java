package cookies.actuator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What somebody does with curl.
 */
final class ShopClient {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ObjectMapper json = new ObjectMapper();

	private final String base;

	private final String user;

	private ShopClient(String base, String user) {
		this.base = base;
		this.user = user;
	}

	static ShopClient of(ConfigurableApplicationContext context) {
		String port = context.getEnvironment()
			.getProperty("local.management.port", context.getEnvironment().getProperty("local.server.port"));
		return new ShopClient("http://localhost:" + port + "/actuator/zproc", null);
	}

	ShopClient as(String name) {
		return new ShopClient(this.base, name);
	}

	ShopClient at(String base) {
		return new ShopClient(this.base.replaceFirst("/actuator/zproc$", base), this.user);
	}

	HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + path)).timeout(TIMEOUT);
		if (this.user != null) {
			request.header("Authorization", "Basic "
					+ Base64.getEncoder().encodeToString((this.user + ":secret").getBytes(StandardCharsets.UTF_8)));
		}
		return request;
	}

	/**
	 * Over a connection of its own, so that no request meets what another one has left.
	 */
	private static HttpResponse<String> send(HttpRequest request) {
		try {
			return HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.build()
				.send(request, BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(request.toString(), ex);
		}
	}

	HttpResponse<String> response(String path) {
		return send(request(path).build());
	}

	int status(String path) {
		return response(path).statusCode();
	}

	Map<String, Object> get(String path) {
		return body(response(path));
	}

	HttpResponse<String> post(String path, Map<String, Object> body) {
		try {
			return send(request(path).header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(this.json.writeValueAsString(body)))
				.build());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	int delete(String path) {
		return send(request(path).DELETE().build()).statusCode();
	}

	@SuppressWarnings("unchecked")
	Map<String, Object> body(HttpResponse<String> response) {
		if (response.statusCode() != 200) {
			throw new IllegalStateException(response + ": " + response.body());
		}
		try {
			return this.json.readValue(response.body(), LinkedHashMap.class);
		}
		catch (IOException ex) {
			throw new IllegalStateException(response.body(), ex);
		}
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(Map<String, Object> parent, String... names) {
		Map<String, Object> map = parent;
		for (String name : names) {
			map = (Map<String, Object>) map.get(name);
		}
		return map;
	}

	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
		return (List<Map<String, Object>>) parent.get(name);
	}

}
