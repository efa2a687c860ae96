package io.zproc.autoconfigure;

import io.zproc.actuate.ZProcHealthIndicator;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerSupervisor;
import io.zproc.watch.ApplicationWatchers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code zproc}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZProcAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean(StateConnection.class)
@ConditionalOnEnabledHealthIndicator("zproc")
public final class ZProcHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "zprocHealthIndicator", "zprocHealthContributor" })
	ZProcHealthIndicator zprocHealthContributor(StateConnection connection, WorkerSupervisor supervisor,
			ApplicationWatchers watchers, ZProcProperties properties) {
		return new ZProcHealthIndicator(connection, supervisor, watchers, properties.health().timeout(),
				properties.health().maxLag());
	}

}
