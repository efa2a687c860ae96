package io.zproc.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.zproc.actuate.tracing.ObservedTracing;
import io.zproc.client.Tracing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of traces that go on in other processes, where the application has a
 * tracer of Micrometer Tracing.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure"
						+ ".OpenTelemetryTracingAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(type = { "io.micrometer.observation.ObservationRegistry", "io.micrometer.tracing.Tracer" })
@ConditionalOnProperty(name = "zproc.enabled", matchIfMissing = true)
public final class ZProcTracingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(Tracing.class)
	ObservedTracing zprocTracing(ObjectProvider<ObservationRegistry> registry) {
		return new ObservedTracing(registry);
	}

}
