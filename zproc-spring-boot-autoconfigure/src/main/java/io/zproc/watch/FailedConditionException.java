package io.zproc.watch;

import io.zproc.ZProcException;

/**
 * The condition of a watcher's method could not be evaluated for a change. The message
 * says which condition, and why.
 */
final class FailedConditionException extends ZProcException {

	FailedConditionException(String condition, Throwable cause) {
		super("its condition '" + condition + "' cannot be evaluated (a key that is absent is null): "
				+ cause.getMessage(), cause);
	}

}
