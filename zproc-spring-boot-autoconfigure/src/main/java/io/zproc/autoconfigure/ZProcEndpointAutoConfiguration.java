package io.zproc.autoconfigure;

import io.zproc.ProcessManager;
import io.zproc.actuate.EndpointParts;
import io.zproc.actuate.ZProcEndpoint;
import io.zproc.actuate.ZProcEndpointJmxExtension;
import io.zproc.actuate.ZProcEndpointWebExtension;
import io.zproc.actuate.metrics.UseHistory;
import io.zproc.actuate.page.PageStreams;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerDefinitions;
import io.zproc.process.WorkerOperations;
import io.zproc.process.WorkerSupervisor;
import io.zproc.process.swarm.Swarms;
import io.zproc.watch.ApplicationWatchers;
import io.zproc.watch.ProcessWatcherTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.PropertiesEndpointAccessResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of {@code /actuator/zproc}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZProcAutoConfiguration.class, before = ManagementContextAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(StateConnection.class)
public final class ZProcEndpointAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ZProcEndpointAutoConfiguration.class);

	/**
	 * The endpoint, where it is exposed.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(ZProcEndpoint.class)
	@EnableConfigurationProperties(ZProcEndpointProperties.class)
	static class Exposed {

		@Bean
		@ConditionalOnMissingBean
		EndpointParts zprocEndpointParts(StateConnection connection, WorkerSupervisor supervisor,
				WorkerDefinitions workers, ObjectProvider<ProcessManager> processes, Swarms swarms,
				ApplicationWatchers watchers, ProcessWatcherTask watchingWorkers) {
			return new EndpointParts(connection, supervisor, new WorkerOperations(workers, supervisor),
					processes::getObject, swarms, watchers, watchingWorkers);
		}

		@Bean
		@ConditionalOnMissingBean
		ZProcEndpoint zprocEndpoint(EndpointParts parts, ZProcProperties zproc, ZProcEndpointProperties properties,
				ObjectProvider<SanitizingFunction> sanitizingFunctions) {
			return new ZProcEndpoint(parts, zproc.namespace(), sanitizingFunctions.orderedStream().toList(),
					properties.showValues(), properties.maxEntries());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
		ZProcEndpointWebExtension zprocEndpointWebExtension(ZProcEndpoint endpoint,
				ZProcEndpointProperties properties) {
			return new ZProcEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnBean(ZProcEndpointWebExtension.class)
		@ConditionalOnWebApplication
		@ConditionalOnBooleanProperty(name = "management.endpoint.zproc.page", matchIfMissing = true)
		PageStreams zprocPageStreams(ApplicationContext context, ZProcEndpointWebExtension endpoint,
				Environment environment, ObjectProvider<UseHistory> history) {
			return new PageStreams(context, endpoint, access(environment) == Access.UNRESTRICTED,
					history.getIfAvailable(UseHistory::new));
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
		ZProcEndpointJmxExtension zprocEndpointJmxExtension(ZProcEndpoint endpoint) {
			return new ZProcEndpointJmxExtension(endpoint);
		}

	}

	@Bean
	@ConditionalOnWebApplication
	SmartInitializingSingleton zprocEndpointHint(ObjectProvider<ZProcEndpoint> endpoint, Environment environment) {
		return () -> {
			if (endpoint.getIfAvailable() == null && access(environment) != Access.NONE) {
				logger.info("The endpoint /actuator/zproc is not exposed;"
						+ " management.endpoints.web.exposure.include=health,zproc would expose it");
			}
		};
	}

	private static Access access(Environment environment) {
		return new PropertiesEndpointAccessResolver(environment).accessFor(ZProcEndpoint.ID, Access.READ_ONLY);
	}

}
