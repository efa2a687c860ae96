package io.zproc.apps.jobs;

import java.time.Duration;

import io.zproc.ProcessManager;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Has workers to be started by a test, and starts one itself, from a runner: all that
 * stays for further processes is there when the first test begins.
 */
@SpringBootApplication
public class JobsApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(JobsApplication.class, args);
	}

	@Bean
	ApplicationRunner first(ProcessManager processes) {
		return (arguments) -> processes.spawn(Jobs::bake, 1).await(Duration.ofSeconds(60));
	}

}
