package io.zproc.process;

import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

/**
 * A process could not be launched.
 *
 * @since 0.1.0
 */
public class LaunchException extends ZProcException {

	private final String action;

	/**
	 * Creates an exception.
	 * @param message what happened
	 * @param action what to do about it
	 * @param cause why it happened, or {@code null}
	 */
	public LaunchException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/**
	 * What to do about it.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
