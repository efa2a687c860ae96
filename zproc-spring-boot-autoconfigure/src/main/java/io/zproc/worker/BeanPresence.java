package io.zproc.worker;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tells which singletons exist, and makes none.
 *
 * @param beanFactory the factory of the beans
 */
record BeanPresence(ConfigurableListableBeanFactory beanFactory) {

	boolean isIn(ApplicationContext context) {
		return context instanceof ConfigurableApplicationContext configurable
				&& configurable.getBeanFactory() == this.beanFactory;
	}

	boolean isMade(String beanName) {
		try {
			// Not isSingleton, which makes a factory bean to ask it.
			return this.beanFactory.containsSingleton(beanName)
					|| !this.beanFactory.getMergedBeanDefinition(beanName).isSingleton();
		}
		catch (NoSuchBeanDefinitionException ex) {
			return false;
		}
	}

}
