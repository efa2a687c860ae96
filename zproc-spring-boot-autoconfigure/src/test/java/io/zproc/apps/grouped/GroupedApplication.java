package io.zproc.apps.grouped;

import java.util.Map;

import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * Has two groups of workers.
 */
@SpringBootApplication
public class GroupedApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(GroupedApplication.class, args);
	}

	@Bean
	Console console(SharedState state) {
		return new Console(Map.of("break parser", () -> state.put("broken", "parser"), "break index",
				() -> state.put("broken", "index")));
	}

	private static void work(WorkerContext worker, SharedState state) {
		Console.fact(worker.name() + " works in attempt " + worker.attempt());
		state.watch("broken").whenEqual("broken", worker.name()).await();
		state.remove("broken");
		throw new IllegalStateException("It is broken");
	}

	// example
	@Component
	static class Pipeline {

		@ZProcWorker(group = "pipeline")
		void reader(WorkerContext worker, SharedState state) {
			work(worker, state);
		}

		@ZProcWorker(group = "pipeline", after = "reader")
		void parser(WorkerContext worker, SharedState state) {
			work(worker, state);
		}

		@ZProcWorker(group = "pipeline", after = "parser")
		void writer(WorkerContext worker, SharedState state) {
			work(worker, state);
		}

	}
	// end

	@Component
	static class Search {

		@ZProcWorker(group = "search")
		void store(WorkerContext worker, SharedState state) {
			work(worker, state);
		}

		@ZProcWorker(group = "search", after = "store")
		void index(WorkerContext worker, SharedState state) {
			work(worker, state);
		}

		@ZProcWorker(group = "search", after = "index")
		void query(WorkerContext worker, SharedState state) {
			work(worker, state);
		}

	}

}
