package io.zproc;

/**
 * An atomic function held its turn for longer than {@code zproc.state.atomic-timeout}.
 * The turn was given to the next in line; nothing that the function wrote was applied.
 *
 * @since 0.1.0
 */
public class AtomicTimeoutException extends ZProcException {

	/**
	 * Creates an exception.
	 * @param message which turn was lost, and after how long
	 */
	public AtomicTimeoutException(String message) {
		super(message);
	}

}
