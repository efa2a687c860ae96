package io.zproc.process;

import java.lang.reflect.Constructor;
import java.util.Objects;
import java.util.function.Function;

import io.zproc.RemoteException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an exception of its description: one of the same class when it can be, otherwise
 * a stand-in.
 *
 * @since 0.1.0
 */
public final class RebuiltFailure {

	/** Finds a class that may be made, by its name. */
	private final Function<String, @Nullable Class<? extends Throwable>> classes;

	/**
	 * Creates one.
	 * @param classes finds a class that may be made, by its name
	 */
	public RebuiltFailure(Function<String, @Nullable Class<? extends Throwable>> classes) {
		this.classes = classes;
	}

	/**
	 * The exception that a waiter gets.
	 * @param who what threw it, for people
	 * @param failure its description
	 * @return the exception
	 */
	public RemoteException of(String who, RemoteFailure failure) {
		return new RemoteException(who + " threw " + failure.describe(), failure.className(), failure.message(),
				failure.frames(), rebuild(failure));
	}

	private Throwable rebuild(RemoteFailure failure) {
		RemoteFailure described = failure.cause();
		Throwable cause = (described != null) ? rebuild(described) : null;
		Throwable made = make(failure, cause);
		if (made == null) {
			made = new RemoteException(failure.describe(), failure.className(), failure.message(), failure.frames(),
					cause);
		}
		made.setStackTrace(failure.frames().toArray(StackTraceElement[]::new));
		for (RemoteFailure suppressed : failure.suppressed()) {
			made.addSuppressed(rebuild(suppressed));
		}
		return made;
	}

	private @Nullable Throwable make(RemoteFailure failure, @Nullable Throwable cause) {
		Class<? extends Throwable> type = this.classes.apply(failure.className());
		if (type == null) {
			return null;
		}
		try {
			Throwable made = make(type, failure.message(), cause);
			boolean isSame = made != null && Objects.equals(made.getMessage(), failure.message())
					&& made.getCause() == cause;
			return isSame ? made : null;
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			// A constructor that does not want these values: the stand-in tells all.
			return null;
		}
	}

	private static @Nullable Throwable make(Class<? extends Throwable> type, @Nullable String message,
			@Nullable Throwable cause) throws ReflectiveOperationException {
		Constructor<? extends Throwable> withCause = find(type, String.class, Throwable.class);
		if (withCause != null) {
			return withCause.newInstance(message, cause);
		}
		Constructor<? extends Throwable> plain = find(type, String.class);
		if (plain != null) {
			Throwable made = plain.newInstance(message);
			return (cause != null) ? made.initCause(cause) : made;
		}
		Constructor<? extends Throwable> bare = (message == null) ? find(type) : null;
		if (bare == null) {
			return null;
		}
		Throwable made = bare.newInstance();
		return (cause != null) ? made.initCause(cause) : made;
	}

	private static @Nullable Constructor<? extends Throwable> find(Class<? extends Throwable> type,
			Class<?>... parameters) {
		try {
			Constructor<? extends Throwable> found = type.getDeclaredConstructor(parameters);
			return found.trySetAccessible() ? found : null;
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

}
