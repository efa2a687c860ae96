package io.zproc;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An exception that was thrown in another process. What {@link WorkerProcess#await}
 * throws has the stack of the thread that waits; its cause is the exception as it was
 * thrown there, with the stack that it had there, its causes and its suppressed
 * exceptions. The cause is of the same class when that is a class of {@code java} or of
 * the application with a constructor that takes a message, with or without a cause;
 * otherwise it is a {@code RemoteException} that tells the name of the class.
 * <p>
 * Nothing is serialised. Of each exception up to 200 stack frames and 8192 characters of
 * its message are kept, of all that belong to it up to 32.
 *
 * @since 0.1.0
 */
public class RemoteException extends ZProcException {

	private final String remoteClassName;

	private final @Nullable String remoteMessage;

	@SuppressWarnings("serial") // an unmodifiable list, which nobody serialises
	private final List<StackTraceElement> remoteStackTrace;

	/**
	 * Creates an exception.
	 * @param message what happened
	 * @param remoteClassName the name of the class of the exception in the other process
	 * @param remoteMessage its message there
	 * @param remoteStackTrace its stack there
	 * @param cause the exception itself, as far as it could be made again
	 */
	public RemoteException(String message, String remoteClassName, @Nullable String remoteMessage,
			List<StackTraceElement> remoteStackTrace, @Nullable Throwable cause) {
		super(message, cause);
		this.remoteClassName = remoteClassName;
		this.remoteMessage = remoteMessage;
		this.remoteStackTrace = List.copyOf(remoteStackTrace);
	}

	/**
	 * The class of the exception in the other process.
	 * @return the name of the class, which this process need not have
	 */
	public String remoteClassName() {
		return this.remoteClassName;
	}

	/**
	 * The message of the exception in the other process.
	 * @return the message, or {@code null}
	 */
	public @Nullable String remoteMessage() {
		return this.remoteMessage;
	}

	/**
	 * The stack of the exception in the other process.
	 * @return the frames, the innermost first; unmodifiable
	 */
	public List<StackTraceElement> remoteStackTrace() {
		return this.remoteStackTrace;
	}

}
