package io.zproc.apps.busy;

import java.util.List;
import java.util.Map;

import io.zproc.ProcessState;
import io.zproc.ServerLostEvent;
import io.zproc.SharedState;
import io.zproc.apps.Console;
import io.zproc.process.ApplicationStop;
import io.zproc.process.WorkerSupervisor;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * An application whose workers count, hold turns and echo.
 */
@SpringBootApplication
public class BusyApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(BusyApplication.class, args);
	}

	/**
	 * Goes on without its state, to be asked what becomes of calls.
	 */
	@Bean
	static ApplicationStop applicationStop() {
		return (what, action) -> Console.fact("stop: " + what);
	}

	@Bean
	CommandLineRunner beforeWorkersAreLaunched(SharedState state) {
		return (args) -> {
			state.namespace("echo").put("n", 1_000L);
			state.namespace("echo").put("n", 1_001L);
		};
	}

	@EventListener
	void lost(ServerLostEvent event) {
		Console.fact("event: server " + event.pid() + " is lost: " + event.reason());
	}

	@Bean
	Console console(SharedState state, Listener listener, WorkerSupervisor supervisor) {
		Storm storm = new Storm(state.namespace("sum"));
		Waiters waiters = new Waiters(state);
		return new Console(Map.of("say", () -> say(state), "heard", () -> state.namespace("echo").get("heard"),
				"overheard", listener::overheard, "storm", storm::rage, "sum",
				() -> state.namespace("sum").get("count"), "wait", waiters::begin, "ask again", waiters::askAgain,
				"failures", () -> failures(supervisor)));
	}

	private static List<String> failures(WorkerSupervisor supervisor) {
		return supervisor.records()
			.stream()
			.filter((record) -> record.state() == ProcessState.FAILED)
			.map((record) -> record.name() + "-" + record.instance() + " " + record.exitCode() + " " + record.failure())
			.toList();
	}

	private static String say(SharedState state) {
		for (long n = 1; n <= Echo.CHANGES; n++) {
			state.namespace("echo").put("n", n);
		}
		state.namespace("gates").put("echo", true);
		return "said";
	}

}
