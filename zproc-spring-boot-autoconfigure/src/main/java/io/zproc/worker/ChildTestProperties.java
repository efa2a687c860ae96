package io.zproc.worker;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives a child the properties that the test of its parent has set, before the
 * configuration files are read, as in the parent: they may name profiles and files.
 */
final class ChildTestProperties implements EnvironmentPostProcessor, Ordered {

	static final String NAME = "zprocTest";

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		WorkerRuntime worker = WorkerRuntime.current();
		if (worker != null && !worker.bootstrap().properties().isEmpty()) {
			Map<String, Object> properties = new LinkedHashMap<>(worker.bootstrap().properties());
			environment.getPropertySources().addFirst(new MapPropertySource(NAME, properties));
		}
	}

}
