package io.zproc;

/**
 * A process has not ended in the time that was given. It runs on.
 *
 * @since 0.1.0
 */
public class ProcessTimeoutException extends ZProcException {

	/**
	 * Creates an exception.
	 * @param message what was waited for, and for how long
	 */
	public ProcessTimeoutException(String message) {
		super(message);
	}

}
