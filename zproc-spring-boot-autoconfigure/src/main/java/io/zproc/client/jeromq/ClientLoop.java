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
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/**
 * The owner of a client's sockets: one private thread that is never interrupted, because
 * JeroMQ does not survive interrupts. Everybody else enqueues and wakes it. It sends
 * calls, matches answers to them, sends again what is not answered (the server recognises
 * it), and makes broken connections anew.
 */
final class ClientLoop implements Runnable, Call.Carrier {

	private static final Logger logger = LoggerFactory.getLogger(ClientLoop.class);

	private static final int BIG_BYTES = 64 * 1024;

	/** Over a network a handshake takes several round trips. */
	private static final long REMOTE_HANDSHAKE_NANOS = Duration.ofSeconds(3).toNanos();

	/** A server that refuses us is not asked again at once. */
	static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();

	private static final long LEAVE_NANOS = Duration.ofMillis(300).toNanos();

	private static final long LEAVE_STEP_MS = 20;

	static final long TIMER_MS = 100;

	private final ZContext context;

	private final Selector selector;

	private final ServerPresence server;

	private final Origin origin;

	private final Changes changes;

	private final CommandQueue commands;

	private final Outbox outbox;

	private UUID session;

	private final Eras eras;

	private @Nullable String epoch;

	private boolean isSessionOpen;

	private @Nullable Connection connection;

	private boolean isWelcome;

	private final HandshakePatience patience = new HandshakePatience();

	private long lastAttemptNanos = System.nanoTime() - RETRY_NANOS;

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
		this.context = context;
		this.selector = Selector.open();
		this.server = new ServerPresence(server, isReplaceable);
		this.session = session;
		this.origin = origin;
		this.eras = eras;
		this.commands = new CommandQueue(this.selector);
		this.outbox = new Outbox(this, eras, this.server);
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
				this.outbox.withdraw(call, this.isWelcome);
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
			leave();
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
		boolean isWaiting = (this.connection != null) ? !this.isWelcome || this.outbox.isAwaitingAnswers()
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
			mendConnection(now);
			work += receive();
			work += this.changes.poll(now, this::isServerThere);
			work += send(now);
			if (this.server.isAway() && !this.changes.isConnected()) {
				this.listening.forEach(CountDownLatch::countDown);
				this.listening.clear();
			}
		}
		return work;
	}

	private int send(long now) {
		Connection current = this.connection;
		if (!this.isWelcome || current == null) {
			return 0;
		}
		return this.outbox.sendAgain(current, this.session, now) + this.outbox.sendNew(current, this.session, now);
	}

	private void mendConnection(long now) throws IOException {
		Connection current = this.connection;
		if (current != null && !current.isBroken() && !isSilent(current, now)) {
			return;
		}
		if (current != null) {
			current.close();
			this.connection = null;
			this.isWelcome = false;
		}
		if (now - this.lastAttemptNanos < RETRY_NANOS || !isServerThere()) {
			return;
		}
		this.lastAttemptNanos = now;
		ServerAddress address = this.server.address();
		Connection fresh = new Connection(this.context, SocketType.DEALER, address.requests(), address, this.selector);
		this.connection = fresh;
		byte[] hello = RequestCodec.encode(new Request.Hello(Protocol.VERSION, this.isSessionOpen, this.origin));
		RequestCodec.address(hello, this.session, this.outbox.nextNumber(), this.outbox.lowestUnanswered());
		fresh.send(hello);
	}

	private boolean isSilent(Connection current, long now) {
		boolean isRemote = this.server.address().isGiven();
		if (this.isWelcome) {
			return isRemote && this.outbox.isIgnored(now);
		}
		long age = current.ageNanos(now);
		return (!isRemote || age >= REMOTE_HANDSHAKE_NANOS) && this.patience.isOver(age);
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
		this.lastAttemptNanos = System.nanoTime() - RETRY_NANOS;
		this.changes.moveTo(address);
	}

	private int receive() {
		int count = 0;
		byte[] message;
		while (this.connection != null && (message = this.connection.receive()) != null) {
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
		this.isWelcome = true;
		this.patience.rewarded();
		this.isSessionOpen = true;
		this.outbox.sendAllAgain();
	}

	/**
	 * The server has ended this session, for instance because the connection was away for
	 * too long. What it did of the unanswered writes nobody can tell any more; reads are
	 * asked again in a new session.
	 */
	private void sessionLost(Reply.Failure failure) {
		if (!this.isSessionOpen) {
			return;
		}
		logger.warn("The state server at {} has ended session {}; turns that it held are lost", this.server.address(),
				this.session);
		this.session = UUID.randomUUID();
		endSession(failure.message());
	}

	private void endSession(String reason) {
		this.isSessionOpen = false;
		this.isWelcome = false;
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
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
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
		this.changes.close();
	}

	/**
	 * Says good-bye, so that the server need not wait for this session to come back, and
	 * waits a moment until that has been heard: a socket that lingers may keep its
	 * context from closing.
	 */
	private void leave() throws IOException {
		if (this.connection == null || !this.isWelcome || this.server.isLost()) {
			return;
		}
		long sequence = this.outbox.nextNumber();
		byte[] end = RequestCodec.encode(new Request.End(this.session));
		RequestCodec.address(end, this.session, sequence, sequence);
		this.connection.send(end);
		long deadline = System.nanoTime() + LEAVE_NANOS;
		while (System.nanoTime() < deadline && !this.connection.isBroken()) {
			byte[] answer = this.connection.receive();
			if (answer == null) {
				this.selector.select(LEAVE_STEP_MS);
				this.selector.selectedKeys().clear();
			}
			else if (Pack.split(answer).stream().anyMatch((part) -> ReplyCodec.decode(part).sequence() == sequence)) {
				return;
			}
		}
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
