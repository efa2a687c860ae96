package io.zproc;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A namespace as it was at one version: an immutable map. Values are made when they are
 * read; each read gives a new copy, so that changing one changes nothing. Reading never
 * leaves the process, and any thread may do it.
 *
 * @since 0.1.0
 */
public interface Snapshot extends Map<String, @Nullable Object> {

	/**
	 * The version of the namespace that this is a snapshot of.
	 * @return the version, 0 when nothing was ever written
	 */
	long version();

	/**
	 * The value of a key as the given type.
	 * @param <T> the type
	 * @param key the key
	 * @param type the type; numbers are converted where nothing is lost
	 * @return the value, {@code null} when it is null or absent
	 * @throws ZProcException when the value is not of that type
	 */
	<T> @Nullable T get(String key, Class<T> type);

}
