package io.zproc.client.jeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

import io.zproc.Origin;
import io.zproc.client.Call;
import io.zproc.client.ChangeListener;
import io.zproc.client.RequestEngine;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Request;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.BoundedJoin;
import io.zproc.server.SafeSockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZContext;

/**
 * The engine over a state server that is reached by ZeroMQ messages.
 *
 * @since 0.1.0
 */
public final class JeroMqEngine extends RequestEngine {

	private static final Logger logger = LoggerFactory.getLogger(JeroMqEngine.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private volatile ServerAddress server;

	private final boolean isReplaceable;

	private final ZContext context;

	private final ClientLoop loop;

	private final Thread thread;

	private final AtomicBoolean isClosed = new AtomicBoolean();

	private final AtomicLong repairs = new AtomicLong();

	/**
	 * Creates an engine and begins to connect. Does not wait for the server.
	 * @param server where the server is
	 * @param session the id of this process's session
	 * @param origin who this process is
	 */
	public JeroMqEngine(ServerAddress server, UUID session, Origin origin) {
		this(server, session, origin, false);
	}

	/**
	 * Creates an engine and begins to connect. Does not wait for the server.
	 * @param server where the server is
	 * @param session the id of this process's session
	 * @param origin who this process is
	 * @param isReplaceable whether somebody starts another server when this one has died:
	 * until {@link #movedTo(ServerAddress)} or {@link #serverLost} tells more, calls wait
	 */
	public JeroMqEngine(ServerAddress server, UUID session, Origin origin, boolean isReplaceable) {
		super(session, origin, server.requests(), server.changes());
		this.server = server;
		this.isReplaceable = isReplaceable;
		this.context = SafeSockets.context(this::ioThreadDied);
		try {
			this.loop = new ClientLoop(this.context, server, session, origin(), isReplaceable, new ClientLoop.Eras() {

				@Override
				public int current() {
					return era();
				}

				@Override
				public void next() {
					serverReplaced();
				}

			});
		}
		catch (IOException ex) {
			SafeSockets.close(this.context);
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

	@Override
	protected Call.Carrier carrier() {
		return this.loop;
	}

	@Override
	public void follow(String namespace, ChangeListener listener) {
		this.loop.follow(new Feed(namespace, listener, this::send));
	}

	/**
	 * Follows all namespaces, those of ZProc included, also those that come.
	 * @param listeners makes the listener of a namespace, on the engine's thread
	 */
	public void followAll(Function<String, ChangeListener> listeners) {
		this.loop.followAll((namespace) -> new Feed(namespace, listeners.apply(namespace), this::send));
	}

	/**
	 * Goes on with the server that takes the place of one that has died. What was under
	 * way fails, as far as it may have been applied; what was not sent goes to the new
	 * one. Does not wait.
	 * @param address where it is
	 */
	public void movedTo(ServerAddress address) {
		this.server = address;
		movedTo(address.requests(), address.changes());
		this.loop.movedTo(address);
	}

	/**
	 * Waits until all that a dead server has published is with the listeners: as far as
	 * it has left its process.
	 * @param timeout how long at the most
	 * @return whether it is
	 * @throws InterruptedException when the thread is interrupted
	 */
	public boolean awaitLastWords(Duration timeout) throws InterruptedException {
		return this.loop.lastWords().await(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public boolean continuesVersions() {
		return this.isReplaceable;
	}

	/**
	 * Sends on the owner's thread and answers on it; a refusal is an answer too. Nothing
	 * is said when the engine is closed or the server lost: the feed is told of that.
	 */
	private void send(Request request, Consumer<Reply> answer) {
		if (request instanceof Request.Changes) {
			this.repairs.incrementAndGet();
		}
		Call<Reply> call = Call.of(this.loop, request);
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

	/**
	 * How often this client has asked for changes that it had not been sent: because its
	 * connection lost them, or because they are too big to be sent to everybody.
	 * @return the number of requests so far
	 */
	public long repairs() {
		return this.repairs.get();
	}

	/**
	 * When the server answered for the first time.
	 * @return milliseconds since 1970; 0 when it has not answered yet
	 */
	public long connectedAtMillis() {
		return this.loop.connectedAtMillis();
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
		BoundedJoin.of(this.thread, CLOSE_TIMEOUT);
		if (!SafeSockets.close(this.context)) {
			logger.warn("The threads of the connection to the state server at {} have not ended in time", this.server);
		}
	}

}
