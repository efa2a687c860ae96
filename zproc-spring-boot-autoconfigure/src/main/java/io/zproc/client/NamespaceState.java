package io.zproc.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.zproc.AtomicState;
import io.zproc.ServerInfo;
import io.zproc.SharedState;
import io.zproc.Snapshot;
import io.zproc.StateTimeoutException;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.Watch;
import io.zproc.client.StateEngine.CommitResult;
import io.zproc.client.StateEngine.Contents;
import io.zproc.protocol.Condition;
import io.zproc.protocol.EncodedInteger;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.ValueCodec;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * The shared state of one namespace: the map's methods in terms of conditional commits.
 */
final class NamespaceState implements SharedState {

	private final Supplier<StateClient> client;

	/**
	 * Whether asking for the client costs nothing. A state that nobody has used yet is
	 * empty, and is not connected for who only wants to put it in a hash table, as Spring
	 * does with every bean.
	 */
	private final BooleanSupplier isConnected;

	private final Supplier<String> namespace;

	NamespaceState(Supplier<StateClient> client, BooleanSupplier isConnected, Supplier<String> namespace) {
		this.client = client;
		this.isConnected = isConnected;
		this.namespace = namespace;
	}

	private StateClient client() {
		return this.client.get();
	}

	private ValueCodec codec() {
		return client().codec();
	}

	private NamespaceAccess access() {
		WorkingCopy copy = client().turns().current(namespace());
		return (copy != null) ? new TurnAccess(copy) : new ServerAccess(client(), namespace());
	}

	@Override
	public String namespace() {
		return this.namespace.get();
	}

	@Override
	public SharedState namespace(String name) {
		String checked = Keys.checkNamespace(name);
		return this.isConnected.getAsBoolean() ? client().state(checked)
				: new NamespaceState(this.client, this.isConnected, () -> checked);
	}

	// Reading

	@Override
	public @Nullable Object get(@Nullable Object key) {
		String name = name(key);
		return (name != null) ? decoded(access().read(name, true)) : null;
	}

	@Override
	public @Nullable Object getOrDefault(@Nullable Object key, @Nullable Object defaultValue) {
		String name = name(key);
		KeyValue entry = (name != null) ? access().read(name, true) : KeyValue.absent("");
		return entry.isPresent() ? decoded(entry) : defaultValue;
	}

	@Override
	public <T> @Nullable T get(String key, Class<T> type) {
		byte[] value = access().read(Keys.check(key), true).value();
		return (value != null) ? codec().decode(key, value, type) : null;
	}

	@Override
	public <T> @Nullable List<@Nullable T> getList(String key, Class<T> elementType) {
		byte[] value = access().read(Keys.check(key), true).value();
		return (value != null) ? codec().decodeList(key, value, elementType) : null;
	}

	@Override
	public <T> @Nullable Map<String, @Nullable T> getMap(String key, Class<T> valueType) {
		byte[] value = access().read(Keys.check(key), true).value();
		return (value != null) ? codec().decodeMap(key, value, valueType) : null;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		String name = name(key);
		return name != null && access().read(name, false).isPresent();
	}

	@Override
	public boolean containsValue(@Nullable Object value) {
		return values().contains(value);
	}

	@Override
	public int size() {
		return access().size();
	}

	@Override
	public boolean isEmpty() {
		return size() == 0;
	}

	@Override
	public Snapshot snapshot() {
		Contents contents = access().contents(true);
		return EncodedSnapshot.of(contents, codec());
	}

	// Writing

	@Override
	public @Nullable Object put(String key, @Nullable Object value) {
		return decoded(write(List.of(), putting(key, value), true).entries().get(0));
	}

	@Override
	public void putAll(Map<? extends String, ? extends @Nullable Object> entries) {
		List<Write> writes = new ArrayList<>(entries.size());
		entries.forEach((key, value) -> writes.add(putting(key, value)));
		if (!writes.isEmpty()) {
			access().commit(List.of(), writes, false);
		}
	}

	@Override
	public void set(Map<String, ?> everything) {
		List<Write> writes = new ArrayList<>(everything.size() + 1);
		writes.add(Write.clear());
		everything.forEach((key, value) -> writes.add(putting(key, value)));
		access().commit(List.of(), writes, false);
	}

	@Override
	public @Nullable Object remove(@Nullable Object key) {
		String name = name(key);
		return (name != null) ? decoded(write(List.of(), Write.remove(name), true).entries().get(0)) : null;
	}

	boolean removeKey(String key) {
		return write(List.of(), Write.remove(key), true).entries().get(0).isPresent();
	}

	boolean containsEntry(String key, @Nullable Object value) {
		KeyValue entry = access().read(key, true);
		return entry.isPresent() && Objects.deepEquals(decoded(entry), value);
	}

	@Override
	public void clear() {
		access().commit(List.of(), List.of(Write.clear()), false);
	}

	@Override
	public Map.@Nullable Entry<String, @Nullable Object> popEntry() {
		KeyValue popped = write(List.of(), Write.pop(), true).entries().get(0);
		return popped.isPresent() ? new java.util.AbstractMap.SimpleImmutableEntry<>(popped.key(), decoded(popped))
				: null;
	}

	@Override
	public long increment(String key, long delta) {
		byte[] sum = write(List.of(), Write.increment(Keys.check(key), delta), true).entries().get(0).value();
		EncodedInteger number = (sum != null) ? EncodedInteger.parse(sum) : null;
		return Objects.requireNonNull(number, "An increment has a result").value();
	}

	// Writing under a condition

	@Override
	public @Nullable Object putIfAbsent(String key, @Nullable Object value) {
		KeyValue conflict = write(List.of(Condition.nullOrAbsent(Keys.check(key))), putting(key, value), false)
			.conflict();
		return (conflict != null) ? decoded(conflict) : null;
	}

	@Override
	public boolean remove(@Nullable Object key, @Nullable Object value) {
		String name = name(key);
		return name != null && update(name).exchange(value, Write.remove(name));
	}

	@Override
	public boolean replace(String key, @Nullable Object oldValue, @Nullable Object newValue) {
		Write write = putting(key, newValue);
		return update(key).exchange(oldValue, write);
	}

	@Override
	public @Nullable Object replace(String key, @Nullable Object value) {
		CommitResult result = write(List.of(Condition.present(Keys.check(key))), putting(key, value), true);
		return (result.conflict() == null) ? decoded(result.entries().get(0)) : null;
	}

	@Override
	public @Nullable Object compute(String key,
			BiFunction<? super String, ? super @Nullable Object, ? extends @Nullable Object> function) {
		return update(key).compute(Objects.requireNonNull(function, "function"));
	}

	@Override
	public @Nullable Object computeIfPresent(String key,
			BiFunction<? super String, ? super Object, ? extends @Nullable Object> function) {
		return update(key).computeIfPresent(Objects.requireNonNull(function, "function"));
	}

	@Override
	public @Nullable Object computeIfAbsent(String key, Function<? super String, ? extends @Nullable Object> function) {
		return update(key).computeIfAbsent(Objects.requireNonNull(function, "function"));
	}

	@Override
	public @Nullable Object merge(String key, Object value,
			BiFunction<? super Object, ? super Object, ? extends @Nullable Object> function) {
		Objects.requireNonNull(value, "merge needs a value that is not null");
		return update(key).merge(value, Objects.requireNonNull(function, "function"));
	}

	@Override
	public void replaceAll(BiFunction<? super String, ? super @Nullable Object, ? extends @Nullable Object> function) {
		Objects.requireNonNull(function, "function");
		NamespaceAccess access = access();
		for (KeyValue entry : access.contents(true).entries()) {
			new KeyUpdate(access, codec(), entry).replace(function);
		}
	}

	private KeyUpdate update(String key) {
		return KeyUpdate.of(access(), codec(), key);
	}

	// Views

	@Override
	public Set<String> keySet() {
		return new StateViews.KeyView(this, () -> access().contents(false));
	}

	@Override
	public java.util.Collection<@Nullable Object> values() {
		return new StateViews.ValueView(entrySet());
	}

	@Override
	public Set<Map.Entry<String, @Nullable Object>> entrySet() {
		return new StateViews.EntryView(this, () -> access().contents(true), codec());
	}

	@Override
	public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
		entrySet().forEach((entry) -> action.accept(entry.getKey(), entry.getValue()));
	}

	// Turns

	@Override
	public <T extends @Nullable Object> T atomic(Function<AtomicState, T> operation) {
		return new AtomicCall(client(), namespace(), operation).run(operation);
	}

	@Override
	public void atomically(Consumer<AtomicState> operation) {
		new AtomicCall(client(), namespace(), operation).<@Nullable Void>run((state) -> {
			operation.accept(state);
			return null;
		});
	}

	// Watching

	@Override
	public Map<String, @Nullable Object> local() {
		return new LocalState(client().replica(namespace()), codec());
	}

	@Override
	public Watch watch(String... keys) {
		return new StateWatch(client(), WatchSelection.of(namespace(), keys));
	}

	@Override
	public ServerInfo ping(Duration timeout) {
		try {
			return client().engine().ping().await(timeout);
		}
		catch (StateTimeoutException ex) {
			throw new StateUnavailableException("The state server did not answer a ping within " + timeout,
					Outcome.NOT_APPLIED, ex);
		}
	}

	// Parts

	private CommitResult write(List<Condition> conditions, Write write, boolean wantsEntries) {
		return access().commit(conditions, List.of(write), wantsEntries);
	}

	private Write putting(String key, @Nullable Object value) {
		return Write.put(Keys.check(key), codec().encode(key, value));
	}

	private @Nullable Object decoded(KeyValue entry) {
		byte[] value = entry.value();
		return (value != null) ? codec().decode(entry.key(), value) : null;
	}

	/**
	 * A key that is no text cannot be there; a null key is a mistake of the caller.
	 */
	private static @Nullable String name(@Nullable Object key) {
		if (key == null) {
			return Keys.check(null);
		}
		return (key instanceof String name) ? Keys.check(name) : null;
	}

	/**
	 * What {@code equals}, {@code hashCode} and {@code toString} are about.
	 */
	private Map<String, @Nullable Object> contents() {
		return this.isConnected.getAsBoolean() ? snapshot() : Map.of();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other == this || (other instanceof Map<?, ?> map && contents().equals(map));
	}

	@Override
	public int hashCode() {
		return contents().hashCode();
	}

	@Override
	public String toString() {
		return contents().toString();
	}

}
