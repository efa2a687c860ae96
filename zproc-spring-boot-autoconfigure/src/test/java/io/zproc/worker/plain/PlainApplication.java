package io.zproc.worker.plain;

import io.zproc.worker.shop.Facts;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * A small application with main methods of all kinds.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
class PlainApplication {

	@Bean
	CommandLineRunner runner() {
		return (args) -> Facts.add("runner");
	}

	@Bean
	Runnable shopWorker() {
		return () -> Facts.add("worked");
	}

	@Bean
	@ConditionalOnProperty("plain.broken")
	static BeanFactoryPostProcessor broken() {
		return (beanFactory) -> {
			throw new NoUniqueBeanDefinitionException(Runnable.class, "one", "two");
		};
	}

	static final class Swallowing {

		private Swallowing() {
		}

		public static void main(String[] args) {
			try {
				SpringApplication.run(PlainApplication.class, args);
			}
			catch (RuntimeException ex) {
				Facts.add("swallowed");
			}
		}

	}

	static final class OnAnotherThread {

		private OnAnotherThread() {
		}

		public static void main(String[] args) {
			Facts.add("main");
			new Thread(() -> SpringApplication.run(PlainApplication.class, args), "starter").start();
		}

	}

	static final class Catching {

		private Catching() {
		}

		public static void main(String[] args) {
			Facts.add("main");
			try {
				SpringApplication.run(PlainApplication.class, args);
			}
			catch (Exception ex) {
				Facts.add("caught");
				System.exit(7);
			}
		}

	}

	static final class Augmented {

		private Augmented() {
		}

		public static void main(String[] args) {
			SpringApplication.from(Catching::main).run(args);
		}

	}

	static final class WithoutSpring {

		private WithoutSpring() {
		}

		public static void main(String[] args) {
			Facts.add("main");
		}

	}

	static final class Throwing {

		private Throwing() {
		}

		public static void main(String[] args) {
			if (args.length == 0) {
				throw new IllegalArgumentException("no licence");
			}
		}

	}

}
