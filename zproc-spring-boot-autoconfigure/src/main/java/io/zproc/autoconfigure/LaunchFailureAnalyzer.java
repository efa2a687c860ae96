package io.zproc.autoconfigure;

import io.zproc.process.LaunchException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do when a process could not be launched.
 */
final class LaunchFailureAnalyzer extends AbstractFailureAnalyzer<LaunchException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, LaunchException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
