package io.zproc.apps.elsewhere;

import java.util.List;

import io.zproc.ZProcWorker;
import io.zproc.apps.Console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Its main starts Spring on another thread. Spring knows whose main it was only when it
 * was asked on the main thread.
 */
@SpringBootApplication
public class ElsewhereApplication {

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		Console.fact("main");
		Runnable run = () -> SpringApplication.run(ElsewhereApplication.class, args);
		if (List.of(args).contains("prepared")) {
			SpringApplication prepared = new SpringApplication(ElsewhereApplication.class);
			run = () -> prepared.run(args);
		}
		new Thread(run, "starter").start();
	}

	@ZProcWorker
	void worker() {
		Console.fact("worked");
	}

}
