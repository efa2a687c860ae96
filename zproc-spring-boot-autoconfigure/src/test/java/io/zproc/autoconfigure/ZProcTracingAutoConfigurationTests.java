package io.zproc.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.zproc.actuate.tracing.ObservedTracing;
import io.zproc.client.Tracing;
import io.zproc.process.StateConnection;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZProcTracingAutoConfiguration}.
 */
@LeakChecked
@Timeout(180)
class ZProcTracingAutoConfigurationTests {

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withPropertyValues("zproc.mode=in-process")
		.withConfiguration(AutoConfigurations.of(ZProcAutoConfiguration.class, ZProcTracingAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.bare
		.withBean(ObservationRegistry.class, ObservationRegistry::create)
		.withBean(Tracer.class, () -> Tracer.NOOP);

	@Test
	void clientOfTheStateHasIt() {
		this.runner.run((context) -> assertThat(context.getBean(StateConnection.class).client().tracing())
			.isSameAs(context.getBean(ObservedTracing.class)));
	}

	@Test
	void isNotThereWithoutATracer() {
		this.bare.withBean(ObservationRegistry.class, ObservationRegistry::create).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Tracing.class);
			assertThat(context.getBean(StateConnection.class).client().tracing()).isSameAs(Tracing.NONE);
		});
	}

	@Test
	void isNotThereWithoutARegistry() {
		this.bare.withBean(Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Tracing.class));
	}

	@Test
	void isNotThereWithoutMicrometer() {
		this.bare.withClassLoader(new FilteredClassLoader("io.micrometer")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Tracing.class);
			assertThat(context.getBean(StateConnection.class).client().tracing()).isSameAs(Tracing.NONE);
		});
	}

	@Test
	void isNotThereWhenZProcIsOff() {
		this.runner.withPropertyValues("zproc.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Tracing.class));
	}

	@Test
	void backsOffForTheUsersOwn() {
		this.runner.withBean("own", Tracing.class, () -> Tracing.NONE)
			.run((context) -> assertThat(context).hasSingleBean(Tracing.class).hasBean("own"));
	}

}
