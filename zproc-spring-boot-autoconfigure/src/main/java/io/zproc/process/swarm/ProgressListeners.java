package io.zproc.process.swarm;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.zproc.Swarm.Watching;
import io.zproc.SwarmProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to hear how far a swarm is. However much happens while they are told, they
 * are told once more, of all of it.
 * <p>
 * Any thread may say that something has happened, and add a listener; they are told on
 * the keeper's thread.
 */
final class ProgressListeners {

	private static final Logger logger = LoggerFactory.getLogger(PoolKeeper.class);

	private final String swarm;

	private final Supplier<SwarmProgress> progress;

	private final Executor keeper;

	private final List<Consumer<SwarmProgress>> listeners = new CopyOnWriteArrayList<>();

	/** Whether they will be told of what happens now. */
	private final AtomicBoolean isDue = new AtomicBoolean();

	/**
	 * Creates no listener yet.
	 * @param progress says how far the swarm is
	 * @param keeper runs what is to be done on the keeper's thread
	 */
	ProgressListeners(String swarm, Supplier<SwarmProgress> progress, Executor keeper) {
		this.swarm = swarm;
		this.progress = progress;
		this.keeper = keeper;
	}

	Watching add(Consumer<SwarmProgress> listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	/**
	 * Has them told, unless that is due already.
	 */
	void progressed() {
		if (!this.listeners.isEmpty() && this.isDue.compareAndSet(false, true)) {
			this.keeper.execute(this::tell);
		}
	}

	private void tell() {
		this.isDue.set(false);
		SwarmProgress now = this.progress.get();
		for (Consumer<SwarmProgress> listener : this.listeners) {
			try {
				listener.accept(now);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener to the progress of swarm '{}' failed", this.swarm, ex);
			}
		}
	}

}
