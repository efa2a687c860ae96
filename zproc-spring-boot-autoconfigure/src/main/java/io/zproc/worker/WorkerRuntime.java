package io.zproc.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.zproc.client.StateEngine;
import io.zproc.process.LaunchPlan;
import io.zproc.process.StateSource;
import io.zproc.process.WorkerBootstrap;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM is, when it is a worker's: made by {@link WorkerMain}, found by the
 * auto-configuration of the context that runs in it.
 *
 * @since 0.1.0
 */
public final class WorkerRuntime implements StateSource {

	private static volatile @Nullable WorkerRuntime current;

	private final WorkerBootstrap bootstrap;

	private final StateEngine engine;

	private final Consumer<ServerAddress> move;

	private final List<Consumer<ServerAddress>> listeners = new CopyOnWriteArrayList<>();

	private volatile ServerAddress address;

	/** Ends what this JVM runs as a failure. */
	private volatile @Nullable Consumer<String> failure;

	/**
	 * Creates the runtime.
	 * @param bootstrap what the parent has said
	 * @param engine the connection to the parent's state server
	 * @param move lets the connection go on with another server
	 */
	WorkerRuntime(WorkerBootstrap bootstrap, StateEngine engine, Consumer<ServerAddress> move) {
		this.bootstrap = bootstrap;
		this.engine = engine;
		this.move = move;
		this.address = bootstrap.server();
	}

	/**
	 * What the parent has said.
	 * @return the bootstrap
	 */
	public WorkerBootstrap bootstrap() {
		return this.bootstrap;
	}

	StateEngine engine() {
		return this.engine;
	}

	/**
	 * Goes on with another server, and tells the processes that were started here.
	 */
	void serverReplaced(ServerAddress address) {
		this.address = address;
		this.move.accept(address);
		this.listeners.forEach((listener) -> listener.accept(address));
	}

	@Override
	public boolean isReplaceable() {
		return this.bootstrap.isServerReplaceable();
	}

	@Override
	public void onReplaced(Consumer<ServerAddress> listener) {
		this.listeners.add(listener);
	}

	void onFailure(Consumer<String> failure) {
		this.failure = failure;
	}

	/**
	 * Ends this worker as failed, because its application cannot go on: its parent
	 * decides what follows. Does not wait.
	 * @param what what happened
	 * @param action what to do about it
	 */
	public void fail(String what, String action) {
		Consumer<String> ending = this.failure;
		if (ending != null) {
			ending.accept(what + "\n" + action);
		}
	}

	/**
	 * The runtime of this JVM.
	 * @return the runtime, {@code null} when this JVM is not a worker's
	 */
	public static @Nullable WorkerRuntime current() {
		return current;
	}

	static void set(WorkerRuntime runtime) {
		current = runtime;
	}

	@Override
	public StateEngine open() {
		return this.engine;
	}

	@Override
	public ServerAddress address() {
		return this.address;
	}

	/**
	 * What workers that this one starts must know of the application: what this one was
	 * told.
	 * @return the plan
	 */
	public LaunchPlan plan() {
		return new LaunchPlan(this.bootstrap.run(), this.bootstrap.mainClass(), this.bootstrap.sources(),
				this.bootstrap.properties(), this.bootstrap.arguments(), this.bootstrap.systemProperties());
	}

	/**
	 * Does nothing: the engine outlives the context, whose beans may still write.
	 */
	@Override
	public void close() {
	}

	/**
	 * Which run of which worker this is.
	 * @return the identity
	 */
	public WorkerIdentity identity() {
		return new WorkerIdentity(this.bootstrap.run(), this.bootstrap.worker(), this.bootstrap.instance(),
				this.bootstrap.attempt(), this.bootstrap.namespace(), this.bootstrap.since());
	}

}
