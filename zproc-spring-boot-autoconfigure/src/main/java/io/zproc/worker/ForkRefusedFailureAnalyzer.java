package io.zproc.worker;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why a second Spring application was refused.
 */
final class ForkRefusedFailureAnalyzer extends AbstractFailureAnalyzer<ForkRefusedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ForkRefusedException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Run SpringApplication on the thread that calls main. Code that starts further applications can ask "
						+ "for the system property '" + ChildMark.PROPERTY + "', which is set in a worker's JVM only.",
				cause);
	}

}
