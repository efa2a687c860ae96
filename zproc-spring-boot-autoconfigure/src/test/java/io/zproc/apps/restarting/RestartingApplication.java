package io.zproc.apps.restarting;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.zproc.OnHung;
import io.zproc.OnStateChange;
import io.zproc.ProcessExit;
import io.zproc.ProcessManager;
import io.zproc.Restart;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.WorkerContext;
import io.zproc.WorkerProcess;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * Has a worker that dies twice, one that always dies, one that needs it, and a watcher
 * that is killed.
 */
@SpringBootApplication
public class RestartingApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(RestartingApplication.class, args);
	}

	@Bean
	Console console(ProcessManager processes, SharedState state) {
		return new Console(Map.of("mailer", () -> state(processes, "mailer"), "hopeless",
				() -> process(processes, "hopeless").await(Duration.ofSeconds(60)), "letters", () -> {
					for (int i = 0; i < 3; i++) {
						state.increment("letters", 1);
					}
					return "sent";
				}, "fourth letter", () -> state.increment("letters", 1)));
	}

	private static String state(ProcessManager processes, String name) {
		WorkerProcess<?> process = process(processes, name);
		return process.state() + ", attempt " + process.attempt();
	}

	private static WorkerProcess<?> process(ProcessManager processes, String name) {
		return processes.processes()
			.stream()
			.filter((process) -> process.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Component
	static class Mailer {

		@ZProcWorker(restart = Restart.ON_FAILURE)
		void mailer(WorkerContext context) throws InterruptedException {
			switch (context.attempt()) {
				case 1 -> throw new IllegalStateException("The mail server is away");
				case 2 -> throw new ProcessExit(75);
				default -> {
					Console.fact("mailer runs in attempt " + context.attempt());
					new CountDownLatch(1).await();
				}
			}
		}

		@ZProcWorker(heartbeatTimeout = "2s", onHung = OnHung.KILL, restart = Restart.ON_FAILURE)
		void stuck(WorkerContext context) throws InterruptedException {
			context.heartbeat();
			if (context.attempt() == 1) {
				new CountDownLatch(1).await();
			}
			Console.fact("stuck no more");
		}

		@ZProcWorker(restartFor = "3")
		void hopeless() {
			throw new ProcessExit(3);
		}

		@ZProcWorker(autoStart = false, restart = Restart.ON_FAILURE)
		void owner(@Autowired ProcessManager processes) throws InterruptedException {
			var unused = processes.worker("boss").spawn();
			new CountDownLatch(1).await();
		}

		@ZProcWorker(autoStart = false, restart = Restart.ON_FAILURE)
		void boss(@Autowired ProcessManager processes) throws InterruptedException {
			var unused = processes.worker("hopeless").spawn();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Console.fact("boss ignores its interrupt");
				new CountDownLatch(1).await();
			}
		}

	}

	@Component
	static class Archive {

		@ZProcWorker
		@OnStateChange("letters")
		void archive(SharedState state) {
			Console.fact("archive has " + state.get("letters") + " letters");
		}

		@ZProcWorker(autoStart = false)
		@OnStateChange("letters")
		void clerk(StateChange change, SharedState state) {
			Object letter = change.after().get("letters");
			if (Long.valueOf(2).equals(letter) && state.increment("refused", 1) == 1) {
				throw new IllegalStateException("Nobody can read it");
			}
			Console.fact("clerk has read letter " + letter);
		}

	}

}
