package io.zproc.client.jeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

import io.zproc.Origin;
import io.zproc.ServerInfo;
import io.zproc.client.ChangeListener;
import io.zproc.client.Pending;
import io.zproc.client.StateEngine;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.NamespaceStatistics;
import io.zproc.protocol.Request;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.SafeSockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZContext;

/**
 * The engine over a state server that is reached by ZeroMQ messages.
 *
 * @since 0.1.0
 */
public final class JeroMqEngine implements StateEngine {

	private static final Logger logger = LoggerFactory.getLogger(JeroMqEngine.class);

	private static final long CLOSE_TIMEOUT_MS = 5_000;

	private final ServerAddress server;

	private final Origin origin;

	private final ZContext context;

	private final ClientLoop loop;

	private final Thread thread;

	private final Map<String, AtomicLong> acknowledged = new ConcurrentHashMap<>();

	private final AtomicBoolean isClosed = new AtomicBoolean();

	/**
	 * Creates an engine and begins to connect. Does not wait for the server.
	 * @param server where the server is
	 * @param session the id of this process's session
	 * @param origin who this process is
	 */
	public JeroMqEngine(ServerAddress server, UUID session, Origin origin) {
		this.server = server;
		this.origin = origin;
		this.context = SafeSockets.context(this::ioThreadDied);
		try {
			this.loop = new ClientLoop(this.context, server, session, origin);
		}
		catch (IOException ex) {
			this.context.close();
			throw new UncheckedIOException(ex);
		}
		this.thread = new Thread(this.loop, "zproc-client");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void ioThreadDied(Thread thread, Throwable ex) {
		logger.error("The connection to the state server at {} ends: its thread {} failed", this.server,
				thread.getName(), ex);
		this.loop.serverLost("this client's I/O thread failed with " + ex);
	}

	private <R extends Reply, T> Call<T> call(Request request, Class<R> type, Function<R, T> result) {
		Call<T> call = new Call<>(this.loop, request, (reply) -> result.apply(type.cast(reply)));
		this.loop.submit(call);
		return call;
	}

	@Override
	public Pending<KeyValue> read(String namespace, String key, boolean withValue) {
		return call(new Request.Get(namespace, key, withValue), Reply.Value.class, (value) -> {
			acknowledge(namespace, value.namespaceVersion());
			return value.entry();
		});
	}

	@Override
	public Pending<Integer> size(String namespace) {
		return call(new Request.Size(namespace), Reply.Counted.class, (counted) -> {
			acknowledge(namespace, counted.version());
			return counted.size();
		});
	}

	@Override
	public Contents contents(String namespace, boolean withValues, int limit, Duration timeout) {
		List<KeyValue> entries = new ArrayList<>();
		Reply.Chunk chunk = call(new Request.Scan(namespace, withValues, limit), Reply.Chunk.class, Function.identity())
			.await(timeout);
		entries.addAll(chunk.entries());
		while (!chunk.isLast()) {
			chunk = call(new Request.ScanNext(chunk.scan()), Reply.Chunk.class, Function.identity()).await(timeout);
			entries.addAll(chunk.entries());
		}
		acknowledge(namespace, chunk.version());
		return new Contents(chunk.version(), entries);
	}

	@Override
	public Pending<CommitResult> commit(Commit commit) {
		Request.Commit request = new Request.Commit(commit.namespace(), commit.turn(), commit.holding(),
				commit.invocation(), commit.wantsEntries(), commit.conditions(), commit.writes());
		return call(request, Reply.class, (reply) -> {
			if (reply instanceof Reply.Conflict conflict) {
				return new CommitResult(0, List.of(), conflict.entry());
			}
			Reply.Committed committed = (Reply.Committed) reply;
			acknowledge(commit.namespace(), committed.version());
			return new CommitResult(committed.version(), committed.entries(), null);
		});
	}

	@Override
	public Pending<Long> take(String namespace, List<Long> holding) {
		Call<?>[] self = new Call<?>[1];
		Call<Long> call = new Call<>(this.loop, new Request.Take(namespace, holding), (reply) -> {
			acknowledge(namespace, ((Reply.Granted) reply).version());
			return self[0].sequence;
		});
		self[0] = call;
		this.loop.submit(call);
		return call;
	}

	@Override
	public Pending<Void> release(long turn) {
		return done(new Request.Release(turn));
	}

	@Override
	public Pending<History> history(String namespace, long after) {
		return call(new Request.Changes(namespace, after), Reply.ChangeList.class,
				(list) -> new History(list.isForgotten(), list.changes()));
	}

	@Override
	public void follow(String namespace, ChangeListener listener) {
		this.loop.follow(new Feed(namespace, listener, this::send));
	}

	/**
	 * Sends on the owner's thread and answers on it; a refusal is an answer too. Nothing
	 * is said when the engine is closed or the server lost: the feed is told of that.
	 */
	private void send(Request request, Consumer<Reply> answer) {
		Call<Reply> call = new Call<>(this.loop, request, Function.identity());
		call.onEnd((reply, failure) -> {
			if (reply != null) {
				answer.accept(reply);
			}
			else if (!this.loop.isLost()) {
				answer.accept(new Reply.Failure(Reply.Code.UNKNOWN_SCAN, String.valueOf(failure)));
			}
		});
		this.loop.submit(call);
	}

	private void acknowledge(String namespace, long version) {
		this.acknowledged.computeIfAbsent(namespace, (name) -> new AtomicLong()).accumulateAndGet(version, Math::max);
	}

	@Override
	public long acknowledged(String namespace) {
		AtomicLong version = this.acknowledged.get(namespace);
		return (version != null) ? version.get() : 0;
	}

	@Override
	public Pending<ServerInfo> ping() {
		return call(new Request.Ping(), Reply.Pong.class, (pong) -> new ServerInfo(pong.pid(), Protocol.VERSION,
				pong.epoch(), Duration.ofMillis(pong.uptimeMs()), pong.requests(), this.server.requests()));
	}

	@Override
	public Pending<List<NamespaceStatistics>> statistics() {
		return call(new Request.Statistics(), Reply.NamespaceList.class, Reply.NamespaceList::namespaces);
	}

	@Override
	public Pending<Void> endSession(UUID session) {
		return done(new Request.End(session));
	}

	@SuppressWarnings("NullAway") // the one value of Void
	private Pending<Void> done(Request request) {
		return call(request, Reply.Done.class, (done) -> null);
	}

	@Override
	public Origin origin() {
		return this.origin;
	}

	@Override
	public void serverLost(String what) {
		this.loop.serverLost(what);
	}

	@Override
	public void close() {
		if (!this.isClosed.compareAndSet(false, true)) {
			return;
		}
		this.loop.stop();
		boolean isInterrupted = false;
		long deadline = System.nanoTime() + Duration.ofMillis(CLOSE_TIMEOUT_MS).toNanos();
		while (this.thread.isAlive() && System.nanoTime() < deadline) {
			try {
				this.thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
			}
			catch (InterruptedException ex) {
				isInterrupted = true;
			}
		}
		// JeroMQ would not survive an interrupt in here, so the flag is put back behind
		// it.
		isInterrupted |= Thread.interrupted();
		this.context.close();
		if (isInterrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
