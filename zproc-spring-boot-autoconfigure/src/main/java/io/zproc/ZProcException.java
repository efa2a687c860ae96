package io.zproc;

import org.jspecify.annotations.Nullable;

/**
 * Something that ZProc could not do. The message says what happened, to which key, worker
 * or property, with which value, and what to do next.
 *
 * @since 0.1.0
 */
public class ZProcException extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param message what happened
	 */
	public ZProcException(String message) {
		super(message);
	}

	/**
	 * Creates an exception with a cause.
	 * @param message what happened
	 * @param cause why it happened, or {@code null} when that is not known
	 */
	public ZProcException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
