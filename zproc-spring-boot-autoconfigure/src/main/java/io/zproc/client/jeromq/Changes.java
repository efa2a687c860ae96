package io.zproc.client.jeromq;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.zproc.ZProcException;
import io.zproc.protocol.MalformedMessageException;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Publication;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The connection on which changes come in, shared by the {@link Feed}s of all namespaces.
 * Used by the owner's thread only.
 */
final class Changes {

	private static final Logger logger = LoggerFactory.getLogger(Changes.class);

	/**
	 * The server publishes a heartbeat every second, and a marker at once for each
	 * subscription: a connection that is silent for this long is made anew.
	 */
	private static final long SILENCE_NANOS = Duration.ofSeconds(3).toNanos();

	private static final long HEARTBEAT_MS = 1_000;

	/** A flood of changes must not keep the owner from sending and answering. */
	private static final int MAX_PUBLICATIONS_PER_PASS = 256;

	private final ZContext context;

	private ServerAddress server;

	private final Selector selector;

	private final Map<String, Feed> feeds = new HashMap<>();

	/** Makes the feed of a namespace that nobody has asked for by name. */
	private @Nullable Function<String, Feed> others;

	private @Nullable Connection connection;

	private final HandshakePatience patience = new HandshakePatience();

	private @Nullable String epoch;

	private boolean hasSpoken;

	private long lastHeardNanos;

	private long lastAttemptNanos = System.nanoTime() - ClientLoop.RETRY_NANOS;

	Changes(ZContext context, ServerAddress server, Selector selector) {
		this.context = context;
		this.server = server;
		this.selector = selector;
	}

	/**
	 * Says which run of the server answers now. What another run has published is passed
	 * over.
	 */
	void serverIs(String current) {
		String before = this.epoch;
		this.epoch = current;
		if (before != null && !before.equals(current)) {
			this.feeds.values().forEach(Feed::serverReplaced);
		}
	}

	void add(Feed feed) {
		this.feeds.put(feed.namespace(), feed);
		if (this.connection != null) {
			this.connection.socket().subscribe(Protocol.topic(feed.namespace()));
		}
	}

	/**
	 * Follows all namespaces, also those that come.
	 * @param feeds makes the feed of a namespace
	 */
	void addAll(Function<String, Feed> feeds) {
		this.others = feeds;
		if (this.connection != null) {
			this.connection.socket().subscribe(ZMQ.SUBSCRIPTION_ALL);
		}
	}

	/**
	 * When to look again, if nothing comes.
	 * @return after how many milliseconds, 0 for never
	 */
	long timeoutMs() {
		if (!isWanted()) {
			return 0;
		}
		return (this.connection != null && !this.hasSpoken) ? ClientLoop.TIMER_MS : HEARTBEAT_MS;
	}

	private boolean isWanted() {
		return this.others != null || !this.feeds.isEmpty();
	}

	boolean isConnected() {
		return this.connection != null;
	}

	/**
	 * Goes on with the server that takes the place of the one before.
	 */
	void moveTo(ServerAddress address) {
		this.server = address;
		close();
		this.lastAttemptNanos = System.nanoTime() - ClientLoop.RETRY_NANOS;
	}

	int poll(long now, BooleanSupplier isServerThere) throws IOException {
		if (!isWanted()) {
			return 0;
		}
		// What came before a connection broke is taken first: it may be the last that
		// anybody hears of a server that has died.
		boolean wasBroken = this.connection != null && this.connection.isBroken();
		int count = receive(now);
		if (!wasBroken || count == 0) {
			mend(now, isServerThere);
		}
		this.feeds.values().forEach((feed) -> feed.retry(now));
		return count;
	}

	private int receive(long now) {
		int count = 0;
		byte[] message;
		while (count < MAX_PUBLICATIONS_PER_PASS && this.connection != null
				&& (message = this.connection.receive()) != null) {
			count++;
			this.hasSpoken = true;
			this.patience.rewarded();
			this.lastHeardNanos = now;
			try {
				Publication publication = Publication.decode(message);
				if (this.epoch == null) {
					this.epoch = publication.epoch();
				}
				Feed feed = feed(publication);
				if (feed != null && publication.epoch().equals(this.epoch)) {
					feed.published(publication);
				}
			}
			catch (MalformedMessageException ex) {
				logger.warn("The state server at {} published something that cannot be read: {}", this.server,
						ex.getMessage());
			}
		}
		return count;
	}

	private @Nullable Feed feed(Publication publication) {
		Feed feed = this.feeds.get(publication.namespace());
		if (feed == null && this.others != null && publication.version() > 0) {
			feed = this.others.apply(publication.namespace());
			this.feeds.put(publication.namespace(), feed);
		}
		return feed;
	}

	private void mend(long now, BooleanSupplier isServerThere) throws IOException {
		Connection current = this.connection;
		if (current != null && !current.isBroken() && !isSilent(current, now)) {
			return;
		}
		if (current != null) {
			current.close();
			this.connection = null;
			this.hasSpoken = false;
		}
		if (now - this.lastAttemptNanos >= ClientLoop.RETRY_NANOS && isServerThere.getAsBoolean()) {
			this.lastAttemptNanos = now;
			Connection fresh = new Connection(this.context, SocketType.SUB, this.server.changes(), this.server,
					this.selector);
			this.connection = fresh;
			if (this.others != null) {
				fresh.socket().subscribe(ZMQ.SUBSCRIPTION_ALL);
			}
			for (String namespace : this.feeds.keySet()) {
				fresh.socket().subscribe(Protocol.topic(namespace));
			}
		}
	}

	private boolean isSilent(Connection current, long now) {
		if (this.hasSpoken) {
			return now - this.lastHeardNanos >= SILENCE_NANOS;
		}
		long age = current.ageNanos(now);
		return (!this.server.isGiven() || age >= SILENCE_NANOS) && this.patience.isOver(age);
	}

	void lose(ZProcException reason) {
		this.feeds.values().forEach((feed) -> feed.lose(reason));
	}

	void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
			this.hasSpoken = false;
		}
	}

}
