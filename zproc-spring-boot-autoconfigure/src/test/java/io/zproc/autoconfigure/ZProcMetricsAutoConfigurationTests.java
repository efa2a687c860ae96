package io.zproc.autoconfigure;

import java.util.List;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zproc.actuate.metrics.MeterReader;
import io.zproc.actuate.metrics.SeenRegistries;
import io.zproc.actuate.metrics.ZProcMetrics;
import io.zproc.process.StateConnection;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZProcMetricsAutoConfiguration}.
 */
@LeakChecked
@Timeout(180)
class ZProcMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZProcAutoConfiguration.class, ZProcMetricsAutoConfiguration.class));

	@Test
	void bindingMetersForksNothing() {
		this.runner.withPropertyValues("zproc.metrics.interval=1ms").run((context) -> {
			long children = ProcessHandle.current().children().count();
			context.getBean(ZProcMetrics.class).bindTo(new SimpleMeterRegistry());
			assertThat(context.getBean(StateConnection.class).isConnected()).isFalse();
			assertThat(ProcessHandle.current().children().count()).isEqualTo(children);
		});
	}

	@Test
	void applicationReportsNothingToItself() {
		this.runner.run((context) -> assertThat(context.getBeanFactory().containsSingleton("zprocTelemetryReporter"))
			.isFalse());
	}

	@Test
	void isNotThereWhenItIsOff() {
		this.runner.withPropertyValues("zproc.metrics.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZProcMetrics.class));
		this.runner.withPropertyValues("zproc.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZProcMetrics.class));
	}

	@Test
	void isNotThereWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterBinder.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("zprocMetrics"));
	}

	@Test
	void backsOffForTheUsersOwn() {
		this.runner
			.withBean("own", ZProcMetrics.class, () -> new ZProcMetrics(null, null, null, null, null, null, null))
			.run((context) -> assertThat(context).hasSingleBean(ZProcMetrics.class).hasBean("own"));
	}

	@Test
	void propertiesAreChecked() {
		for (String property : new String[] { "interval", "max-processes", "max-namespaces", "forward-limit" }) {
			this.runner.withPropertyValues("zproc.metrics." + property + "=0")
				.run((context) -> assertThat(context.getStartupFailure()).rootCause()
					.hasMessageContaining("zproc.metrics." + property + ": "));
		}
	}

	@Test
	void blankPrefixIsRefused() {
		this.runner.withPropertyValues("zproc.metrics.forward[0]= ")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("zproc.metrics.forward: "));
	}

	@Test
	void seesTheRegistriesThatAreNeeded() {
		this.runner.withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
			registry.counter("orders.made").increment();
			assertThat(new MeterReader(context.getBean(SeenRegistries.class), List.of("orders."), 10).get()).hasSize(1);
		});
	}

}
