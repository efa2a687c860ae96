package io.zproc;

/**
 * A call on the shared state, or a wait for a change, took longer than it was allowed to
 * although the state server is there. A write that fails with this exception has been
 * withdrawn at the server: it was not and will not be applied.
 *
 * @since 0.1.0
 */
public class StateTimeoutException extends ZProcException {

	/**
	 * Creates an exception.
	 * @param message what was waited for, and how long
	 */
	public StateTimeoutException(String message) {
		super(message);
	}

}
