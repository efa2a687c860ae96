package io.zproc.apps;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.apps.alarm.AlarmApplication;
import io.zproc.testing.DocumentedExample;
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
@Timeout(360)
class EventsDocumentTests {

	@Test
	void exampleIsTheCode() {
		DocumentedExample.isShown("events.md",
				"# Events\n\nWhat happens to processes and to the state is an event of the application's context:",
				"apps/alarm/AlarmApplication.java");
	}

	@Test
	void exampleDoesWhatThePageSays() {
		List<String> pages = new CopyOnWriteArrayList<>();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(AlarmApplication.class)
			.web(WebApplicationType.NONE)
			.initializers((GenericApplicationContext made) -> made.registerBean(AlarmApplication.Pager.class,
					() -> pages::add))
			.run("--zproc.mode=in-process")) {
			await().atMost(Duration.ofSeconds(90)).until(() -> pages.size() >= 2);
			assertThat(context.isActive()).isTrue();
		}
		assertThat(pages).containsExactly("mailer fails again and again: java.io.IOException: The mail server is away",
				"mailer-1 is down for good: java.io.IOException: The mail server is away");
	}

}
