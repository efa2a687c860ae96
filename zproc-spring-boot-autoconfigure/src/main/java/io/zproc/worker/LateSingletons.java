package io.zproc.worker;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Gives singletons that are made after the refresh their
 * {@link SmartInitializingSingleton} callback. Spring calls it for those only that exist
 * when the refresh ends, and Boot therefore makes them eagerly; without it the
 * interceptor of {@code @Cacheable}, for one, would do nothing, and say nothing.
 */
final class LateSingletons implements BeanPostProcessor {

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<SmartInitializingSingleton> pending = new ArrayList<>();

	private volatile Phase phase = Phase.REFRESH;

	LateSingletons(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * The refresh is over: from now on callbacks are ours to make. They wait until the
	 * worker's beans are complete, because a callback may look up other beans.
	 */
	void collect() {
		this.phase = Phase.COLLECT;
	}

	void flush() {
		List<SmartInitializingSingleton> singletons;
		synchronized (this.pending) {
			this.phase = Phase.CALL;
			singletons = List.copyOf(this.pending);
			this.pending.clear();
		}
		singletons.forEach(SmartInitializingSingleton::afterSingletonsInstantiated);
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (this.phase != Phase.REFRESH && bean instanceof SmartInitializingSingleton singleton
				&& this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName).isSingleton() && !add(singleton)) {
			singleton.afterSingletonsInstantiated();
		}
		return bean;
	}

	private boolean add(SmartInitializingSingleton singleton) {
		synchronized (this.pending) {
			return this.phase == Phase.COLLECT && this.pending.add(singleton);
		}
	}

	private enum Phase {

		REFRESH, COLLECT, CALL

	}

}
