package io.zproc.autoconfigure;

import io.zproc.actuate.ZProcEndpoint;
import io.zproc.actuate.page.PageStreams;
import io.zproc.actuate.page.ReactivePageMapping;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * The live page, in the context that serves the endpoints on Spring WebFlux: the
 * application's, or that of a separate management port.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnBean(PageStreams.class)
class ZProcReactivePageConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactivePageMapping zprocReactivePageMapping(PathMappedEndpoints endpoints, PageStreams streams) {
		return new ReactivePageMapping(String.valueOf(endpoints.getPath(ZProcEndpoint.ID)), streams);
	}

}
