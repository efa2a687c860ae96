package io.zproc.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.context.weaving.LoadTimeWeaverAware;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ChildBeans} makes of an application's bean definitions.
 */
class ChildBeansTests {

	@Test
	void startsNamedBeansThatNobodyDependsOn() {
		try (AnnotationConfigApplicationContext context = refresh(Map.of("zproc.child.start", "engine, lamp"),
				EngineConfiguration.class)) {
			assertThat(context.getBeanFactory().containsSingleton("engine")).isFalse();
			ChildContext.start(context, List.of());
			assertThat(context.getBean("engine", Engine.class).isRunning()).isTrue();
			assertThat(context.getBeanFactory().containsSingleton("lamp")).isTrue();
			assertThat(context.getBeanFactory().containsSingleton("brake")).isFalse();
		}
	}

	@Test
	void doesNotStartTheWorkerItself() {
		try (AnnotationConfigApplicationContext context = refresh(Map.of(), EngineConfiguration.class)) {
			Engine engine = context.getBean("engine", Engine.class);
			ChildContext.start(context, List.of("engine"));
			assertThat(engine.isRunning()).isFalse();
		}
	}

	@Test
	void stopsWhatTheWorkerStarted() {
		Engine engine;
		try (AnnotationConfigApplicationContext context = refresh(Map.of(), EngineConfiguration.class)) {
			engine = context.getBean("engine", Engine.class);
			engine.start();
		}
		assertThat(engine.isRunning()).isFalse();
	}

	@Test
	void replacesLifecycleProcessorOfTheUser() {
		try (AnnotationConfigApplicationContext context = refresh(Map.of(), EngineConfiguration.class)) {
			assertThat(context.getBean(DefaultLifecycleProcessor.class)).isInstanceOf(ChildLifecycleProcessor.class);
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void keepsMulticasterOfTheUserButNoStartEvents() {
		List<Object> events = new ArrayList<>();
		try (AnnotationConfigApplicationContext context = refresh(Map.of(), MulticasterConfiguration.class)) {
			UserMulticaster multicaster = context.getBean(UserMulticaster.class);
			multicaster.addApplicationListener((ApplicationListener<ApplicationEvent>) events::add);
			context.publishEvent(new ContextRefreshedEvent(context));
			context.start();
			context.publishEvent("domain");
			assertThat(events).hasSize(1);
			assertThat(context.getBean(UserMulticaster.class).seen()).isEqualTo(1);
		}
		assertThat(events).last().isInstanceOf(ContextClosedEvent.class);
	}

	@Test
	void makesNoListenerJustToTellItThatTheContextCloses() {
		ListenerConfiguration.made = 0;
		try (AnnotationConfigApplicationContext context = refresh(Map.of(), ListenerConfiguration.class)) {
			context.publishEvent("nobody listens");
		}
		assertThat(ListenerConfiguration.made).isZero();
	}

	@Test
	void tellsLateSingletonsThatSingletonsAreInstantiated() {
		try (AnnotationConfigApplicationContext context = refresh(Map.of(), LateConfiguration.class)) {
			Late early = context.getBean("early", Late.class);
			assertThat(early.calls).isZero();
			ChildContext.start(context, List.of("early"));
			assertThat(early.calls).isOne();
			assertThat(context.getBean("late", Late.class).calls).isOne();
		}
	}

	@Test
	void makesNoBeanThatSpringMakesAtStartUpEvenWhenItIsLazy() {
		try (AnnotationConfigApplicationContext context = refresh(Map.of(), LateConfiguration.class)) {
			assertThat(context.getBeanFactory().containsSingleton("backgroundBean")).isFalse();
			assertThat(context.getBeanFactory().containsSingleton("weaverAware")).isFalse();
		}
	}

	@Test
	void removesTheProcessorOfScheduledMethods() {
		try (AnnotationConfigApplicationContext context = refresh(Map.of(), ScheduledConfiguration.class)) {
			assertThat(context.getBeanNamesForType(ScheduledAnnotationBeanPostProcessor.class)).isEmpty();
		}
	}

	private AnnotationConfigApplicationContext refresh(Map<String, Object> properties, Class<?> configuration) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(new ChildBeanFactory());
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		context.register(configuration);
		ChildBeans.prepare(context);
		context.refresh();
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	static class EngineConfiguration {

		@Bean
		Engine engine() {
			return new Engine();
		}

		@Bean
		String lamp() {
			return "lamp";
		}

		@Bean
		Engine brake() {
			return new Engine();
		}

		@Bean
		DefaultLifecycleProcessor lifecycleProcessor() {
			return new DefaultLifecycleProcessor();
		}

	}

	static final class Engine implements Lifecycle {

		private boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MulticasterConfiguration {

		@Bean
		UserMulticaster applicationEventMulticaster() {
			return new UserMulticaster();
		}

	}

	static class UserMulticaster extends SimpleApplicationEventMulticaster {

		private int seen;

		int seen() {
			return this.seen;
		}

		@Override
		public void multicastEvent(ApplicationEvent event, ResolvableType type) {
			this.seen++;
			super.multicastEvent(event, type);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		private static int made;

		@Bean
		ApplicationListener<ContextClosedEvent> listener() {
			made++;
			return (event) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LateConfiguration {

		@Bean
		SimpleAsyncTaskExecutor bootstrapExecutor() {
			return new SimpleAsyncTaskExecutor();
		}

		@Bean
		Late early() {
			return new Late();
		}

		@Bean
		Late late() {
			return new Late();
		}

		@Bean
		LoadTimeWeaverAware weaverAware() {
			return (weaver) -> {
			};
		}

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		Object backgroundBean() {
			return new Object();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class ScheduledConfiguration {

	}

	static final class Late implements SmartInitializingSingleton {

		private int calls;

		@Override
		public void afterSingletonsInstantiated() {
			this.calls++;
		}

	}

}
