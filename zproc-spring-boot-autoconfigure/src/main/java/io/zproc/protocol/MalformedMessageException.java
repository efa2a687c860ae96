package io.zproc.protocol;

/**
 * Bytes that are no message of this protocol.
 *
 * @since 0.1.0
 */
public class MalformedMessageException extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param message what was found, and what was expected
	 */
	public MalformedMessageException(String message) {
		super(message);
	}

}
