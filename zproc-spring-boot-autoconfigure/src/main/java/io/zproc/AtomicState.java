package io.zproc;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The working copy of a namespace inside an atomic function: a plain mutable map. Nested
 * lists, maps and objects that are read from it may be changed in place. All changes are
 * committed together when the function returns, and none when it throws.
 * <p>
 * It belongs to the thread that runs the function and ends with the function; a later use
 * throws {@link IllegalStateException}. The copy is made value by value, as the function
 * touches them: {@code get} of a key that has not been touched costs a round trip, and
 * iterating over the entries fetches them all.
 *
 * @since 0.1.0
 */
public interface AtomicState extends Map<String, @Nullable Object> {

	/**
	 * The value of a key as the given type.
	 * @param <T> the type
	 * @param key the key
	 * @param type the type; numbers are converted where nothing is lost
	 * @return the value, {@code null} when it is null or absent
	 * @throws ZProcException when the value is not of that type
	 */
	<T> @Nullable T get(String key, Class<T> type);

	/**
	 * The value of a key as a list. The list is the live one when all its elements have
	 * the type already, otherwise a converted copy.
	 * @param <T> the type of the elements
	 * @param key the key
	 * @param elementType the type of the elements
	 * @return the list, {@code null} when the value is null or absent
	 * @throws ZProcException when the value is not such a list
	 */
	<T> @Nullable List<@Nullable T> getList(String key, Class<T> elementType);

	/**
	 * The value of a key as a map with text keys. The map is the live one when all its
	 * values have the type already, otherwise a converted copy.
	 * @param <T> the type of the values
	 * @param key the key
	 * @param valueType the type of the values
	 * @return the map, {@code null} when the value is null or absent
	 * @throws ZProcException when the value is not such a map
	 */
	<T> @Nullable Map<String, @Nullable T> getMap(String key, Class<T> valueType);

	/**
	 * Adds to a number.
	 * @param key the key; an absent one counts as 0 and becomes a {@code Long}
	 * @param delta what to add
	 * @return the new value
	 * @throws ZProcException when the present value is not an integral number, or the
	 * result does not fit its type
	 */
	long increment(String key, long delta);

}
