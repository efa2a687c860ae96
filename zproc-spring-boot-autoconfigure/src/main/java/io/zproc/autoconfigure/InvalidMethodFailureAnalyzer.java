package io.zproc.autoconfigure;

import io.zproc.process.InvalidMethodException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do about an annotated method that cannot be what its annotation says.
 */
final class InvalidMethodFailureAnalyzer extends AbstractFailureAnalyzer<InvalidMethodException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, InvalidMethodException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
