package io.zproc.worker;

import java.lang.reflect.Method;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;

/**
 * Listener methods as usual, except that no bean is made just to hear that the context
 * closes.
 */
final class MadeBeansListenerFactory implements EventListenerFactory, Ordered {

	private final BeanPresence presence;

	MadeBeansListenerFactory(BeanPresence presence) {
		this.presence = presence;
	}

	@Override
	public int getOrder() {
		// Just before Spring's default factory, after all special ones.
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public boolean supportsMethod(Method method) {
		return true;
	}

	@Override
	public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
		return new Adapter(beanName, type, method, this.presence);
	}

	private static final class Adapter extends ApplicationListenerMethodAdapter {

		private final String beanName;

		private final BeanPresence presence;

		Adapter(String beanName, Class<?> type, Method method, BeanPresence presence) {
			super(beanName, type, method);
			this.beanName = beanName;
			this.presence = presence;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			if (!(event instanceof ContextClosedEvent) || this.presence.isMade(this.beanName)) {
				super.onApplicationEvent(event);
			}
		}

	}

}
