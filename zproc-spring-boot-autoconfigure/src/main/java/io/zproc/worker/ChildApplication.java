package io.zproc.worker;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;

/**
 * The application that a child JVM is to be.
 *
 * @param mainClassName the class with the user's own {@code main}, {@code null} to run
 * the sources instead
 * @param sourceClassNames the sources of the application: those to run when there is no
 * main class, otherwise those of the one to take of several that main runs, which is the
 * first when none are given
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

	/**
	 * The names of an application's sources, equal in each JVM.
	 * @param application the application
	 * @return the names
	 */
	public static List<String> sourceNames(SpringApplication application) {
		return application.getAllSources()
			.stream()
			.map((source) -> (source instanceof Class<?> type) ? type.getName() : String.valueOf(source))
			.sorted()
			.toList();
	}

	/**
	 * Finds the main method that this thread is in; the outermost one, since a main may
	 * call another's with more configuration. Those of launchers do not count.
	 * @return the name of its class, {@code null} when there is none
	 */
	public static @Nullable String callingMain() {
		return MainMethod.outermostOnStack();
	}

	/**
	 * Whether a class has a main method to run it by.
	 * @param type the class
	 * @return whether it has
	 */
	public static boolean hasMain(Class<?> type) {
		return MainMethod.isIn(type);
	}

	boolean isOf(SpringApplication application) {
		return this.mainClassName == null || this.sourceClassNames.isEmpty()
				|| this.sourceClassNames.equals(sourceNames(application));
	}

	String describe() {
		return (this.mainClassName != null) ? "The main method of " + this.mainClassName
				: "The application of " + String.join(", ", this.sourceClassNames);
	}

}
