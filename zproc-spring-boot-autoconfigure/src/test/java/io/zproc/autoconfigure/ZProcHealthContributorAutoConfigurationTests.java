package io.zproc.autoconfigure;

import java.time.Duration;

import io.zproc.SharedState;
import io.zproc.actuate.ZProcHealthIndicator;
import io.zproc.process.StateConnection;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZProcHealthContributorAutoConfiguration}.
 */
@LeakChecked
@Timeout(180)
class ZProcHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ZProcAutoConfiguration.class, ZProcHealthContributorAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class));

	@Test
	void isRegisteredAsZproc() {
		this.runner
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("zproc"))
				.isInstanceOf(ZProcHealthIndicator.class));
	}

	@Test
	void forksNothingByBeingAsked() {
		this.runner.run((context) -> {
			long children = ProcessHandle.current().children().count();
			Health health = context.getBean(ZProcHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("server", "not used yet");
			assertThat(context.getBean(StateConnection.class).isConnected()).isFalse();
			assertThat(ProcessHandle.current().children().count()).isEqualTo(children);
		});
	}

	@Test
	void showsTheServerThatIsInUse() {
		this.runner.withPropertyValues("zproc.mode=in-process").run((context) -> {
			context.getBean(SharedState.class).put("a", 1);
			Health health = context.getBean(ZProcHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().get("server"))
				.isInstanceOfSatisfying(ZProcHealthIndicator.ServerDetail.class, (server) -> {
					assertThat(server.pid()).isEqualTo(ProcessHandle.current().pid());
					assertThat(server.address()).isEqualTo("in-process");
					assertThat(server.pingMs()).isNotNegative();
				});
		});
	}

	@Test
	void isNotThereWhenItIsOff() {
		this.runner.withPropertyValues("management.health.zproc.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZProcHealthIndicator.class));
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZProcHealthIndicator.class));
		this.runner.withPropertyValues("zproc.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZProcHealthIndicator.class));
	}

	@Test
	void isNotThereWithoutItsClasses() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ZProcAutoConfiguration.class, ZProcHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class, HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("zprocHealthContributor"));
	}

	@Test
	void backsOffForTheUsersOwn() {
		HealthIndicator own = () -> Health.unknown().build();
		for (String name : new String[] { "zprocHealthContributor", "zprocHealthIndicator" }) {
			this.runner.withBean(name, HealthIndicator.class, () -> own)
				.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("zproc"))
					.isSameAs(own));
		}
	}

	@Test
	void propertiesAreChecked() {
		this.runner.withPropertyValues("zproc.health.timeout=0s")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("zproc.health.timeout: PT0S"));
		this.runner.withPropertyValues("zproc.health.max-lag=-1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("zproc.health.max-lag: -1 (expected: >= 0)"));
		this.runner.withPropertyValues("zproc.health.timeout=3s", "zproc.health.max-lag=7")
			.run((context) -> assertThat(context.getBean(ZProcProperties.class).health())
				.isEqualTo(new ZProcProperties.Health(Duration.ofSeconds(3), 7L)));
	}

}
