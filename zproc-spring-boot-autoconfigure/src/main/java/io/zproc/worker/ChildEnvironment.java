package io.zproc.worker;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The safe defaults of a child JVM: it must not migrate, drop or initialise what its
 * parent owns, nor write to the parent's files. They win over everything that the
 * application configures; {@code zproc.child.properties.<name>=<value>} lifts or sets
 * single ones.
 */
final class ChildEnvironment implements EnvironmentPostProcessor, Ordered {

	static final String NAME = "zprocChild";

	private static final Map<String, Object> DEFAULTS = defaults();

	@Override
	public int getOrder() {
		// After the configuration files are read, which may lift a default.
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (ChildMark.isSet()) {
			apply(environment);
		}
	}

	static void apply(ConfigurableEnvironment environment) {
		Map<String, Object> properties = new LinkedHashMap<>(DEFAULTS);
		properties.putAll(ChildProperties.overrides(environment));
		environment.getPropertySources().remove(NAME);
		environment.getPropertySources().addFirst(new MapPropertySource(NAME, properties));
	}

	private static Map<String, Object> defaults() {
		Map<String, Object> defaults = new LinkedHashMap<>();
		addStart(defaults);
		addSchema(defaults);
		addLogging(defaults);
		return defaults;
	}

	private static void addStart(Map<String, Object> defaults) {
		defaults.put("spring.main.web-application-type", "none");
		defaults.put("spring.main.banner-mode", "off");
		defaults.put("spring.main.log-startup-info", "false");
		defaults.put("spring.batch.job.enabled", "false");
		defaults.put("spring.docker.compose.enabled", "false");
		defaults.put("spring.devtools.restart.enabled", "false");
		defaults.put("spring.devtools.livereload.enabled", "false");
		defaults.put("spring.jmx.enabled", "false");
		defaults.put("spring.application.admin.enabled", "false");
	}

	private static void addSchema(Map<String, Object> defaults) {
		defaults.put("spring.jpa.hibernate.ddl-auto", "none");
		defaults.put("spring.jpa.generate-ddl", "false");
		defaults.put("spring.jpa.properties.hibernate.hbm2ddl.auto", "none");
		defaults.put("spring.jpa.properties.jakarta.persistence.schema-generation.database.action", "none");
		defaults.put("spring.jpa.properties.jakarta.persistence.schema-generation.scripts.action", "none");
		defaults.put("spring.flyway.enabled", "false");
		defaults.put("spring.liquibase.enabled", "false");
		defaults.put("spring.sql.init.mode", "never");
		defaults.put("spring.batch.jdbc.initialize-schema", "never");
		defaults.put("spring.quartz.jdbc.initialize-schema", "never");
		defaults.put("spring.session.jdbc.initialize-schema", "never");
		defaults.put("spring.integration.jdbc.initialize-schema", "never");
		defaults.put("spring.modulith.events.jdbc.schema-initialization.enabled", "false");
		defaults.put("spring.cassandra.schema-action", "none");
	}

	private static void addLogging(Map<String, Object> defaults) {
		// Two JVMs must not roll one file.
		defaults.put("logging.file.name", "");
		defaults.put("logging.file.path", "");
		defaults.put("logging.console.enabled", "true");
		// In which the parent reads it, whatever the locale is.
		defaults.put("logging.charset.console", "UTF-8");
		defaults.put("logging.structured.format.console", "");
		// Time, worker and pid are the parent's to add. Logback and Log4j2 both know
		// these words, and both append the exception.
		defaults.put("logging.pattern.console", "%-5p %c{1} : %m%n");
		defaults.put("spring.output.ansi.enabled", "never");
		// A worker that is stopping may still log.
		defaults.put("logging.register-shutdown-hook", "false");
	}

}
