package io.zproc.worker;

import java.util.List;

import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Why the application of a worker could not be set up, in the words that Spring Boot has
 * for it. Boot itself says them only of a run that it refreshes.
 */
final class StartFailure {

	private static final Logger logger = LoggerFactory.getLogger(StartFailure.class);

	private StartFailure() {
	}

	/**
	 * Explains a failure.
	 * @param failure what was thrown
	 * @param label the worker
	 * @param context the context, {@code null} when it was not loaded
	 * @return an exception that says what happened and what to do, or the failure itself
	 * when ZProc has put it in words, or no analyzer knows it
	 */
	static RuntimeException explain(RuntimeException failure, String label,
			@Nullable ConfigurableApplicationContext context) {
		if (failure instanceof ZProcException) {
			return failure;
		}
		for (FailureAnalyzer analyzer : analyzers(context)) {
			FailureAnalysis analysis = analyze(analyzer, failure);
			if (analysis != null) {
				String action = analysis.getAction();
				return new ZProcException("The application of worker '" + label + "' could not be set up: "
						+ analysis.getDescription() + ((action != null) ? "\nAction: " + action : ""), failure);
			}
		}
		return failure;
	}

	/** One that fails itself must not hide the failure. */
	private static @Nullable FailureAnalysis analyze(FailureAnalyzer analyzer, Throwable failure) {
		try {
			return analyzer.analyze(failure);
		}
		catch (RuntimeException | LinkageError ex) {
			failure.addSuppressed(ex);
			return null;
		}
	}

	private static List<FailureAnalyzer> analyzers(@Nullable ConfigurableApplicationContext context) {
		ArgumentResolver arguments = (context == null) ? ArgumentResolver.none()
				: ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
					.and(Environment.class, context.getEnvironment());
		return SpringFactoriesLoader
			.forDefaultResourceLocation(
					(context != null) ? context.getClassLoader() : StartFailure.class.getClassLoader())
			.load(FailureAnalyzer.class, arguments,
					(type, name, ex) -> logger.debug("Failure analyzer {} cannot be used here", name, ex));
	}

}
