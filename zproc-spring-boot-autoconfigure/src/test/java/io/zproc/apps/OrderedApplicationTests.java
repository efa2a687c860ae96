package io.zproc.apps;

import io.zproc.apps.ordered.OrderedApplication;
import io.zproc.testing.DocumentedExample;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers start in the order in which they need each other, and stop in the reverse one.
 * The example of {@code docs/lifecycle.md} is code, and does what the page says.
 */
@LeakChecked
@Timeout(540)
@ExtendWith(SharedArchive.class)
class OrderedApplicationTests {

	@ParameterizedTest
	@ValueSource(strings = { "processes", "in-process" })
	void startsShopAfterItsStoreAndStopsItBefore(String mode) {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(OrderedApplication.class, "--zproc.mode=" + mode))) {
			application.awaitLine("The shop has 12 shelves");
			assertThat(application.lines("Worker 'shop-1' is started when [store-1] are ready")).hasSize(1);
			application.jvm().signal("TERM");
			application.jvm().awaitExit(RunningApplication.BOUND);
			if (mode.equals("processes")) {
				assertThat(application.jvm().output().stream().filter(OrderedApplicationTests::isEnd))
					.map((line) -> line.replaceAll(".*(Worker '.*' ).*(exited with \\d+).*|.*(The .* is closed)",
							"$1$2$3"))
					// What follows are the beans of the application itself.
					.startsWith("The shop is closed", "Worker 'shop-1' exited with 0", "The store is closed",
							"Worker 'store-1' exited with 0");
			}
		}
	}

	private static boolean isEnd(String line) {
		return line.contains(" exited with ") || line.endsWith(" is closed");
	}

	@Test
	void exampleIsTheCode() {
		DocumentedExample.isShown("lifecycle.md", "# The life of a worker", "apps/ordered/OrderedApplication.java");
	}

}
