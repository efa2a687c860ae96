package io.zproc.protocol;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Tells of a declared type whether something of it may be a value. In doubt it may: what
 * is given is looked at when it is written.
 */
final class PossibleTypes {

	private final ClassAllowList allowList;

	PossibleTypes(ClassAllowList allowList) {
		this.allowList = allowList;
	}

	boolean isPossible(Class<?> type) {
		if (type.isArray()) {
			return isPossible(type.getComponentType());
		}
		return type.isInterface() || type.isPrimitive() || isUsual(type) || this.allowList.isApplication(type)
				|| mayBeExtended(type);
	}

	private static boolean isUsual(Class<?> type) {
		return JdkValueTypes.isSupertype(type) || Collection.class.isAssignableFrom(type)
				|| Map.class.isAssignableFrom(type) || type == Optional.class
				|| (type.isEnum() && type.getName().startsWith("java."));
	}

	/**
	 * A class of the application may extend what is no value itself: an abstract class,
	 * an exception or a class of a library, but hardly what the JDK has made for use as
	 * it is, such as a thread or a lock.
	 */
	private static boolean mayBeExtended(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers()) || type.isEnum()) {
			return false;
		}
		return !isOfJdk(type) || Modifier.isAbstract(type.getModifiers()) || Throwable.class.isAssignableFrom(type);
	}

	private static boolean isOfJdk(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return loader == null || loader == ClassLoader.getPlatformClassLoader();
	}

}
