package io.zproc.worker;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The application that a child JVM is to be.
 *
 * @param mainClassName the class with the user's own {@code main}, {@code null} to run
 * the sources instead
 * @param sourceClassNames the configuration classes to run when there is no main class
 * @param arguments the arguments of the application
 * @since 0.1.0
 */
public record ChildApplication(@Nullable String mainClassName, List<String> sourceClassNames, List<String> arguments) {

	public ChildApplication {
		sourceClassNames = List.copyOf(sourceClassNames);
		arguments = List.copyOf(arguments);
		if (mainClassName == null && sourceClassNames.isEmpty()) {
			throw new IllegalArgumentException("mainClassName: null (expected: a class name, or at least one source)");
		}
	}

	String describe() {
		return (this.mainClassName != null) ? "The main method of " + this.mainClassName
				: "The application of " + String.join(", ", this.sourceClassNames);
	}

}
