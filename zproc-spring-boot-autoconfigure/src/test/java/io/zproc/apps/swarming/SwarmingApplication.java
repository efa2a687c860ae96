package io.zproc.apps.swarming;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.zproc.ProcessManager;
import io.zproc.Swarm;
import io.zproc.SwarmTaskException;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * Owns a swarm, one of whose processes is in a call that never ends.
 */
@SpringBootApplication
public class SwarmingApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(SwarmingApplication.class, args);
	}

	@Bean
	static Console console(ProcessManager processes) {
		return new Console(Map.of("start", () -> {
			Swarm pool = processes.swarm("pool", 2);
			pool.worker(Calls::endless).post(1);
			return "started";
		}, "call", () -> {
			try {
				return processes.swarm("pool").worker(Calls::echo).timeout(Duration.ofSeconds(60)).run(1);
			}
			catch (SwarmTaskException ex) {
				return ex.reason() + ": " + ex.getMessage();
			}
		}, "resize", () -> {
			processes.swarm("pool").resize(3);
			return "told";
		}, "close", () -> {
			processes.swarm("pool").close();
			return "closed";
		}));
	}

	@Component
	static class Calls {

		@ZProcWorker
		int echo(int number) {
			return number;
		}

		/** Ignores what would interrupt it. */
		@ZProcWorker
		int endless(int ignored) {
			Console.fact("is in a call");
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

}
