package io.zproc.launch;

import java.time.Duration;

import io.zproc.SharedState;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is run by no main of its own: the only one on the stack is that of
 * the launcher of the tests.
 */
@LeakChecked
@Timeout(360)
class WithoutMainTests {

	@Test
	void workersRunTheSources() {
		try (ConfigurableApplicationContext context = SpringApplication.run(LaunchedApplication.class,
				"--spring.main.web-application-type=none", "--zproc.exit-when-done=false", "--launched.argument=a b")) {
			SharedState state = context.getBean(SharedState.class);
			state.watch("facts").whenNotNull("facts").timeout(Duration.ofSeconds(90)).await();
			assertThat(state.getMap("facts", String.class)).containsEntry("main", "null")
				.containsEntry("launched.argument", "a b");
		}
	}

}
