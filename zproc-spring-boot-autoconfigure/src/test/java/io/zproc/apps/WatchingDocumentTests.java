package io.zproc.apps;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.Snapshot;
import io.zproc.StateChange;
import io.zproc.testing.DocumentedExample;
import io.zproc.testing.LeakChecked;
import io.zproc.watch.ApplicationWatchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The example of {@code docs/watching.md} is code, and does what it says.
 */
@LeakChecked
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class WatchingDocumentTests {

	// example
	@Component
	static class Clock {

		private final List<String> log;

		Clock(List<String> log) {
			this.log = log;
		}

		@OnStateChange("alarm") // each change of the key, its removal too
		void changed(StateChange change) {
			this.log.add(change.before().get("alarm") + " -> " + change.after().get("alarm"));
		}

		@OnStateChange(keys = "ticks", condition = "after.ticks != null and after.ticks % 10 == 0")
		void everyTenth(Snapshot after, SharedState state) {
			state.put("alarm", "at " + after.get("ticks"));
		}

		@OnStateChange(key = "alarm", equalTo = "off")
		void switchedOff() {
			this.log.add("off");
		}

	}
	// end

	@Test
	void exampleIsTheCode() {
		DocumentedExample.isShown("watching.md", "# Watching", "apps/WatchingDocumentTests.java");
	}

	@Test
	void exampleDoesWhatItSays(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--zproc.mode=in-process")) {
			SharedState state = context.getBean(SharedState.class);
			List<String> log = context.getBean(Application.class).log;
			for (int i = 9; i < 12; i++) {
				state.put("ticks", i);
			}
			await().atMost(Duration.ofSeconds(90)).until(() -> log.contains("null -> at 10"));
			state.put("alarm", "off");
			state.clear();
			await().atMost(Duration.ofSeconds(90)).until(context.getBean(ApplicationWatchers.class)::areUpToDate);
			assertThat(log).containsExactlyInAnyOrder("null -> at 10", "at 10 -> off", "off", "off -> null");
		}
		assertThat(output).doesNotContain(" failed at ");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Clock.class)
	static class Application {

		private final List<String> log = new CopyOnWriteArrayList<>();

		@Bean
		List<String> log() {
			return this.log;
		}

	}

}
