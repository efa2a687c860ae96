package io.zproc.worker;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChildEnvironment}.
 */
class ChildEnvironmentTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void winsOverEverything() {
		set(Map.of("spring.jpa.hibernate.ddl-auto", "create-drop", "logging.file.name", "app.log"));
		ChildEnvironment.apply(this.environment);
		assertThat(this.environment.getProperty("spring.jpa.hibernate.ddl-auto")).isEqualTo("none");
		assertThat(this.environment.getProperty("logging.file.name")).isEmpty();
	}

	@Test
	void userLiftsADefaultAndSetsWhatOnlyAChildHas() {
		set(Map.of("zproc.child.properties.spring.flyway.enabled", "true",
				"zproc.child.properties[spring.sql.init.mode]", "always", "mail.host", "one",
				"zproc.child.properties.mail.host", "two"));
		ChildEnvironment.apply(this.environment);
		assertThat(this.environment.getProperty("spring.flyway.enabled")).isEqualTo("true");
		assertThat(this.environment.getProperty("spring.sql.init.mode")).isEqualTo("always");
		assertThat(this.environment.getProperty("mail.host")).isEqualTo("two");
		assertThat(this.environment.getProperty("spring.liquibase.enabled")).isEqualTo("false");
	}

	@Test
	void leavesAnUnmarkedJvmAlone() {
		new ChildEnvironment().postProcessEnvironment(this.environment, new SpringApplication());
		assertThat(this.environment.getPropertySources().contains(ChildEnvironment.NAME)).isFalse();
	}

	private void set(Map<String, Object> properties) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("user", properties));
	}

}
