package io.zproc.apps;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.zproc.apps.traced.TracedApplication;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trace goes on in all processes of an application that has a tracer.
 */
@LeakChecked
@Timeout(540)
@ExtendWith(SharedArchive.class)
class TracedApplicationTests {

	@Test
	void requestIsOneTraceInAllProcesses() throws IOException {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(TracedApplication.class).jvmArgs("-cp", withTracer()))) {
			String answer = application.ask("order");
			String own = answer.substring("{own=".length(), answer.indexOf(','));
			assertThat(own).matches("[0-9a-f]{16,32}");
			assertThat(answer).isEqualTo(("{own=%1$s, worker=%1$s, restarted=%1$s, task=%1$s, waiter=%1$s,"
					+ " cashier=%1$s, accountant=%1$s}")
				.formatted(own));
		}
	}

	/** Surefire's class path does not have Spring Boot's auto-configuration of it. */
	private static String withTracer() throws IOException {
		String jars = Files.readString(Path.of("target", "child-class-path.txt")).strip();
		return Arrays.stream(jars.split(File.pathSeparator, -1))
			.filter((jar) -> jar.contains("spring-boot-micrometer-tracing"))
			.collect(Collectors.joining(File.pathSeparator, System.getProperty("java.class.path") + File.pathSeparator,
					""));
	}

}
