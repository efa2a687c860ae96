package io.zproc.worker.shop;

import java.util.concurrent.TimeUnit;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with all that a child must not run.
 */
@SpringBootApplication
class ShopApplication {

	static final class Main {

		private Main() {
		}

		@SuppressWarnings({ "unused", "IncorrectMainMethod" })
		private static void main(String[] args) {
			Facts.add("main " + Thread.currentThread().getName());
			SpringApplication application = new SpringApplication(ShopApplication.class);
			application.addListeners(new ApplicationPidFileWriter());
			application.run(args);
			Facts.add("main returns");
		}

	}

	/**
	 * For a normal run; JDK 17 starts no private main.
	 */
	static final class Parent {

		private Parent() {
		}

		public static void main(String[] args) throws InterruptedException {
			ConfigurableApplicationContext context = SpringApplication.run(ShopApplication.class, args);
			ShopConfiguration.StartListeners.TICKED.await(30, TimeUnit.SECONDS);
			context.close();
		}

	}

}
