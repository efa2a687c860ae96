package io.zproc.apps.bakery;

import java.time.Duration;
import java.util.List;

import io.zproc.ProcessExit;
import io.zproc.ProcessManager;
import io.zproc.RemoteException;
import io.zproc.WorkerFailedException;
import io.zproc.WorkerOutcome;
import io.zproc.WorkerProcess;
import io.zproc.ZProcWorker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

/**
 * The example of {@code docs/processes.md}.
 */
@SpringBootApplication
public class BakeryApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(BakeryApplication.class, args);
	}

	/** Bakes in processes. */
	// example
	@Component
	public static class Bakery {

		private final ProcessManager processes;

		Bakery(ProcessManager processes) {
			this.processes = processes;
		}

		@ZProcWorker
		public int bake(int cookies) {
			if (cookies < 0) {
				throw new IllegalArgumentException("Nobody bakes " + cookies + " cookies");
			}
			if (cookies > 1_000) {
				throw new ProcessExit(75); // the oven is too small
			}
			return cookies * 2;
		}

		public List<Integer> bakeAll(List<Integer> orders) {
			List<WorkerProcess<Integer>> bakers = this.processes.worker(Bakery::bake).spawnEach(orders);
			return this.processes.awaitAll(bakers, Duration.ofMinutes(1));
		}

		public List<Integer> bakeWhatIsPossible(List<Integer> orders) {
			List<WorkerProcess<Integer>> bakers = this.processes.worker(Bakery::bake).spawnEach(orders);
			return this.processes.settleAll(bakers, Duration.ofMinutes(1))
				.stream()
				.filter(WorkerOutcome::isSuccess)
				.map(WorkerOutcome::result)
				.toList();
		}

		public String tryToBake(int cookies) {
			WorkerProcess<Integer> baker = this.processes.spawn(Bakery::bake, cookies);
			try {
				return baker.await(Duration.ofMinutes(1)) + " cookies";
			}
			catch (RemoteException ex) { // the method threw an exception
				return ex.remoteMessage();
			}
			catch (WorkerFailedException ex) { // the process ended otherwise
				return "exit code " + ex.exitCode();
			}
		}

	}
	// end

}
