package io.zproc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Which changes of a namespace somebody wants to see: an immutable builder, made by
 * {@link SharedState#watch(String...)}. Each method that selects returns a new watch;
 * nothing runs until one of the last five methods is called.
 * <p>
 * A watch is <em>buffered</em> unless it says {@link #live()}: it gives every change, in
 * order, and what the server's bounded history has forgotten is reported by one change
 * that {@linkplain StateChange#isGap() is a gap}, whatever keys and conditions were
 * given. Writes that leave everything as it was are passed over unless it says
 * {@link #includeUnchanged()}. Several conditions must all hold. A condition looks at the
 * state after the change; a key that is absent counts as null.
 *
 * @since 0.1.0
 */
public interface Watch {

	/**
	 * Passes over changes that write none but these keys.
	 * @param keys the keys
	 * @return a new watch
	 */
	Watch except(String... keys);

	/**
	 * Selects changes after which the test holds.
	 * @param test a test of the state after the change
	 * @return a new watch
	 */
	Watch when(Predicate<Map<String, @Nullable Object>> test);

	/**
	 * Selects changes after which the key is present and equals the value.
	 * @param key the key
	 * @param value the value
	 * @return a new watch
	 */
	Watch whenEqual(String key, @Nullable Object value);

	/**
	 * Selects changes after which the key is absent or differs from the value.
	 * @param key the key
	 * @param value the value
	 * @return a new watch
	 */
	Watch whenNotEqual(String key, @Nullable Object value);

	/**
	 * Selects changes after which the key is null or absent.
	 * @param key the key
	 * @return a new watch
	 */
	Watch whenNull(String key);

	/**
	 * Selects changes after which the key is present and not null.
	 * @param key the key
	 * @return a new watch
	 */
	Watch whenNotNull(String key);

	/**
	 * Selects changes after which the key is present, be it with null.
	 * @param key the key
	 * @return a new watch
	 */
	Watch whenAvailable(String key);

	/**
	 * Selects changes after which the value is true in the sense of Python: present, and
	 * neither null, false, zero, nor an empty text, collection, map, optional or array.
	 * @param key the key
	 * @return a new watch
	 */
	Watch whenTruthy(String key);

	/**
	 * Selects changes after which {@link #whenTruthy(String)} would not hold.
	 * @param key the key
	 * @return a new watch
	 */
	Watch whenFalsy(String key);

	/**
	 * Only the newest: changes that happen while the consumer is busy may be missed,
	 * except for the last of them.
	 * @return a new watch
	 */
	Watch live();

	/**
	 * Starts after the given version instead of now; 0 is the very beginning.
	 * @param version the version
	 * @return a new watch
	 */
	Watch since(long version);

	/**
	 * Ends each wait for a change after this time.
	 * @param timeout how long to wait; zero means not at all
	 * @return a new watch
	 */
	Watch timeout(Duration timeout);

	/**
	 * Ends after this number of changes.
	 * @param limit how many changes, at least 1
	 * @return a new watch
	 */
	Watch limit(long limit);

	/**
	 * Selects also writes that left everything as it was.
	 * @return a new watch
	 */
	Watch includeUnchanged();

	/**
	 * Passes over changes that this process made. Another process with the same process
	 * id, as in another container, is not this one.
	 * @return a new watch
	 */
	Watch ignoreOwn();

	/**
	 * Waits for one change. With a condition, the present state is tested first, and
	 * returned at once as a change without keys when the condition holds already; without
	 * a condition it waits for the next change.
	 * <p>
	 * Each call begins anew: what happens between two calls is not seen. A loop that must
	 * miss nothing uses {@link #open()}, {@link #stream()} or {@link #forEach(Consumer)}.
	 * Blocks for up to the time-out, without one for ever.
	 * @return the change
	 * @throws StateTimeoutException when there was none in time
	 * @throws IllegalStateException inside an atomic function on the same namespace
	 * @throws ZProcException when the thread is interrupted; its flag stays set
	 */
	StateChange await();

	/**
	 * Opens a cursor. Changes that are committed after this method has returned are seen.
	 * @return the cursor, to be closed after use
	 */
	WatchCursor open();

	/**
	 * Opens a cursor as a stream that ends with the time-out or the limit.
	 * @return the stream, to be closed after use
	 */
	Stream<StateChange> stream();

	/**
	 * Gives each change to a consumer, one at a time, on a daemon thread of its own. A
	 * consumer that throws ends the watcher; the exception is logged.
	 * @param consumer what to do with a change
	 * @return the watcher, to be closed after use
	 */
	Watcher forEach(Consumer<StateChange> consumer);

	/**
	 * A publisher of the changes. Each subscriber has its own cursor and thread, and gets
	 * no more than it asks for; the changes it has not asked for wait where they are.
	 * @return the publisher
	 */
	Flow.Publisher<StateChange> publisher();

}
