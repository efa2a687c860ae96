package io.zproc.process;

import io.zproc.ZProcException;

/**
 * An annotated method that cannot be what its annotation says. The application does not
 * start.
 *
 * @since 0.1.0
 */
public class InvalidMethodException extends ZProcException {

	private final String action;

	/**
	 * Creates an exception.
	 * @param message which method, and what is wrong with it
	 * @param action what to do about it
	 */
	public InvalidMethodException(String message, String action) {
		super(message);
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
