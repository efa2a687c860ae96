package io.zproc.apps.retrying;

import java.io.IOException;

import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

/**
 * Has a worker that needs its third run, and one that gives up.
 */
@SpringBootApplication
public class RetryingApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(RetryingApplication.class, args);
	}

	@Component
	static class Mailer {

		@ZProcWorker(retryFor = IOException.class, maxRetries = 5, delay = "20ms", multiplier = 2)
		void mailer(WorkerContext context) throws IOException {
			if (context.retry() < 2) {
				throw new IOException("The mail server is away");
			}
			Console.fact("sent after " + context.retry() + " retries in attempt " + context.attempt());
		}

		@ZProcWorker(retryFor = IOException.class, maxRetries = 5)
		void hopeless(WorkerContext context) {
			Console.fact("tries " + context.retry());
			throw new IllegalArgumentException("The address is no address");
		}

	}

}
