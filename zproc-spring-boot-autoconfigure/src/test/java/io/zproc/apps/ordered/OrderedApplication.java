package io.zproc.apps.ordered;

import java.util.concurrent.CountDownLatch;

import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import jakarta.annotation.PreDestroy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

/**
 * Has a shop that needs its store.
 */
@SpringBootApplication
public class OrderedApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(OrderedApplication.class, args);
	}

	// example
	@Component
	static class Store {

		@ZProcWorker(reportsReady = true)
		void store(SharedState state, WorkerContext context) throws InterruptedException {
			state.put("shelves", 12);
			context.ready();
			new CountDownLatch(1).await();
		}

		@PreDestroy
		void close() {
			System.out.println("The store is closed");
		}

	}

	@Component
	static class Shop {

		@ZProcWorker(after = "store")
		void shop(SharedState state) throws InterruptedException {
			System.out.println("The shop has " + state.get("shelves") + " shelves");
			new CountDownLatch(1).await();
		}

		@PreDestroy
		void close() {
			System.out.println("The shop is closed");
		}

	}
	// end

}
