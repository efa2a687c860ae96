package io.zproc.benchmark;

import io.zproc.SharedState;
import io.zproc.ZProcWorker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application with one worker that ends at once, and the application with it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StartedApplication {

	public static void main(String[] args) {
		SpringApplication.run(StartedApplication.class, args);
	}

	@ZProcWorker
	void starter(SharedState state) {
		state.put("started", true);
	}

}
