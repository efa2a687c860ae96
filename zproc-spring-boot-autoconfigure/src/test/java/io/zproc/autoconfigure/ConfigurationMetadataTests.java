package io.zproc.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE knows of the properties.
 */
@Timeout(90)
class ConfigurationMetadataTests {

	private final JsonNode metadata = read();

	@Test
	void knowsTheProperties() {
		assertThat(names("properties")).contains("zproc.enabled", "zproc.namespace", "zproc.exit-when-done",
				"zproc.state.request-timeout", "zproc.session.grace", "zproc.server.max-heap", "zproc.worker.max-heap",
				"zproc.worker.retry.max-retries", "zproc.worker.retry.retry-for", "zproc.worker.restart.policy",
				"zproc.worker.restart.restart-for", "zproc.worker.restart.on-give-up", "zproc.workers", "zproc.groups",
				"zproc.watch.stop-on-error", "zproc.child.properties", "zproc.child.start",
				"management.endpoint.zproc.show-values", "management.endpoint.zproc.roles",
				"management.endpoint.zproc.max-entries");
	}

	@Test
	void describesEachPropertyWithASentence() {
		for (JsonNode property : this.metadata.get("properties")) {
			assertThat(property.path("description").asText()).as(property.get("name").asText())
				.matches("[A-Z].*\\.")
				.doesNotContain("{@");
		}
	}

	@Test
	void hintsAreForPropertiesThatThereAre() {
		List<String> properties = names("properties");
		assertThat(names("hints")).isNotEmpty()
			.allMatch((name) -> properties.contains(name.replaceFirst("\\.(keys|values)$", "")));
	}

	private List<String> names(String group) {
		return StreamSupport.stream(this.metadata.get(group).spliterator(), false)
			.map((node) -> node.get("name").asText())
			.toList();
	}

	private static JsonNode read() {
		try {
			List<URL> ours = new ArrayList<>();
			for (URL url : Collections.list(ConfigurationMetadataTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				if (url.getProtocol().equals("file")) {
					ours.add(url);
				}
			}
			assertThat(ours).hasSize(1);
			try (InputStream in = ours.get(0).openStream()) {
				return new ObjectMapper().readTree(in);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
