package io.zproc.worker;

import java.util.List;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * What Spring Boot says about a context that could not be refreshed: what happened, what
 * to do.
 */
final class FailureReport {

	private FailureReport() {
	}

	/**
	 * Logs the analysis that {@code SpringApplication} would have logged.
	 * @param context the context that failed
	 * @param failure why it failed
	 */
	static void log(ConfigurableApplicationContext context, Throwable failure) {
		try {
			List<SpringBootExceptionReporter> reporters = SpringFactoriesLoader
				.forDefaultResourceLocation(context.getClassLoader())
				.load(SpringBootExceptionReporter.class,
						ArgumentResolver.of(ConfigurableApplicationContext.class, context));
			for (SpringBootExceptionReporter reporter : reporters) {
				if (reporter.reportException(failure)) {
					return;
				}
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// The failure itself is what the caller needs to hear.
			failure.addSuppressed(ex);
		}
	}

}
