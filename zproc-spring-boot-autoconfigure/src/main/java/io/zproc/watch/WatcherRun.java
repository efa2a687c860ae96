package io.zproc.watch;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.StateGapEvent;
import io.zproc.Watch;
import io.zproc.client.LatencyHistogram;
import io.zproc.client.StateClient;
import io.zproc.client.WatchThread;
import io.zproc.process.EventSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watcher at work: gives each change to the method, under a name that its writes carry,
 * so that it does not hear of what it did itself.
 */
final class WatcherRun implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WatcherRun.class);

	private final String name;

	private final String invocationPrefix;

	private final StateClient client;

	private final WatcherCall call;

	private final boolean stopsOnError;

	private final EventSink events;

	private final LongConsumer onHandled;

	private final AtomicLong invocations = new AtomicLong();

	private final AtomicLong failures = new AtomicLong();

	private final LatencyHistogram latency = new LatencyHistogram();

	private final WatchThread thread;

	private final String namespace;

	private volatile WatcherStatus.@Nullable Failure lastFailure;

	private WatcherRun(String name, String run, StateClient client, WatcherCall call, boolean stopsOnError,
			EventSink events, LongConsumer onHandled, Watch watch, String namespace) {
		this.name = name;
		this.namespace = namespace;
		this.invocationPrefix = run + "/" + name + "#";
		this.client = client;
		this.call = call;
		this.stopsOnError = stopsOnError;
		this.events = events;
		this.onHandled = onHandled;
		this.thread = client.watch(watch, (origin) -> origin.invocation().startsWith(this.invocationPrefix),
				"zproc-watch-" + name, this::handle);
	}

	/**
	 * Starts a watcher.
	 * @param watcher what to call for which changes
	 * @param name the name of this watcher, unique in the application
	 * @param run the id of the application's run
	 * @param bean the bean
	 * @param client the state
	 * @param state the namespace to watch
	 * @param since the version after which to begin, -1 for now
	 * @param stopsOnError whether an exception of the method ends it
	 * @param events is told of gaps
	 * @param onHandled is told the version of each change that was handled
	 * @return the watcher, to be closed after use
	 */
	static WatcherRun start(WatcherDefinition watcher, String name, String run, Object bean, StateClient client,
			SharedState state, long since, boolean stopsOnError, EventSink events, LongConsumer onHandled) {
		Watch watch = watcher.watch(state);
		if (since >= 0) {
			watch = watch.since(since);
		}
		return new WatcherRun(name, run, client, new WatcherCall(watcher, bean, state, name, client.tracing()),
				stopsOnError, events, onHandled, watch, state.namespace());
	}

	String name() {
		return this.name;
	}

	WatcherStatus status() {
		return new WatcherStatus(this.name, this.namespace, this.thread.position(), this.thread.lag(),
				this.thread.isRunning(), this.invocations.get(), this.failures.get(), this.lastFailure);
	}

	WatcherTelemetry telemetry() {
		return new WatcherTelemetry(status(), this.latency.steps());
	}

	/**
	 * Whether the server has something newer than what was handled. Asks it: a change
	 * that another process has committed may still be on its way to this one.
	 */
	boolean isBehind() {
		if (!this.thread.isRunning()) {
			return false;
		}
		this.client.engine().size(this.namespace).await(this.client.requestTimeout());
		return this.thread.position() < this.client.engine().acknowledged(this.namespace);
	}

	void goLive() {
		this.thread.goLive();
	}

	void awaitEnd() throws InterruptedException {
		this.thread.awaitEnd();
	}

	@Override
	public void close() {
		this.thread.close();
	}

	private void handle(StateChange change, String trace) {
		if (change.isGap()) {
			this.events.publish(new StateGapEvent(change.timestamp(), this.name, this.namespace, change.firstMissing(),
					change.lastMissing()));
		}
		long start = System.nanoTime();
		try {
			this.client.invocations()
				.run(this.invocationPrefix + this.invocations.incrementAndGet(), () -> call(change, trace));
		}
		finally {
			this.latency.record(System.nanoTime() - start);
		}
		// A call that was cut short is not done: the next run of the watcher makes it
		// again.
		if (!Thread.currentThread().isInterrupted()) {
			this.onHandled.accept(change.version());
		}
	}

	private void call(StateChange change, String trace) {
		try {
			this.call.handle(change, trace);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			this.failures.incrementAndGet();
			this.lastFailure = new WatcherStatus.Failure(Instant.now(), change.version(), ex.toString());
			boolean isCondition = ex instanceof FailedConditionException;
			String why = isCondition ? ": " + ex.getMessage() : "";
			if (this.stopsOnError) {
				throw new WatcherFailedException("Watcher '" + this.name + "' failed at " + change
						+ " and stops (zproc.watch.stop-on-error)" + why, ex);
			}
			// The stack of an expression leads nowhere.
			logger.error("Watcher '{}' failed at {}{}; it goes on with the next change", this.name, change, why,
					isCondition ? null : ex);
		}
	}

}
