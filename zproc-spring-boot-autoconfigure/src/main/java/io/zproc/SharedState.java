package io.zproc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The state that all processes of an application share: a dictionary that lives in the
 * state server. Any thread may use it.
 * <p>
 * Each call is one message to the server and back, is atomic and linearizable, and blocks
 * for up to {@code zproc.state.request-timeout} (and, when an atomic function has the
 * namespace's turn, until that has ended, within the same bound). A call is not ended by
 * an interrupt: the thread's flag stays as it was, and the call is completed.
 * <p>
 * Keys are texts of at most 4096 bytes, never null. A value may be null; it is written as
 * JSON, and what {@code get} returns is a copy: changing it changes nothing
 * ({@link #atomic} is the way). {@code keySet()}, {@code values()} and {@code entrySet()}
 * are views that write through; iterating over them shows one consistent snapshot. The
 * {@code compute} and {@code merge} family may call its function again when another
 * process was faster, as {@link ConcurrentMap} allows.
 * <p>
 * Each call throws {@link StateTimeoutException} when the server is there but the call
 * took too long (then nothing was written), {@link StateUnavailableException} when the
 * server is gone, and {@link ZProcException} when a value cannot be written or read.
 *
 * @since 0.1.0
 */
public interface SharedState extends ConcurrentMap<String, @Nullable Object> {

	/**
	 * The name of this namespace.
	 * @return the name; that of the bean is {@code default} unless a property or the
	 * worker's annotation says otherwise
	 */
	String namespace();

	/**
	 * Another dictionary on the same server. Does not block.
	 * @param name a name that is not empty and does not begin with {@code $}
	 * @return the namespace
	 * @throws IllegalArgumentException when the name is not allowed
	 */
	SharedState namespace(String name);

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
	 * The value of a key as a list.
	 * @param <T> the type of the elements
	 * @param key the key
	 * @param elementType the type of the elements
	 * @return the list, {@code null} when the value is null or absent
	 * @throws ZProcException when the value is not such a list
	 */
	<T> @Nullable List<@Nullable T> getList(String key, Class<T> elementType);

	/**
	 * The value of a key as a map with text keys.
	 * @param <T> the type of the values
	 * @param key the key
	 * @param valueType the type of the values
	 * @return the map, {@code null} when the value is null or absent
	 * @throws ZProcException when the value is not such a map
	 */
	<T> @Nullable Map<String, @Nullable T> getMap(String key, Class<T> valueType);

	/**
	 * Adds to a number on the server, in one round trip.
	 * @param key the key; an absent one counts as 0 and becomes a {@code Long}
	 * @param delta what to add
	 * @return the new value
	 * @throws ZProcException when the present value is not a byte, short, int or long, or
	 * the result does not fit its type; nothing has changed then
	 */
	long increment(String key, long delta);

	/**
	 * Replaces the whole namespace, as one change.
	 * @param everything what it shall contain
	 */
	void set(Map<String, ?> everything);

	/**
	 * Removes some entry.
	 * @return what was removed, {@code null} when the namespace was empty
	 */
	Map.@Nullable Entry<String, @Nullable Object> popEntry();

	/**
	 * The whole namespace at one version. Costs as much as the namespace is big.
	 * @return the snapshot
	 */
	Snapshot snapshot();

	/**
	 * Runs a function while nobody else can write to this namespace. It runs exactly
	 * once, in this thread; all that it writes to its argument is committed at once when
	 * it returns, and nothing when it throws. Others read the last committed state
	 * meanwhile.
	 * <p>
	 * Blocks until the turn is there, for up to {@code zproc.state.request-timeout}, in
	 * the order of asking; an interrupt while it waits abandons the turn. The function
	 * has {@code zproc.state.atomic-timeout} to end. While it runs, this thread's other
	 * calls on the same namespace join: they see and change the working copy. An atomic
	 * function inside one on the same namespace joins too; when the inner one throws, the
	 * outer one can no longer commit. Turns on several namespaces may nest; each commits
	 * for itself.
	 * <p>
	 * Costs one round trip for the turn, one for the commit, and one for each key when it
	 * is touched first, except for keys that the same function has touched in each of its
	 * last two runs in this process: these come with the turn. They are looked for among
	 * the first eight keys that it touches; keys and values of more than 256 bytes are
	 * fetched, and so is all of a function that looks at every entry. A function is known
	 * by its class: each lambda expression has one, and a method with
	 * {@link Atomic @Atomic} counts as one.
	 * @param <T> the type of the result
	 * @param operation the function
	 * @return what the function returned
	 * @throws AtomicTimeoutException when the function took too long; nothing was changed
	 * @throws StateTimeoutException when the turn did not come in time
	 * @throws ZProcException when waiting for the turn would never end because its holder
	 * waits for this thread, or when the thread was interrupted while it waited
	 */
	<T extends @Nullable Object> T atomic(Function<AtomicState, T> operation);

	/**
	 * As {@link #atomic(Function)}, without a result.
	 * @param operation what to do
	 */
	void atomically(Consumer<AtomicState> operation);

	/**
	 * A read-only replica of this namespace that is kept up to date by the server's
	 * messages. Reading it costs no round trip. It is always a consistent cut of the
	 * state, never goes back, and a read waits, for up to
	 * {@code zproc.state.request-timeout}, until the replica has what this process has
	 * written. The first call of a namespace fetches it and blocks for as long as that
	 * takes.
	 * @return the replica
	 */
	Map<String, @Nullable Object> local();

	/**
	 * Begins a watch. Does not block.
	 * @param keys the keys whose changes are wanted; none means every key
	 * @return a watch
	 */
	Watch watch(String... keys);

	/**
	 * Asks the server whether it is there.
	 * @param timeout how long to wait for the answer
	 * @return what the server says about itself
	 * @throws StateUnavailableException when no answer came in time
	 */
	ServerInfo ping(Duration timeout);

}
