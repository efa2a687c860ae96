package io.zproc.protocol;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Arrays of objects, whose tag names the type of their elements: {@code @array:int[]} is
 * an {@code int[][]}.
 */
final class ObjectArrays {

	static final String TAG = "@array:";

	private static final String SUFFIX = "[]";

	private static final Map<String, Class<?>> JDK_ELEMENTS = Stream
		.of(Object.class, String.class, Boolean.class, Integer.class, Long.class, Short.class, Byte.class, Float.class,
				Double.class, Character.class, Number.class, CharSequence.class, List.class, Set.class, Map.class,
				Collection.class, Optional.class, boolean.class, byte.class, short.class, int.class, long.class,
				float.class, double.class, char.class)
		.collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

	private final ClassAllowList allowList;

	ObjectArrays(ClassAllowList allowList) {
		this.allowList = allowList;
	}

	String tag(Object array) {
		Class<?> element = array.getClass().getComponentType();
		String name = element.getTypeName();
		if (elementType(name) != element) {
			throw ClassAllowList.outside(name);
		}
		return TAG + name;
	}

	Object create(String tag, List<?> elements) {
		Object array = Array.newInstance(elementType(tag.substring(TAG.length())), elements.size());
		for (int i = 0; i < elements.size(); i++) {
			Array.set(array, i, elements.get(i));
		}
		return array;
	}

	private Class<?> elementType(String name) {
		if (name.endsWith(SUFFIX)) {
			return elementType(name.substring(0, name.length() - SUFFIX.length())).arrayType();
		}
		Class<?> jdkType = JDK_ELEMENTS.get(name);
		if (jdkType == null) {
			jdkType = JdkValueTypes.named(name);
		}
		if (jdkType != null) {
			return jdkType;
		}
		return name.startsWith("java.") ? this.allowList.loadEnum(name) : this.allowList.loadApplication(name);
	}

}
