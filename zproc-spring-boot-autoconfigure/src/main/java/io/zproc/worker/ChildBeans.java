package io.zproc.worker;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Changes the bean definitions of the application into those of a child: all lazy,
 * nothing that starts by itself.
 */
final class ChildBeans implements BeanFactoryPostProcessor {

	private static final String NAME = ChildBeans.class.getName();

	/**
	 * Post-processors that start the work of annotated methods. Their containers are
	 * lifecycle beans, which are not started either; this also keeps them from being
	 * made.
	 */
	private static final Set<String> WORK_STARTERS = Set.of(
			"org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor",
			"org.springframework.jms.annotation.JmsListenerAnnotationBeanPostProcessor",
			"org.springframework.amqp.rabbit.annotation.RabbitListenerAnnotationBeanPostProcessor",
			"org.springframework.kafka.annotation.KafkaListenerAnnotationBeanPostProcessor",
			"org.springframework.pulsar.annotation.PulsarListenerAnnotationBeanPostProcessor",
			"org.springframework.pulsar.annotation.PulsarReaderAnnotationBeanPostProcessor",
			"io.awspring.cloud.sqs.annotation.SqsListenerAnnotationBeanPostProcessor");

	private final Environment environment;

	private final LateSingletons lateSingletons;

	private ChildBeans(Environment environment, LateSingletons lateSingletons) {
		this.environment = environment;
		this.lateSingletons = lateSingletons;
	}

	/**
	 * Prepares a context that is loaded but not refreshed.
	 * @param context the context of the child
	 */
	static void prepare(ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory factory = context.getBeanFactory();
		LateSingletons lateSingletons = new LateSingletons(factory);
		factory.registerSingleton(LateSingletons.class.getName(), lateSingletons);
		factory.registerSingleton(MadeBeansListenerFactory.class.getName(),
				new MadeBeansListenerFactory(new BeanPresence(factory)));
		// Unordered singletons come last among the post-processors of the factory: then
		// all configuration classes have registered their definitions.
		factory.registerSingleton(NAME, new ChildBeans(context.getEnvironment(), lateSingletons));
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
		removeWorkStarters(beanFactory, registry);
		replaceLifecycleProcessor(beanFactory, registry);
		filterEvents(beanFactory);
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			definition.setLazyInit(true);
			if (definition instanceof AbstractBeanDefinition abstractDefinition) {
				// Spring makes such beans at start-up even when they are lazy.
				abstractDefinition.setBackgroundInit(false);
			}
		}
	}

	private void removeWorkStarters(ConfigurableListableBeanFactory beanFactory, BeanDefinitionRegistry registry) {
		for (String name : beanFactory.getBeanNamesForType(BeanPostProcessor.class, true, false)) {
			if (isWorkStarter(beanFactory.getType(name, false)) && registry.containsBeanDefinition(name)) {
				registry.removeBeanDefinition(name);
			}
		}
	}

	private boolean isWorkStarter(@Nullable Class<?> type) {
		for (Class<?> candidate = type; candidate != null; candidate = candidate.getSuperclass()) {
			if (WORK_STARTERS.contains(candidate.getName())) {
				return true;
			}
		}
		return false;
	}

	private void replaceLifecycleProcessor(ConfigurableListableBeanFactory beanFactory,
			BeanDefinitionRegistry registry) {
		String name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME;
		if (registry.containsBeanDefinition(name)) {
			registry.removeBeanDefinition(name);
		}
		ChildLifecycleProcessor processor = new ChildLifecycleProcessor(beanFactory, this.lateSingletons::collect);
		Duration timeout = this.environment.getProperty("spring.lifecycle.timeout-per-shutdown-phase", Duration.class);
		if (timeout != null) {
			processor.setTimeoutPerShutdownPhase(timeout.toMillis());
		}
		beanFactory.registerSingleton(name, processor);
	}

	private void filterEvents(ConfigurableListableBeanFactory beanFactory) {
		StartEvents startEvents = new StartEvents(new BeanPresence(beanFactory));
		String name = AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME;
		if (!beanFactory.containsLocalBean(name)) {
			beanFactory.registerSingleton(name, startEvents.advise(new SimpleApplicationEventMulticaster(beanFactory)));
		}
		beanFactory.addBeanPostProcessor(startEvents);
	}

}
