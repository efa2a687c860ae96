package io.zproc;

import org.jspecify.annotations.Nullable;

/**
 * The state server cannot be reached. {@link #outcome()} says what has become of the
 * call.
 *
 * @since 0.1.0
 */
public class StateUnavailableException extends ZProcException {

	private final Outcome outcome;

	/**
	 * Creates an exception.
	 * @param message which server is gone, and since when
	 * @param outcome what has become of the call
	 */
	public StateUnavailableException(String message, Outcome outcome) {
		this(message, outcome, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param message which server is gone, and since when
	 * @param outcome what has become of the call
	 * @param cause why the server cannot be reached, or {@code null}
	 */
	public StateUnavailableException(String message, Outcome outcome, @Nullable Throwable cause) {
		super(message + " (" + outcome + ")", cause);
		this.outcome = outcome;
	}

	/**
	 * Says what has become of the call.
	 * @return the outcome
	 */
	public Outcome outcome() {
		return this.outcome;
	}

	/**
	 * What has become of a call whose answer never came.
	 */
	public enum Outcome {

		/**
		 * The call did not change anything, and will not.
		 */
		NOT_APPLIED,

		/**
		 * The call may have been applied before the server was lost.
		 */
		UNKNOWN

	}

}
