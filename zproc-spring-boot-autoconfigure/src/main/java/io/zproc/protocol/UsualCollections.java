package io.zproc.protocol;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * The empty collection to read into, for the collection type that a property or a caller
 * declares.
 */
final class UsualCollections {

	@SuppressWarnings("JdkObsolete") // Both a List and a Deque, as what was written.
	private static final List<Supplier<Collection<@Nullable Object>>> LISTS = List.of(ArrayList::new, LinkedList::new);

	private static final List<Supplier<Collection<@Nullable Object>>> SETS = List.of(LinkedHashSet::new, TreeSet::new);

	private static final List<Supplier<Map<Object, @Nullable Object>>> MAPS = List.of(LinkedHashMap::new, TreeMap::new,
			ConcurrentHashMap::new, ConcurrentSkipListMap::new);

	private final ApplicationObjects objects;

	UsualCollections(ApplicationObjects objects) {
		this.objects = objects;
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	Collection<@Nullable Object> collection(Collection<?> value, JavaType type) {
		Class<?> wanted = type.getRawClass();
		if (EnumSet.class.isAssignableFrom(wanted) && type.getContentType().isEnumType()) {
			return EnumSet.noneOf((Class) type.getContentType().getRawClass());
		}
		boolean set = value instanceof Set;
		if ((set ? List.class : Set.class).isAssignableFrom(wanted)) {
			throw refuse(value, type);
		}
		return isConcrete(wanted) ? (Collection<@Nullable Object>) instantiate(value, type)
				: first(set ? SETS : LISTS, value, type);
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	Map<Object, @Nullable Object> map(Map<?, ?> value, JavaType type) {
		Class<?> wanted = type.getRawClass();
		if (wanted == EnumMap.class) {
			return new EnumMap(type.getKeyType().getRawClass());
		}
		return isConcrete(wanted) ? (Map<Object, @Nullable Object>) instantiate(value, type) : first(MAPS, value, type);
	}

	private static boolean isConcrete(Class<?> type) {
		return !Modifier.isAbstract(type.getModifiers());
	}

	private static <T> T first(List<Supplier<T>> usual, Object value, JavaType type) {
		for (Supplier<T> supplier : usual) {
			T collection = supplier.get();
			if (type.getRawClass().isInstance(collection)) {
				return collection;
			}
		}
		throw refuse(value, type);
	}

	private Object instantiate(Object value, JavaType type) {
		Class<?> wanted = type.getRawClass();
		boolean application = this.objects.isApplication(wanted);
		if (!application && !wanted.getName().startsWith("java.util.")) {
			throw refuse(value, type);
		}
		try {
			Constructor<?> constructor = wanted.getDeclaredConstructor();
			if (application) {
				constructor.setAccessible(true);
			}
			return constructor.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new ValueRefusedException(wanted.getName() + " has no constructor without parameters to read a "
					+ value.getClass().getTypeName() + " into", ex);
		}
	}

	private static ValueRefusedException refuse(Object value, JavaType type) {
		return new ValueRefusedException(ValueConversion.otherType(value, type).reason());
	}

}
