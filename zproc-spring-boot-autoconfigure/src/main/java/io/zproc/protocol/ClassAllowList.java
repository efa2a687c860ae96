package io.zproc.protocol;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Decides by its name whether a class may be written and read, before anything is loaded.
 */
final class ClassAllowList {

	private final List<String> packages;

	private final ClassLoader loader;

	private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();

	ClassAllowList(Collection<String> packages, ClassLoader loader) {
		this.packages = packages.stream().distinct().map((name) -> name.isEmpty() ? name : name + ".").toList();
		this.loader = loader;
	}

	boolean isApplication(Class<?> type) {
		return isApplication(type.getName());
	}

	/** The unnamed package has nothing under it: it must not stand for every package. */
	private boolean isApplication(String className) {
		for (String prefix : this.packages) {
			if (prefix.isEmpty() ? className.indexOf('.') < 0 : className.startsWith(prefix)) {
				return className.indexOf('[') < 0;
			}
		}
		return false;
	}

	/**
	 * Refuses a class that another process could not find by its name, or may not read.
	 */
	void checkWritable(Class<?> type) {
		if (type.isAnonymousClass() || type.isLocalClass() || type.isHidden() || isGenerated(type)) {
			throw new ValueRefusedException(type.getName()
					+ " is an anonymous, local or generated class, which no other process can read; use a named class or record");
		}
		if (!isApplication(type)) {
			throw outside(type.getName());
		}
	}

	/**
	 * Proxies of Spring and Hibernate live in the package of the class they stand for.
	 */
	private static boolean isGenerated(Class<?> type) {
		String name = type.getName();
		return name.contains("$$") || name.contains("$HibernateProxy$");
	}

	/** Loads an application class, which stays uninitialised. */
	Class<?> loadApplication(String className) {
		if (!isApplication(className)) {
			throw outside(className);
		}
		return load(className);
	}

	/** Enums of the JDK carry no behaviour that a sender could misuse. */
	Class<?> loadEnum(String className) {
		Class<?> type = className.startsWith("java.") ? load(className) : loadApplication(className);
		if (!type.isEnum()) {
			throw new ValueRefusedException(className + " is not an enum");
		}
		return type;
	}

	/** Loads an exception, which carries nothing but its message. */
	@Nullable Class<? extends Throwable> loadThrowable(String className) {
		boolean isAllowed = className.startsWith("java.") || className.startsWith("io.zproc.")
				|| isApplication(className);
		try {
			Class<?> type = isAllowed ? load(className) : Object.class;
			return Throwable.class.isAssignableFrom(type) ? type.asSubclass(Throwable.class) : null;
		}
		catch (ValueRefusedException | LinkageError ex) {
			return null;
		}
	}

	private Class<?> load(String className) {
		Class<?> known = this.loaded.get(className);
		if (known != null) {
			return known;
		}
		try {
			Class<?> type = Class.forName(className, false, this.loader);
			this.loaded.put(className, type);
			return type;
		}
		catch (ClassNotFoundException ex) {
			throw new ValueRefusedException("class " + className + " is not on the class path of this process", ex);
		}
	}

	static ValueRefusedException outside(String className) {
		if (className.startsWith("java.") || className.startsWith("jdk.") || className.startsWith("sun.")) {
			return new ValueRefusedException(
					"class " + className + " is no value type of the JDK, and cannot be a value; use another type");
		}
		return new ValueRefusedException("class " + className
				+ " is neither a value type of the JDK nor in a package of the application; name its package in zproc.state.allowed-packages, or use another type");
	}

}
