package io.zproc.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.Watch;
import io.zproc.protocol.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * A process's access to the shared state, over an engine.
 *
 * @since 0.1.0
 */
public final class StateClient {

	private final StateEngine engine;

	private final ValueCodec codec;

	private final Duration requestTimeout;

	private final Tracing tracing;

	private final Turns turns = new Turns();

	private final ExpectedKeys expectedKeys = new ExpectedKeys();

	private final Invocations invocations = new Invocations();

	private final Map<String, NamespaceState> states = new ConcurrentHashMap<>();

	private final Map<String, Replica> replicas = new ConcurrentHashMap<>();

	/**
	 * Creates a client.
	 * @param engine what it stands on; closed by who made it
	 * @param codec how values are written
	 * @param requestTimeout how long a call may take
	 */
	public StateClient(StateEngine engine, ValueCodec codec, Duration requestTimeout) {
		this(engine, codec, requestTimeout, Tracing.NONE);
	}

	/**
	 * Creates a client whose changes belong to traces.
	 * @param engine what it stands on; closed by who made it
	 * @param codec how values are written
	 * @param requestTimeout how long a call may take
	 * @param tracing carries traces on
	 */
	public StateClient(StateEngine engine, ValueCodec codec, Duration requestTimeout, Tracing tracing) {
		this.engine = engine;
		this.codec = codec;
		this.requestTimeout = requestTimeout;
		this.tracing = tracing;
	}

	/**
	 * A namespace.
	 * @param namespace its name
	 * @return the state
	 * @throws IllegalArgumentException when the name is not allowed
	 */
	public SharedState state(String namespace) {
		return this.states.computeIfAbsent(Keys.checkNamespace(namespace),
				(name) -> new NamespaceState(() -> this, () -> true, () -> name));
	}

	/**
	 * A namespace of a client that is found when it is used, by each call anew.
	 * @param client makes the client, or finds it
	 * @param isConnected whether the client is made
	 * @param namespace finds the name of the namespace
	 * @return the state
	 */
	public static SharedState deferred(Supplier<StateClient> client, BooleanSupplier isConnected,
			Supplier<String> namespace) {
		return new NamespaceState(client, isConnected, () -> Keys.checkNamespace(namespace.get()));
	}

	/**
	 * One of the namespaces that ZProc keeps for itself.
	 * @param namespace its name
	 * @return the state
	 */
	public SharedState reserved(String namespace) {
		return this.states.computeIfAbsent(namespace, (name) -> new NamespaceState(() -> this, () -> true, () -> name));
	}

	/**
	 * Starts a watcher on a thread with a name.
	 * @param watch what to watch, made by one of this client's states
	 * @param ignored whose changes are passed over
	 * @param threadName the name of the thread
	 * @param consumer what to do with a change and the trace that it belongs to
	 * @return the watcher, to be closed after use
	 */
	public WatchThread watch(Watch watch, Predicate<Origin> ignored, String threadName,
			BiConsumer<StateChange, String> consumer) {
		return ((StateWatch) watch).start(ignored, threadName, consumer);
	}

	/**
	 * What this client stands on.
	 * @return the engine
	 */
	public StateEngine engine() {
		return this.engine;
	}

	/**
	 * What carries traces on.
	 * @return the tracing
	 */
	public Tracing tracing() {
		return this.tracing;
	}

	/**
	 * Which call of a watcher method a thread is in.
	 * @return the invocations
	 */
	public Invocations invocations() {
		return this.invocations;
	}

	/**
	 * An encoded value as the application knows it.
	 * @param key the key, for messages
	 * @param value the encoded value
	 * @return the value
	 * @throws io.zproc.ZProcException when it cannot be read
	 */
	public @Nullable Object decode(String key, byte[] value) {
		return this.codec.decode(key, value);
	}

	/**
	 * A value as the engine takes it.
	 * @param key the key, for messages
	 * @param value the value
	 * @return the encoded value
	 * @throws io.zproc.ZProcException when it cannot be written
	 */
	public byte[] encode(String key, @Nullable Object value) {
		return this.codec.encode(key, value);
	}

	/**
	 * A value as another type, if nothing is lost.
	 * @param <T> the type
	 * @param key the key, for messages
	 * @param value the value
	 * @param type the type
	 * @return the value
	 * @throws io.zproc.ZProcException when it is not of that type
	 */
	public <T> @Nullable T convert(String key, @Nullable Object value, Class<T> type) {
		return this.codec.convert(key, value, type);
	}

	/**
	 * The class of an exception that another process has thrown.
	 * @param className its name
	 * @return the class, {@code null} when it is not there or is not allowed
	 */
	public @Nullable Class<? extends Throwable> throwableClass(String className) {
		return this.codec.throwableClass(className);
	}

	ValueCodec codec() {
		return this.codec;
	}

	/**
	 * How long a call may take.
	 * @return the time
	 */
	public Duration requestTimeout() {
		return this.requestTimeout;
	}

	Turns turns() {
		return this.turns;
	}

	ExpectedKeys expectedKeys() {
		return this.expectedKeys;
	}

	/**
	 * The replica of a namespace, which is there from its first use on.
	 */
	Replica replica(String namespace) {
		Replica replica = this.replicas.computeIfAbsent(namespace, (name) -> {
			Replica created = new Replica(name, this);
			this.engine.follow(name, created);
			return created;
		});
		replica.awaitLoaded();
		return replica;
	}

}
