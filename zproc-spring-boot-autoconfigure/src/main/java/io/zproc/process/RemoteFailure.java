package io.zproc.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An exception as plain values, which any process can read.
 *
 * @param className the name of its class
 * @param message its message
 * @param frames its stack
 * @param cause its cause
 * @param suppressed what it suppressed
 * @since 0.1.0
 */
public record RemoteFailure(String className, @Nullable String message, List<StackTraceElement> frames,
		@Nullable RemoteFailure cause, List<RemoteFailure> suppressed) {

	private static final int MAX_MESSAGE = 8_192;

	private static final int MAX_FRAMES = 200;

	private static final int MAX_THROWABLES = 32;

	/** Makes it plain that a part is missing. */
	private static final String CUT = "... [cut]";

	/**
	 * Describes an exception. Cycles of causes are cut, and so is what is too large.
	 * @param failure the exception
	 * @return its description
	 */
	public static RemoteFailure of(Throwable failure) {
		RemoteFailure described = of(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
		return (described != null) ? described
				: new RemoteFailure(failure.getClass().getName(), null, List.of(), null, List.of());
	}

	private static @Nullable RemoteFailure of(@Nullable Throwable failure, Set<Throwable> seen) {
		if (failure == null || seen.size() == MAX_THROWABLES || !seen.add(failure)) {
			return null;
		}
		RemoteFailure cause = of(causeOf(failure), seen);
		List<RemoteFailure> suppressed = new ArrayList<>();
		for (Throwable other : failure.getSuppressed()) {
			RemoteFailure described = of(other, seen);
			if (described != null) {
				suppressed.add(described);
			}
		}
		List<StackTraceElement> frames = List.of(failure.getStackTrace());
		return new RemoteFailure(failure.getClass().getName(), messageOf(failure),
				frames.subList(0, Math.min(frames.size(), MAX_FRAMES)), cause, suppressed);
	}

	/** The methods are the user's, and may throw themselves. */
	private static @Nullable Throwable causeOf(Throwable failure) {
		try {
			return failure.getCause();
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private static @Nullable String messageOf(Throwable failure) {
		try {
			String message = failure.getMessage();
			return (message == null || message.length() <= MAX_MESSAGE) ? message
					: message.substring(0, MAX_MESSAGE - CUT.length()) + CUT;
		}
		catch (RuntimeException ex) {
			return "(its getMessage() threw " + ex.getClass().getName() + ")";
		}
	}

	/**
	 * Class and message.
	 * @return what {@link Throwable#toString()} says
	 */
	public String describe() {
		return (this.message != null) ? this.className + ": " + this.message : this.className;
	}

	/**
	 * This description as plain values.
	 * @return the values by their names
	 */
	public Map<String, @Nullable Object> toMap() {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("class", this.className);
		map.put("message", this.message);
		map.put("frames", this.frames.stream().map(RemoteFailure::toList).toList());
		map.put("cause", (this.cause != null) ? this.cause.toMap() : null);
		map.put("suppressed", this.suppressed.stream().map(RemoteFailure::toMap).toList());
		return map;
	}

	private static List<@Nullable Object> toList(StackTraceElement frame) {
		List<@Nullable Object> list = new ArrayList<>();
		list.add(frame.getClassLoaderName());
		list.add(frame.getModuleName());
		list.add(frame.getModuleVersion());
		list.add(frame.getClassName());
		list.add(frame.getMethodName());
		list.add(frame.getFileName());
		list.add(frame.getLineNumber());
		return list;
	}

	/**
	 * Reads what {@link #toMap} has written.
	 * @param value the values
	 * @return the description, {@code null} when it is something else
	 */
	public static @Nullable RemoteFailure of(@Nullable Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return null;
		}
		List<StackTraceElement> frames = new ArrayList<>();
		for (Object frame : list(map.get("frames"))) {
			frames.add(frame(list(frame)));
		}
		List<RemoteFailure> suppressed = new ArrayList<>();
		for (Object other : list(map.get("suppressed"))) {
			RemoteFailure described = of(other);
			if (described != null) {
				suppressed.add(described);
			}
		}
		return new RemoteFailure(String.valueOf(map.get("class")), (String) map.get("message"), frames,
				of(map.get("cause")), suppressed);
	}

	private static List<?> list(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

	private static StackTraceElement frame(List<?> list) {
		return new StackTraceElement((String) list.get(0), (String) list.get(1), (String) list.get(2),
				(String) list.get(3), (String) list.get(4), (String) list.get(5), (Integer) list.get(6));
	}

}
