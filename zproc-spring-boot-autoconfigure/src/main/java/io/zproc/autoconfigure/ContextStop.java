package io.zproc.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;

import io.zproc.process.ApplicationStop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Closes the application's context and ends the JVM with an exit code that is not 0. The
 * JVM of a test runs on: it is not the application's.
 */
final class ContextStop implements ApplicationStop {

	private static final Logger logger = LoggerFactory.getLogger(ContextStop.class);

	private static final int EXIT_CODE = 1;

	/** As Spring Boot says why an application has failed to start. */
	private static final String REPORT = """


			**********************
			APPLICATION IS STOPPED
			**********************

			Description:

			{}

			Action:

			{}
			""";

	private final ConfigurableApplicationContext context;

	private final AtomicBoolean isStopping = new AtomicBoolean();

	ContextStop(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public void because(String what, String action) {
		if (this.context.isClosed()) {
			logger.error("{} (the application is stopping already)", what);
			return;
		}
		logger.error(REPORT, what, action);
		if (this.isStopping.compareAndSet(false, true)) {
			// No daemon: when the context is closed nothing else may keep the JVM up, and
			// it would end with 0.
			Thread thread = new Thread(this::stop, "zproc-stop-application");
			thread.setDaemon(false);
			thread.start();
		}
	}

	/**
	 * When a shutdown of the JVM is under way, this thread never returns, and holds up
	 * nobody.
	 */
	private void stop() {
		int exitCode = EXIT_CODE;
		try {
			exitCode = SpringApplication.exit(this.context, () -> EXIT_CODE);
		}
		finally {
			if (!TestSupport.isTest(this.context.getEnvironment())) {
				System.exit(exitCode);
			}
		}
	}

}
