package io.zproc.worker;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.ApplicationContextFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.weaving.LoadTimeWeaverAware;

/**
 * The bean factory of a child, which hides beans that only want to know a load-time
 * weaver as long as there is none. A refresh makes them even when they are lazy, and
 * JPA's entity manager factory is one: each worker would pay for it.
 */
final class ChildBeanFactory extends DefaultListableBeanFactory {

	private static final String RUNNER = "org.springframework.boot.Runner";

	static final ApplicationContextFactory CONTEXTS = (webApplicationType) -> createContext();

	private static ConfigurableApplicationContext createContext() {
		ChildBeanFactory beanFactory = new ChildBeanFactory();
		return AotDetector.useGeneratedArtifacts() ? new GenericApplicationContext(beanFactory)
				: new AnnotationConfigApplicationContext(beanFactory);
	}

	@Override
	public String[] getBeanNamesForType(@Nullable Class<?> type, boolean includeNonSingletons, boolean allowEagerInit) {
		if (type == LoadTimeWeaverAware.class
				&& !containsBean(ConfigurableApplicationContext.LOAD_TIME_WEAVER_BEAN_NAME)) {
			return new String[0];
		}
		if (type != null && type.getName().equals(RUNNER)) {
			// Asked by an application that main runs before the worker's own.
			return new String[0];
		}
		return super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit);
	}

}
