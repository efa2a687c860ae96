package io.zproc.apps;

import java.util.List;
import java.util.stream.Stream;

import io.zproc.ProcessManager;
import io.zproc.Swarm;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example at the beginning of {@code docs/swarm.md}.
 */
@LeakChecked
@Timeout(180)
class SwarmExampleTests {

	@Test
	void exampleDoesWhatItSeemsTo() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--zproc.mode=in-process")) {
			example(context.getBean(ProcessManager.class));
		}
	}

	private static void example(ProcessManager processes) {
		List<Integer> numbers = List.of(1, 2, 3);
		Swarm swarm = processes.swarm("numbers", 4);
		int one = swarm.run(Jobs::square, 7);
		List<Integer> all = swarm.worker(Jobs::square).chunk(50).map(numbers);
		try (Stream<Integer> lazy = swarm.stream(Jobs::square, Stream.iterate(1, (n) -> n + 1))) {
			lazy.limit(10).forEach(System.out::println);
		}
		swarm.resize(8);
		swarm.close();
		assertThat(one).isEqualTo(49);
		assertThat(all).containsExactly(1, 4, 9);
	}

	@Test
	void exampleIsTheOneThatIsDocumented() {
		DocumentedExample.linesAreFrom("swarm.md", "apps/SwarmExampleTests.java", 10);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Jobs.class)
	static class Application {

	}

	@Component
	static class Jobs {

		@ZProcWorker
		public int square(int number) {
			return number * number;
		}

	}

}
