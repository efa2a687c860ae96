package cookies.actuator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.zproc.SharedState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first example of {@code docs/actuator.md}: each {@code curl} line gets an answer
 * that has all members that the page shows.
 */
@Timeout(360)
class ActuatorDocumentTests {

	private static final Pattern CURL = Pattern
		.compile("\\$ curl -s(?: -d '(.*)' -H Content-Type:application/json)? 'localhost:8080/actuator/zproc(.*)'");

	@Test
	void answersAreAsThePageShowsThem() throws IOException {
		Map<Matcher, String> examples = examples();
		assertThat(examples).hasSizeGreaterThan(6);
		try (ConfigurableApplicationContext context = ShopApplication.start(WebApplicationType.SERVLET,
				"management.endpoint.zproc.access=unrestricted")) {
			context.getBean(SharedState.class).put("orders/17", "open");
			ShopClient client = ShopClient.of(context);
			examples.forEach((curl, answer) -> {
				String path = curl.group(2);
				Object actual = parse((curl.group(1) != null)
						? client.post(path, JsonParserFactory.getJsonParser().parseMap(curl.group(1))).body()
						: client.response(path).body());
				hasAllOf(curl.group(), parse(answer), actual);
			});
			context.getBean(ShopApplication.SlowWatcher.class).mayGoOn.release(10);
		}
	}

	private static Map<Matcher, String> examples() throws IOException {
		List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("../docs/actuator.md")));
		lines = lines.subList(lines.indexOf("```") + 1, lines.size());
		Map<Matcher, String> examples = new LinkedHashMap<>();
		Matcher last = null;
		for (String line : lines.subList(0, lines.indexOf("```"))) {
			Matcher curl = CURL.matcher(line);
			if (line.startsWith("$")) {
				assertThat(curl.matches()).as(line).isTrue();
				last = curl;
				examples.put(curl, "");
			}
			else {
				examples.merge(last, line.trim(), String::concat);
			}
		}
		return examples;
	}

	private static Object parse(String json) {
		return json.startsWith("[") ? JsonParserFactory.getJsonParser().parseList(json)
				: JsonParserFactory.getJsonParser().parseMap(json);
	}

	private static void hasAllOf(String what, Object shown, Object actual) {
		if (shown instanceof Map<?, ?> map) {
			assertThat(actual).as(what).isInstanceOf(Map.class);
			map.forEach((key, value) -> {
				assertThat(((Map<?, ?>) actual).containsKey(key)).as(what + ": " + key + " of " + actual).isTrue();
				hasAllOf(what + ": " + key, value, ((Map<?, ?>) actual).get(key));
			});
		}
		else if (shown instanceof List<?> list && !list.isEmpty()) {
			assertThat(actual).as(what).isInstanceOf(List.class);
			hasAllOf(what, list.get(0), ((List<?>) actual).get(0));
		}
		else if (shown instanceof Boolean) {
			assertThat(actual).as(what).isEqualTo(shown);
		}
	}

}
