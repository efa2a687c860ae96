package io.zproc.client.jeromq;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import io.zproc.Origin;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.client.Call;
import io.zproc.protocol.MalformedMessageException;
import io.zproc.protocol.Pack;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.ReplyCodec;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.CommandQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZContext;

/**
 * The owner of a client's sockets: one private thread that is never interrupted, because
 * JeroMQ does not survive interrupts. Everybody else enqueues and wakes it. It sends
 * calls, matches answers to them, sends again what is not answered (the server recognises
 * it), and follows the server when it goes and another comes.
 */
final class ClientLoop implements Runnable, Call.Carrier {

	private static final Logger logger = LoggerFactory.getLogger(ClientLoop.class);

	private static final int BIG_BYTES = 64 * 1024;

	/** A server that refuses us is not asked again at once. */
	static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();

	static final long TIMER_MS = 100;

	private final Selector selector;

	private final ServerPresence server;

	private final Changes changes;

	private final CommandQueue commands;

	private final Outbox outbox;

	private final SessionLink link;

	private final Eras eras;

	private @Nullable String epoch;

	private volatile boolean isClosed;

	/** Those who wait for the last that a dead server has published. */
	private final List<CountDownLatch> listening = new ArrayList<>();

	/**
	 * Which server of several, one after the other, is there; on the owner's thread.
	 */
	interface Eras {

		int current();

		void next();

	}

	private volatile long connectedAtMillis;

	ClientLoop(ZContext context, ServerAddress server, UUID session, Origin origin, boolean isReplaceable, Eras eras)
			throws IOException {
		this.selector = Selector.open();
		this.server = new ServerPresence(server, isReplaceable);
		this.eras = eras;
		this.commands = new CommandQueue(this.selector);
		this.outbox = new Outbox(this, eras, this.server);
		this.link = new SessionLink(context, this.selector, session, origin, this.server, this.outbox);
		this.changes = new Changes(context, server, this.selector);
	}

	// From any thread

	@Override
	public void submit(Call<?> call) {
		// Encoded here, on the caller's thread.
		byte[] message = RequestCodec.encode(call.request());
		this.commands.add(() -> enqueue(new SentCall(call, message)));
	}

	@Override
	public void withdraw(Call<?> call) {
		this.commands.add(() -> {
			if (!this.server.isLost()) {
				this.outbox.withdraw(call, this.link.isOpen());
			}
		});
	}

	void follow(Feed feed) {
		this.commands.add(() -> {
			if (this.server.isLost()) {
				feed.lose(unavailable(Outcome.NOT_APPLIED));
			}
			else {
				this.changes.add(feed);
			}
		});
	}

	void followAll(Function<String, Feed> feeds) {
		this.commands.add(() -> this.changes.addAll(feeds));
	}

	void serverLost(String what) {
		this.commands.add(() -> lose(what));
	}

	void movedTo(ServerAddress address) {
		this.commands.add(() -> moveTo(address));
	}

	/**
	 * Counted down when nothing more of a dead server will come, at once when it is lost.
	 */
	CountDownLatch lastWords() {
		CountDownLatch latch = new CountDownLatch(1);
		this.commands.add(() -> {
			if (this.server.isLost()) {
				latch.countDown();
			}
			else {
				this.listening.add(latch);
			}
		});
		return latch;
	}

	void stop() {
		this.commands.add(() -> this.isClosed = true);
	}

	long connectedAtMillis() {
		return this.connectedAtMillis;
	}

	boolean isLost() {
		return this.server.isLost();
	}

	@Override
	public StateUnavailableException unavailable(Outcome outcome) {
		return this.server.unavailable(outcome);
	}

	// On the owner's thread

	@Override
	@SuppressWarnings("ThreadPriorityCheck") // see ServerLoop
	public void run() {
		try {
			while (!this.isClosed) {
				if (pollOnce() == 0 && sleep() > 0 && pollOnce() == 0) {
					Thread.yield();
				}
			}
			if (!this.server.isLost()) {
				this.link.leave();
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.error("The connection to the state server at {} ends", this.server.address(), ex);
			lose("the client failed: " + ex);
		}
		finally {
			close();
		}
	}

	private int sleep() throws IOException {
		boolean isWaiting = this.link.isConnected() ? !this.link.isOpen() || this.outbox.isAwaitingAnswers()
				: this.server.isExpected();
		long timeoutMs = isWaiting ? TIMER_MS : this.changes.timeoutMs();
		return this.commands.sleep(timeoutMs);
	}

	/**
	 * One pass.
	 * @return how much was done
	 */
	private int pollOnce() throws IOException {
		int work = this.commands.run(Integer.MAX_VALUE);
		long now = System.nanoTime();
		if (!this.server.isLost()) {
			this.link.mend(now, this::isServerThere);
			work += receive();
			work += this.changes.poll(now, this::isServerThere);
			work += this.link.send(now);
			if (this.server.isAway() && !this.changes.isConnected()) {
				this.listening.forEach(CountDownLatch::countDown);
				this.listening.clear();
			}
		}
		return work;
	}

	private boolean isServerThere() {
		if (this.server.isExpected() && !this.server.isConfirmed()) {
			String what = "its process " + this.server.address().pid() + " is not there any more";
			if (this.server.isReplaceable()) {
				awaitSuccessor(what);
			}
			else {
				lose(what);
			}
		}
		return this.server.isExpected();
	}

	/**
	 * The connection for changes stays until it breaks: what the server has published may
	 * still be on its way.
	 */
	private void awaitSuccessor(String what) {
		this.server.isGone(what);
		endSession(this.server.absence());
	}

	/**
	 * The successor knows nothing of sessions, so this one begins anew with it, under the
	 * same name: our parent knows us by it.
	 */
	private void moveTo(ServerAddress address) {
		if (this.server.isLost() || address.equals(this.server.address())) {
			return;
		}
		if (!this.server.isAway()) {
			awaitSuccessor("its process " + this.server.address().pid() + " has a successor");
		}
		this.server.movedTo(address);
		this.link.retryAtOnce();
		this.changes.moveTo(address);
	}

	private int receive() {
		int count = 0;
		byte[] message;
		while ((message = this.link.receive()) != null) {
			count++;
			this.outbox.received(message.length);
			try {
				for (byte[] part : Pack.split(message)) {
					ReplyCodec.Received received = ReplyCodec.decode(part);
					answered(received.sequence(), received.reply());
				}
				if (message.length > BIG_BYTES && !this.outbox.hasUnsent()) {
					// Says at once that we have it: the server bounds what we have not
					// read.
					this.outbox.add(new Request.Ping());
				}
			}
			catch (MalformedMessageException ex) {
				logger.warn("The state server at {} sent an answer that cannot be read: {}", this.server.address(),
						ex.getMessage());
			}
		}
		if (count > 0) {
			this.server.heard();
		}
		return count;
	}

	private void answered(long sequence, Reply reply) {
		if (reply instanceof Reply.Welcome welcome) {
			this.outbox.limit((long) welcome.maxCommitBytes() + Protocol.MESSAGE_OVERHEAD_BYTES);
			welcome(welcome.epoch());
			return;
		}
		if (reply instanceof Reply.Failure failure) {
			switch (failure.code()) {
				case UNKNOWN_SESSION -> {
					sessionLost(failure);
					return;
				}
				case WRONG_VERSION -> {
					lose(failure.message());
					return;
				}
				default -> {
				}
			}
		}
		if (!(reply instanceof Reply.Waiting)) {
			this.outbox.answered(sequence, reply);
		}
	}

	private void welcome(String current) {
		if (this.epoch != null && !this.epoch.equals(current)) {
			if (this.server.isReplaceable()) {
				logger.info("The state server was replaced by the one at {}, with what was known of its state",
						this.server.address());
			}
			else {
				logger.warn("The state server at {} was replaced by another one, with another state",
						this.server.address());
			}
			this.eras.next();
		}
		if (this.connectedAtMillis == 0) {
			this.connectedAtMillis = System.currentTimeMillis();
		}
		this.epoch = current;
		this.changes.serverIs(current);
		this.link.welcomed();
	}

	/**
	 * The server has ended this session, for instance because the connection was away for
	 * too long. What it did of the unanswered writes nobody can tell any more; reads are
	 * asked again in a new session.
	 */
	private void sessionLost(Reply.Failure failure) {
		if (!this.link.hasSession()) {
			return;
		}
		logger.warn("The state server at {} has ended session {}; turns that it held are lost", this.server.address(),
				this.link.session());
		this.link.beginAnew();
		endSession(failure.message());
	}

	private void endSession(String reason) {
		this.link.endSession();
		this.outbox.endSession(reason);
	}

	private void enqueue(SentCall sent) {
		if (this.server.isLost() || this.isClosed) {
			sent.call.fail(unavailable(Outcome.NOT_APPLIED));
		}
		else {
			this.outbox.add(sent);
		}
	}

	private void lose(String what) {
		if (this.server.isLost()) {
			return;
		}
		this.server.isLost(what);
		this.outbox.failAll();
		this.changes.lose(unavailable(Outcome.NOT_APPLIED));
		this.listening.forEach(CountDownLatch::countDown);
		this.listening.clear();
		// Nobody reads them any more, and a selector on what nobody reads would spin.
		closeConnections();
	}

	private void closeConnections() {
		this.link.close();
		this.changes.close();
	}

	private void close() {
		this.isClosed = true;
		lose("this client is closed");
		this.commands.ownerIsGone();
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			logger.debug("The selector could not be closed", ex);
		}
	}

}
