package io.zproc.apps.ending;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.zproc.SharedState;
import io.zproc.StateUnavailableException;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;
import jakarta.annotation.PreDestroy;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * Has a worker that ends when it is interrupted, and one that does not.
 */
@SpringBootApplication
public class EndingApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(EndingApplication.class, args);
	}

	/**
	 * Takes the ends that come from inside.
	 */
	@Bean
	static Console console(ConfigurableApplicationContext context) {
		return new Console(Map.of("close", () -> {
			goOn();
			context.close();
			return "closed";
		}, "halt", () -> {
			Runtime.getRuntime().halt(3);
			return "";
		}, "restart", () -> {
			Restarter.getInstance().restart();
			return "restarted";
		}));
	}

	/**
	 * Keeps the JVM, as a thread of an application's own does that is no daemon.
	 */
	private static void goOn() {
		Thread thread = new Thread(() -> {
			while (true) {
				LockSupport.park();
			}
		}, "going-on");
		// The console's thread, which asks for it, is one.
		thread.setDaemon(false);
		thread.start();
	}

	@Bean
	@ConditionalOnBooleanProperty("ending.fail")
	static SmartInitializingSingleton failure(SharedState state) {
		return () -> {
			state.put("failing", true);
			throw new IllegalStateException("fails after its first write");
		};
	}

	/**
	 * The context is not refreshed before the death was noticed.
	 */
	@Bean
	@ConditionalOnBooleanProperty("ending.kill-server")
	static SmartInitializingSingleton killer(SharedState state) {
		return () -> {
			ProcessHandle.of(state.ping(Duration.ofSeconds(30)).pid()).orElseThrow().destroyForcibly();
			try {
				state.watch("anything").await();
			}
			catch (StateUnavailableException ex) {
				Console.fact("noticed");
			}
		};
	}

	@Component
	static class Polite {

		private final SharedState state;

		Polite(SharedState state) {
			this.state = state;
		}

		@ZProcWorker
		void polite() throws InterruptedException {
			Console.fact("works");
			try {
				new CountDownLatch(1).await();
			}
			finally {
				this.state.put("method", "ended");
			}
		}

		@PreDestroy
		void end() {
			if (this.state.containsKey("method")) {
				this.state.put("bean", "ended after its method");
			}
		}

	}

	@Component
	static class Stubborn {

		@ZProcWorker
		void stubborn() {
			Console.fact("works");
			while (true) {
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					Console.fact("ignores an interrupt");
				}
			}
		}

	}

	/**
	 * Made in the application only: no worker needs it.
	 */
	@Component
	static class LastWords {

		private final SharedState state;

		LastWords(SharedState state) {
			this.state = state;
		}

		@PreDestroy
		void end() {
			Console.fact("last words " + this.state.get("method") + ", " + this.state.get("bean"));
		}

	}

}
