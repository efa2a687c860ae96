package io.zproc.process.event;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.zproc.ZProcEvent;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine.Commit;
import io.zproc.process.EventSink;
import io.zproc.process.RunEntries;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In a worker's process: tells the application what happens here, by way of the state
 * server, and does not wait for it.
 *
 * @since 0.1.0
 */
public final class EventRelay implements EventSink {

	private static final Logger logger = LoggerFactory.getLogger(EventRelay.class);

	/** So that a worker that fails without a pause does not fill its memory. */
	private static final int MAX_UNTOLD = 256;

	private final Supplier<StateClient> client;

	private final String key;

	private final AtomicInteger untold = new AtomicInteger();

	/**
	 * Creates a relay.
	 * @param client finds the state that this process shares with the application
	 * @param run the id of the application's run
	 */
	public EventRelay(Supplier<StateClient> client, String run) {
		this.client = client;
		this.key = RunEntries.key(run, RunEntries.LAST_EVENT);
	}

	@Override
	public void publish(ZProcEvent event) {
		if (this.untold.incrementAndGet() > MAX_UNTOLD) {
			this.untold.decrementAndGet();
			logger.warn("The application is not told of {}: {} events before it wait for the state server", event,
					MAX_UNTOLD);
			return;
		}
		try {
			tell(event);
		}
		catch (RuntimeException ex) {
			told(event, ex);
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // what fails is told to told
	private void tell(ZProcEvent event) {
		StateClient state = this.client.get();
		Commit commit = new Commit(RunEntries.EVENTS, 0, List.of(), "", false, List.of(),
				List.of(Write.put(this.key, state.encode(this.key, EventValue.of(event)))));
		state.engine().commit(commit).future().whenComplete((result, failure) -> told(event, failure));
	}

	private void told(ZProcEvent event, @Nullable Throwable failure) {
		this.untold.decrementAndGet();
		if (failure != null) {
			logger.warn("The application could not be told of {}: {}", event, failure.getMessage());
		}
	}

}
