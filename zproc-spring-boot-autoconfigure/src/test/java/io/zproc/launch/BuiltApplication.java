package io.zproc.launch;

import java.util.Map;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;

/**
 * The parent of {@link LaunchedApplication}, and a main that builds both.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class BuiltApplication {

	/**
	 * Runs both applications.
	 * @param args their arguments
	 */
	public static void main(String[] args) {
		new SpringApplicationBuilder(BuiltApplication.class).child(LaunchedApplication.class)
			.profiles("built")
			.initializers((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("custom", Map.of("launched.customised", "yes"))))
			.run(args);
	}

	@Bean
	CommandLineRunner parentRunner() {
		return (args) -> System.out.println("parent runner");
	}

}
