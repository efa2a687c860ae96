package io.zproc.apps;

import io.zproc.ProcessManager;
import io.zproc.Swarm;
import io.zproc.SwarmTaskException;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The example of a swarm that is a bean in {@code docs/swarm.md} is code, and works.
 */
@LeakChecked
@Timeout(180)
class SwarmBeanExampleTests {

	// example
	@Configuration(proxyBeanMethods = false)
	static class Pools {

		// Lazy, because no process can be started while beans are made.
		@Bean(destroyMethod = "close")
		@Lazy
		Swarm numbers(ProcessManager processes) {
			return processes.swarm("numbers", 4);
		}

	}

	@RestController
	static class Squares {

		private final Swarm numbers;

		Squares(@Lazy Swarm numbers) {
			this.numbers = numbers;
		}

		@GetMapping("/squares/{number}")
		int square(@PathVariable("number") int number) {
			// In a process that is there already.
			return this.numbers.run(Jobs::square, number);
		}

	}
	// end

	@Test
	void exampleIsTheCode() {
		DocumentedExample.isIn("swarm.md", "apps/SwarmBeanExampleTests.java");
	}

	@Test
	void swarmIsMadeByItsFirstCallAndClosedWithItsApplication() {
		Swarm swarm;
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--zproc.mode=in-process")) {
			assertThat(context.getBeanFactory().containsSingleton("numbers")).isFalse();
			Squares squares = context.getBean(Squares.class);
			assertThat(squares.square(7)).isEqualTo(49);
			assertThat(squares.square(8)).isEqualTo(64);
			swarm = context.getBean(Swarm.class);
			assertThat(swarm.progress().size()).isEqualTo(4);
		}
		assertThatExceptionOfType(SwarmTaskException.class).isThrownBy(() -> swarm.run(Jobs::square, 9));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ Jobs.class, Pools.class, Squares.class })
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
