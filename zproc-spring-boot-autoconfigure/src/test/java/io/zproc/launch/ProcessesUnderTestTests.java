package io.zproc.launch;

import java.time.Duration;
import java.util.Map;

import io.zproc.SharedState;
import io.zproc.apps.RunningApplication;
import io.zproc.apps.SharedArchive;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test that wants real processes.
 */
@LeakChecked
@Timeout(360)
@ExtendWith(SharedArchive.class)
@SpringBootTest(classes = LaunchedApplication.class, webEnvironment = WebEnvironment.NONE,
		args = "--launched.argument=a b", properties = { "zproc.mode=processes", "launched.inlined=in l\u00efne" })
@ActiveProfiles("night")
@DirtiesContext
class ProcessesUnderTestTests {

	@Autowired
	private SharedState state;

	@DynamicPropertySource
	static void dynamicProperties(DynamicPropertyRegistry registry) {
		registry.add("launched.dynamic", () -> 42);
		registry.add("zproc.worker.jvm-args", RunningApplication::jvmArgs);
	}

	@Test
	void workerHasSourcesProfilesPropertiesAndArgumentsOfTest() {
		this.state.watch("facts").whenNotNull("facts").timeout(Duration.ofSeconds(90)).await();
		Map<String, String> facts = this.state.getMap("facts", String.class);
		assertThat(facts).containsEntry("profiles", "night")
			.containsEntry("launched.profile", "of the night")
			.containsEntry("launched.inlined", "in l\u00efne")
			.containsEntry("launched.dynamic", "42")
			.containsEntry("launched.argument", "a b")
			.containsEntry("main", "null");
		assertThat(facts.get("pid")).isNotEqualTo(Long.toString(ProcessHandle.current().pid()));
	}

}
