package io.zproc.client.jeromq;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.zproc.ZProcException;
import io.zproc.client.ChangeListener;
import io.zproc.protocol.Change;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Publication;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.ChangeList;
import io.zproc.protocol.Reply.Chunk;
import io.zproc.protocol.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a complete sequence of changes out of a subscription that may lose some, after
 * the Clone pattern of the ZeroMQ guide: subscribe, wait for the marker, read a snapshot,
 * then follow. A version that does not continue the last one is a hole, which is filled
 * from the server's history or, where that is gone, by a new snapshot. Used by the
 * owner's thread only.
 */
final class Feed {

	private static final Logger logger = LoggerFactory.getLogger(Feed.class);

	/**
	 * What may be kept while a snapshot or a hole is fetched; the rest is fetched too.
	 */
	private static final int MAX_KEPT = 4096;

	private static final long RETRY_NANOS = 500_000_000;

	private enum State {

		SUBSCRIBING, LOADING, FOLLOWING, REPAIRING, LOST

	}

	private final String namespace;

	private final ChangeListener listener;

	private final BiConsumer<Request, Consumer<Reply>> sender;

	private final Deque<Change> kept = new ArrayDeque<>();

	private final List<KeyValue> loaded = new ArrayList<>();

	private State state = State.SUBSCRIBING;

	private @Nullable Runnable retry;

	private long retryAtNanos;

	/** Counts the snapshots, so that the parts of an abandoned one are not mixed in. */
	private int loads;

	/** The version that the listener has. */
	private long position;

	/** The newest version that the server has mentioned. */
	private long newest;

	Feed(String namespace, ChangeListener listener, BiConsumer<Request, Consumer<Reply>> sender) {
		this.namespace = namespace;
		this.listener = listener;
		this.sender = sender;
	}

	String namespace() {
		return this.namespace;
	}

	void published(Publication publication) {
		this.newest = Math.max(this.newest, publication.version());
		Change change = publication.change();
		switch (this.state) {
			case SUBSCRIBING -> {
				if (change != null && change.version() == 1) {
					begin(change);
				}
				else {
					load();
				}
			}
			case FOLLOWING -> {
				if (change != null && change.version() == this.position + 1) {
					deliver(change);
				}
				else if (this.newest > this.position) {
					keep(change);
					repair();
				}
			}
			case LOADING, REPAIRING -> keep(change);
			case LOST -> {
			}
		}
	}

	/**
	 * Nothing was there before the first change: it need not be asked for.
	 */
	private void begin(Change first) {
		this.state = State.FOLLOWING;
		this.listener.reset(0, List.of());
		deliver(first);
		if (this.newest > this.position) {
			repair();
		}
	}

	private void keep(@Nullable Change change) {
		if (change != null && this.kept.size() < MAX_KEPT) {
			this.kept.add(change);
		}
	}

	private void deliver(Change change) {
		this.position = change.version();
		this.listener.change(change);
	}

	private void load() {
		this.state = State.LOADING;
		this.loaded.clear();
		int load = ++this.loads;
		this.sender.accept(new Request.Scan(this.namespace, true, Integer.MAX_VALUE), (reply) -> chunk(load, reply));
	}

	/**
	 * Another server has taken the place of the one before, with another state: what is
	 * known here does not lead on to it.
	 */
	void serverReplaced() {
		if (this.state != State.SUBSCRIBING && this.state != State.LOST) {
			logger.debug("The state server was replaced by another one; namespace '{}' is read anew", this.namespace);
			this.kept.clear();
			this.newest = 0;
			load();
		}
	}

	private void chunk(int load, Reply reply) {
		if (this.state != State.LOADING || load != this.loads) {
			return;
		}
		if (!(reply instanceof Chunk chunk)) {
			// The session was lost with the snapshot in it: begin again.
			logger.debug("Snapshot of namespace '{}' begins again after {}", this.namespace, reply);
			retryLater(this::load);
			return;
		}
		this.loaded.addAll(chunk.entries());
		if (!chunk.isLast()) {
			this.sender.accept(new Request.ScanNext(chunk.scan()), (next) -> chunk(load, next));
			return;
		}
		this.position = chunk.version();
		this.newest = Math.max(this.newest, chunk.version());
		this.listener.reset(chunk.version(), List.copyOf(this.loaded));
		this.loaded.clear();
		goOn();
	}

	private void repair() {
		this.state = State.REPAIRING;
		this.sender.accept(new Request.Changes(this.namespace, this.position), this::repaired);
	}

	private void repaired(Reply reply) {
		if (this.state != State.REPAIRING) {
			return;
		}
		if (!(reply instanceof ChangeList list)) {
			retryLater(this::repair);
			return;
		}
		this.newest = Math.max(this.newest, list.current());
		if (list.isForgotten()) {
			logger.warn("Changes of namespace '{}' after version {} are not in the server's history any more"
					+ " (see zproc.state.history-entries); it is read anew", this.namespace, this.position);
			load();
			return;
		}
		for (Change change : list.changes()) {
			if (change.version() == this.position + 1) {
				deliver(change);
			}
		}
		goOn();
	}

	/**
	 * Delivers what was kept meanwhile, and asks for what is missing still.
	 */
	private void goOn() {
		for (Change change = this.kept.poll(); change != null; change = this.kept.poll()) {
			if (change.version() == this.position + 1) {
				deliver(change);
			}
		}
		if (this.newest > this.position) {
			repair();
		}
		else {
			this.state = State.FOLLOWING;
		}
	}

	/**
	 * What was refused once may be refused again: not at full speed.
	 */
	private void retryLater(Runnable action) {
		this.retry = action;
		this.retryAtNanos = System.nanoTime() + RETRY_NANOS;
	}

	void retry(long nowNanos) {
		Runnable action = this.retry;
		if (action != null && nowNanos - this.retryAtNanos >= 0) {
			this.retry = null;
			action.run();
		}
	}

	void lose(ZProcException reason) {
		if (this.state != State.LOST) {
			this.state = State.LOST;
			this.listener.lost(reason);
		}
	}

}
