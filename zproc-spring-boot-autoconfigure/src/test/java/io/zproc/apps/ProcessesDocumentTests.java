package io.zproc.apps;

import java.util.List;

import io.zproc.apps.bakery.BakeryApplication;
import io.zproc.apps.bakery.BakeryApplication.Bakery;
import io.zproc.testing.DocumentedExample;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/processes.md} is code, and does what the page says.
 */
@LeakChecked
@Timeout(360)
@ExtendWith(OutputCaptureExtension.class)
class ProcessesDocumentTests {

	@Test
	void exampleIsTheCode() {
		DocumentedExample.isShown("processes.md", "# Processes", "apps/bakery/BakeryApplication.java");
	}

	@Test
	void saysWhatWaitsToBeStartedAndThatNothingKeepsTheApplicationUp(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BakeryApplication.class)
			.web(WebApplicationType.NONE)
			.run("--zproc.mode=in-process")) {
			assertThat(context.isRunning()).isTrue();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("No worker "))).satisfiesExactly(
				(line) -> assertThat(line).endsWith("No worker is started with the application; those whose methods"
						+ " have parameters that who starts them must give wait for ProcessManager.spawn: [bake]"),
				(line) -> assertThat(line).endsWith("No worker runs and there is no web server, so the application"
						+ " ends, unless another thread keeps it up"));
	}

	@Test
	void exampleDoesWhatThePageSays() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BakeryApplication.class)
			.web(WebApplicationType.NONE)
			.run("--zproc.mode=in-process")) {
			Bakery bakery = context.getBean(Bakery.class);
			assertThat(bakery.bakeAll(List.of(1, 2))).containsExactly(2, 4);
			assertThat(bakery.bakeWhatIsPossible(List.of(1, -1, 3))).containsExactly(2, 6);
			assertThat(bakery.tryToBake(5)).isEqualTo("10 cookies");
			assertThat(bakery.tryToBake(-5)).isEqualTo("Nobody bakes -5 cookies");
			assertThat(bakery.tryToBake(5_000)).isEqualTo("exit code 75");
		}
	}

}
