package io.zproc.worker;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

/**
 * The user's own main method, which neither needs to be public nor to stand in a public
 * class. From Java 25 on it may also be an instance method or lack the parameter.
 */
final class MainMethod {

	private final Method method;

	private MainMethod(Method method) {
		this.method = method;
	}

	static MainMethod of(String className, @Nullable ClassLoader classLoader) {
		Class<?> type = load(className, classLoader);
		Method method = find(type, String[].class);
		method = (method != null) ? method : find(type);
		if (method == null) {
			throw new ZProcException("Class " + className + " has no main method (expected: main(String[]))");
		}
		return new MainMethod(method);
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

	private static @Nullable Method find(Class<?> type, Class<?>... parameterTypes) {
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
		Constructor<?> constructor = this.method.getDeclaringClass().getDeclaredConstructor();
		constructor.setAccessible(true);
		return constructor.newInstance();
	}

}
