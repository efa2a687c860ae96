package io.zproc.worker;

import java.lang.reflect.Modifier;

import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.ContextStartedEvent;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Keeps events from an application's multicaster that would start the user's work: the
 * context of a child has been refreshed, but the application has not been started. It
 * also sees to it that no bean is made just to hear that the context closes.
 * <p>
 * The multicaster may be the user's own, and other beans may know its class: so it is
 * advised rather than replaced.
 */
final class StartEvents implements BeanPostProcessor {

	private final BeanPresence presence;

	StartEvents(BeanPresence presence) {
		this.presence = presence;
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		return (beanName.equals(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME)
				&& bean instanceof ApplicationEventMulticaster multicaster) ? advise(multicaster) : bean;
	}

	ApplicationEventMulticaster advise(ApplicationEventMulticaster multicaster) {
		ProxyFactory factory = new ProxyFactory(multicaster);
		factory.setProxyTargetClass(!Modifier.isFinal(multicaster.getClass().getModifiers()));
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			if (invocation.getMethod().getName().equals("multicastEvent")
					&& invocation.getArguments()[0] instanceof ApplicationEvent event && !admit(multicaster, event)) {
				return null;
			}
			return invocation.proceed();
		});
		return (ApplicationEventMulticaster) factory.getProxy(multicaster.getClass().getClassLoader());
	}

	private boolean admit(ApplicationEventMulticaster multicaster, ApplicationEvent event) {
		if (event instanceof ContextClosedEvent closed && this.presence.isIn(closed.getApplicationContext())) {
			multicaster.removeApplicationListenerBeans((name) -> !this.presence.isMade(name));
		}
		return !(event instanceof ContextRefreshedEvent) && !(event instanceof ContextStartedEvent)
				&& !(event instanceof ApplicationStartedEvent) && !(event instanceof ApplicationReadyEvent)
				&& !(event instanceof AvailabilityChangeEvent);
	}

}
