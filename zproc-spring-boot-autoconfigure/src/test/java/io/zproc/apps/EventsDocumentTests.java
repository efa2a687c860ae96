package io.zproc.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.apps.alarm.AlarmApplication;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The example of {@code docs/events.md} is code, and does what the page says.
 */
@LeakChecked
@Timeout(120)
class EventsDocumentTests {

	@Test
	void exampleIsTheCode() throws IOException {
		String source = Files.readString(Path.of("src/test/java/io/zproc/apps/alarm/AlarmApplication.java"));
		String example = source.substring(source.indexOf("	// example\n") + 12, source.indexOf("	// end\n"));
		List<String> code = example.lines().map((line) -> line.replaceFirst("^\t", "").replace("\t", "    ")).toList();
		assertThat(Files.readString(Path.of("../docs/events.md")))
			.contains("```java\n" + String.join("\n", code) + "\n```");
	}

	@Test
	void exampleDoesWhatThePageSays() {
		List<String> pages = new CopyOnWriteArrayList<>();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(AlarmApplication.class)
			.web(WebApplicationType.NONE)
			.initializers((GenericApplicationContext made) -> made.registerBean(AlarmApplication.Pager.class,
					() -> pages::add))
			.run("--zproc.mode=in-process")) {
			await().atMost(Duration.ofSeconds(30)).until(() -> pages.size() >= 2);
			assertThat(context.isActive()).isTrue();
		}
		assertThat(pages).containsExactly("mailer fails again and again: java.io.IOException: The mail server is away",
				"mailer-1 is down for good: java.io.IOException: The mail server is away");
	}

}
