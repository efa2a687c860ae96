package io.zproc.worker;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;

import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

/**
 * The user's own main method, which neither needs to be public nor to stand in a public
 * class. From Java 25 on it may also be an instance method or lack the parameter.
 */
final class MainMethod {

	/** Their main methods lead to the application's, but are not part of it. */
	private static final List<String> LAUNCHERS = List.of("org.springframework.boot.loader.",
			"org.springframework.boot.devtools.", "org.apache.maven.", "org.junit.", "org.testng.", "com.intellij.",
			"org.eclipse.", "worker.org.gradle.", "org.gradle.", "sbt.", "com.google.testing.", "jdk.", "sun.");

	private static final Set<MethodType> SIGNATURES = Set.of(MethodType.methodType(void.class, String[].class),
			MethodType.methodType(void.class));

	private final Class<?> type;

	private final Method method;

	private MainMethod(Class<?> type, Method method) {
		this.type = type;
		this.method = method;
	}

	static @Nullable String outermostOnStack() {
		return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
			.walk((frames) -> frames.filter(MainMethod::isMain).reduce((inner, outer) -> outer))
			.map(StackWalker.StackFrame::getClassName)
			.orElse(null);
	}

	private static boolean isMain(StackWalker.StackFrame frame) {
		return frame.getMethodName().equals("main") && SIGNATURES.contains(frame.getMethodType())
				&& isIn(frame.getDeclaringClass());
	}

	static boolean isIn(Class<?> type) {
		Method method = find(type);
		// Of an instance method that is inherited, only the JVM knows whose it is.
		return method != null && LAUNCHERS.stream().noneMatch(type.getName()::startsWith)
				&& (Modifier.isStatic(method.getModifiers()) || !Modifier.isAbstract(type.getModifiers()));
	}

	static MainMethod of(String className, @Nullable ClassLoader classLoader) {
		Class<?> type = load(className, classLoader);
		Method method = find(type);
		if (method == null) {
			throw new ZProcException("Class " + className + " has no main method (expected: main(String[]))");
		}
		return new MainMethod(type, method);
	}

	static Class<?> load(String className, @Nullable ClassLoader classLoader) {
		try {
			return Class.forName(className, false, classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new ZProcException("Class " + className + " of the application cannot be loaded in the worker's JVM; "
					+ "is it on the class path of the child?", ex);
		}
	}

	private static @Nullable Method find(Class<?> type) {
		Method method = findDeclared(type, String[].class);
		return (method != null) ? method : findDeclared(type);
	}

	private static @Nullable Method findDeclared(Class<?> type, Class<?>... parameterTypes) {
		for (Class<?> candidate = type; candidate != null; candidate = candidate.getSuperclass()) {
			try {
				return candidate.getDeclaredMethod("main", parameterTypes);
			}
			catch (NoSuchMethodException ex) {
				// A main method may be inherited.
			}
		}
		return null;
	}

	void invoke(List<String> arguments) throws Throwable {
		try {
			this.method.setAccessible(true);
			Object target = Modifier.isStatic(this.method.getModifiers()) ? null : newInstance();
			Object[] parameters = (this.method.getParameterCount() == 0) ? new Object[0]
					: new Object[] { arguments.toArray(String[]::new) };
			this.method.invoke(target, parameters);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	private Object newInstance() throws ReflectiveOperationException {
		Constructor<?> constructor = this.type.getDeclaredConstructor();
		constructor.setAccessible(true);
		return constructor.newInstance();
	}

}
