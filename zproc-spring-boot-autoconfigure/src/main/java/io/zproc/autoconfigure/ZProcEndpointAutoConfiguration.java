package io.zproc.autoconfigure;

import io.zproc.actuate.ZProcEndpoint;
import io.zproc.actuate.ZProcEndpointJmxExtension;
import io.zproc.actuate.ZProcEndpointWebExtension;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerSupervisor;
import io.zproc.watch.ApplicationWatchers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.PropertiesEndpointAccessResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of {@code /actuator/zproc}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ZProcAutoConfiguration.class)
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
		ZProcEndpoint zprocEndpoint(StateConnection connection, ZProcProperties zproc, WorkerSupervisor supervisor,
				ApplicationWatchers watchers, ZProcEndpointProperties properties,
				ObjectProvider<SanitizingFunction> sanitizingFunctions) {
			return new ZProcEndpoint(connection, zproc.namespace(), supervisor, watchers,
					sanitizingFunctions.orderedStream().toList(), properties.showValues(), properties.maxEntries());
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
		@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
		ZProcEndpointJmxExtension zprocEndpointJmxExtension(ZProcEndpoint endpoint) {
			return new ZProcEndpointJmxExtension(endpoint);
		}

	}

	@Bean
	@ConditionalOnWebApplication
	SmartInitializingSingleton zprocEndpointHint(ObjectProvider<ZProcEndpoint> endpoint, Environment environment) {
		return () -> {
			Access access = new PropertiesEndpointAccessResolver(environment).accessFor(EndpointId.of("zproc"),
					Access.READ_ONLY);
			if (endpoint.getIfAvailable() == null && access != Access.NONE) {
				logger.info("The endpoint /actuator/zproc is not exposed;"
						+ " management.endpoints.web.exposure.include=health,zproc would expose it");
			}
		};
	}

}
