package io.zproc.apps.sharing;

import java.util.Map;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;
import io.zproc.process.WorkerSupervisor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Runs several times beside itself: with a worker and a watcher of the same names, on one
 * state server that was started by hand.
 */
@SpringBootApplication
public class SharingApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(SharingApplication.class, args);
	}

	@Bean
	Console console(SharedState state, WorkerSupervisor supervisor) {
		return new Console(Map.of("add", () -> state.increment("n", 1), "n", () -> state.get("n"), "records",
				() -> supervisor.records().stream().map((record) -> record.name() + " " + record.pid()).toList()));
	}

	@OnStateChange("n")
	void counted(StateChange change) {
		Console.fact("saw " + change.after().get("n") + " by " + change.origin().pid());
	}

	@ZProcWorker
	void worker(SharedState state, WorkerContext context) {
		Console.fact("worker of " + state.increment("started", 1));
		state.watch("go").whenTruthy("go").await();
	}

}
