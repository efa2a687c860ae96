package io.zproc.apps.report;

import java.util.List;
import java.util.Map;

import io.zproc.SharedState;
import io.zproc.apps.Console;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerSupervisor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;

/**
 * Stays up while its workers run.
 */
@SpringBootApplication
public class ReportApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(ReportApplication.class, args);
	}

	@Bean
	Console console(StateConnection connection, SharedState state, WorkerSupervisor supervisor) {
		return new Console(Map.of("secret", () -> connection.address().secret(), "records", () -> records(supervisor),
				"go", () -> state.put("go", true)));
	}

	private static List<String> records(WorkerSupervisor supervisor) {
		return supervisor.records()
			.stream()
			.map((record) -> record.name() + "-" + record.instance() + " " + record.state() + " " + record.exitCode()
					+ " " + record.failure())
			.sorted()
			.toList();
	}

	@Bean
	@Profile("night")
	String shift() {
		return "night shift";
	}

}
