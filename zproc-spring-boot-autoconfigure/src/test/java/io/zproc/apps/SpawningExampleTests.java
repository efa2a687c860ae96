package io.zproc.apps;

import java.time.Duration;

import io.zproc.ProcessManager;
import io.zproc.Swarm;
import io.zproc.WorkerProcess;
import io.zproc.ZProcWorker;
import io.zproc.testing.DocumentedExample;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of a controller in {@code docs/processes.md} is code, and works.
 */
@LeakChecked
@Timeout(180)
class SpawningExampleTests {

	// example
	@Component
	static class Writer {

		@ZProcWorker
		public String write(int year) {
			return "All was well in " + year;
		}

	}

	@RestController
	static class Reports {

		private final ProcessManager processes;

		Reports(ProcessManager processes) {
			this.processes = processes;
		}

		@PostMapping("/reports/{year}")
		String report(@PathVariable("year") int year) {
			// A JVM of its own, for this request.
			WorkerProcess<String> writer = this.processes.spawn(Writer::write, year);
			return writer.await(Duration.ofMinutes(5));
		}

	}
	// end

	@Test
	void exampleIsTheCode() {
		DocumentedExample.isIn("processes.md", "apps/SpawningExampleTests.java");
	}

	@Test
	void controllerAwaitsWhatItSpawns() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--zproc.mode=in-process")) {
			assertThat(context.getBean(Reports.class).report(2026)).isEqualTo("All was well in 2026");
			assertThat(context.getBeanProvider(Swarm.class)).isEmpty();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ Writer.class, Reports.class })
	static class Application {

	}

}
