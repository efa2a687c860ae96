package io.zproc.client.jeromq;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.zproc.Origin;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.client.Call;
import io.zproc.protocol.MalformedMessageException;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.ReplyCodec;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.ServerAddress;
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

	/** After this time without an answer a request is sent again. */
	private static final long RESEND_NANOS = Duration.ofSeconds(1).toNanos();

	/** A connection that has not said a word by then never will. */
	private static final long HANDSHAKE_NANOS = Duration.ofMillis(750).toNanos();

	/** A server that refuses us is not asked again at once. */
	static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();

	private static final long TIMER_MS = 100;

	private final ZContext context;

	private final Selector selector;

	private final ServerAddress server;

	private final ServerLiveness liveness;

	private final Origin origin;

	private final Changes changes;

	private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean isWoken = new AtomicBoolean();

	private final Deque<SentCall> unsent = new ArrayDeque<>();

	private final Map<Long, SentCall> unanswered = new LinkedHashMap<>();

	private UUID session;

	private boolean isSessionOpen;

	private long nextSequence = 1;

	private @Nullable Connection connection;

	private boolean isWelcome;

	private long lastAttemptNanos = System.nanoTime() - RETRY_NANOS;

	private volatile boolean isClosed;

	private volatile boolean isOver;

	private volatile @Nullable String lost;

	private volatile Instant lastHeard = Instant.now();

	ClientLoop(ZContext context, ServerAddress server, UUID session, Origin origin) throws IOException {
		this.context = context;
		this.selector = Selector.open();
		this.server = server;
		this.liveness = new ServerLiveness(server.pid());
		this.session = session;
		this.origin = origin;
		this.changes = new Changes(context, server, this.selector);
	}

	// From any thread

	@Override
	public void submit(Call<?> call) {
		// Encoded here, on the caller's thread.
		byte[] message = RequestCodec.encode(call.request());
		execute(() -> enqueue(new SentCall(call, message)));
	}

	@Override
	public void withdraw(Call<?> call) {
		execute(() -> withdrawNow(call));
	}

	void follow(Feed feed) {
		execute(() -> this.changes.add(feed));
	}

	void serverLost(String what) {
		execute(() -> lose(what));
	}

	void stop() {
		execute(() -> this.isClosed = true);
	}

	private void execute(Runnable command) {
		this.commands.add(command);
		if (this.isWoken.compareAndSet(false, true)) {
			this.selector.wakeup();
		}
		if (this.isOver) {
			runCommands();
		}
	}

	/**
	 * By the owner; or by anybody when the owner is gone, and then all they do is fail.
	 */
	private int runCommands() {
		int count = 0;
		for (Runnable command = this.commands.poll(); command != null; command = this.commands.poll()) {
			command.run();
			count++;
		}
		return count;
	}

	boolean isLost() {
		return this.lost != null;
	}

	@Override
	public StateUnavailableException unavailable(Outcome outcome) {
		String what = this.lost;
		return new StateUnavailableException(
				"The state server at " + this.server
						+ ((what != null) ? " is lost: " + what : " has not answered since " + this.lastHeard),
				outcome);
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
			logger.error("The connection to the state server at {} ends", this.server, ex);
			lose("the client failed: " + ex);
		}
		finally {
			close();
		}
	}

	private int sleep() throws IOException {
		boolean isWaiting = (this.connection != null) ? !this.isWelcome || !this.unanswered.isEmpty()
				: this.lost == null;
		boolean isTimed = isWaiting || this.changes.isTimed();
		if (!this.commands.isEmpty()) {
			return 0;
		}
		int selected = isTimed ? this.selector.select(TIMER_MS) : this.selector.select();
		this.selector.selectedKeys().clear();
		return selected;
	}

	/**
	 * One pass.
	 * @return how much was done
	 */
	private int pollOnce() throws IOException {
		this.isWoken.set(false);
		int work = runCommands();
		long now = System.nanoTime();
		if (this.lost == null) {
			mendConnection(now);
			work += receive();
			work += this.changes.poll(now, this::isServerThere);
			sendAgain(now);
			work += sendNew(now);
		}
		return work;
	}

	private void mendConnection(long now) throws IOException {
		Connection current = this.connection;
		if (current != null && !current.isBroken() && (this.isWelcome || current.ageNanos(now) < HANDSHAKE_NANOS)) {
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
		Connection fresh = new Connection(this.context, SocketType.DEALER, this.server.requests(), this.server,
				this.selector);
		this.connection = fresh;
		byte[] hello = RequestCodec.encode(new Request.Hello(Protocol.VERSION, this.isSessionOpen, this.origin));
		RequestCodec.address(hello, this.session, this.nextSequence++, lowestUnanswered());
		fresh.send(hello);
	}

	private boolean isServerThere() {
		if (this.lost == null && !this.liveness.isConfirmed()) {
			lose("its process " + this.server.pid() + " is not there any more");
		}
		return this.lost == null;
	}

	private int receive() {
		int count = 0;
		byte[] message;
		while (this.connection != null && (message = this.connection.receive()) != null) {
			count++;
			try {
				ReplyCodec.Received received = ReplyCodec.decode(message);
				answered(received.sequence(), received.reply());
				if (message.length > BIG_BYTES && this.unsent.isEmpty()) {
					// Says at once that we have it: the server bounds what we have not
					// read.
					submitOwn(new Request.Ping());
				}
			}
			catch (MalformedMessageException ex) {
				logger.warn("The state server at {} sent an answer that cannot be read: {}", this.server,
						ex.getMessage());
			}
		}
		if (count > 0) {
			this.lastHeard = Instant.now();
		}
		return count;
	}

	private void answered(long sequence, Reply reply) {
		if (reply instanceof Reply.Welcome) {
			welcome();
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
		if (reply instanceof Reply.Waiting) {
			return;
		}
		SentCall sent = this.unanswered.remove(sequence);
		if (sent == null) {
			return;
		}
		sent.call.complete(reply);
		if (sent.isWithdrawn && reply instanceof Reply.Granted) {
			// Granted just before it was withdrawn: nobody will use this turn.
			submitOwn(new Request.Release(sequence));
		}
	}

	private void welcome() {
		this.isWelcome = true;
		this.isSessionOpen = true;
		// What was sent over an earlier connection may have been lost with it.
		for (SentCall sent : this.unanswered.values()) {
			sent.sentAtNanos = 0;
		}
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
		logger.warn("The state server at {} has ended session {}; turns that it held are lost", this.server,
				this.session);
		this.session = UUID.randomUUID();
		this.isSessionOpen = false;
		this.isWelcome = false;
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
		List<SentCall> calls = new ArrayList<>(this.unanswered.values());
		this.unanswered.clear();
		for (SentCall sent : calls) {
			if (sent.call.request().hasEffect() && !(sent.call.request() instanceof Request.Scan)) {
				sent.call.fail(new StateUnavailableException(failure.message(), sent.call.outcome()));
			}
			else {
				enqueue(sent);
			}
		}
	}

	private void enqueue(SentCall sent) {
		if (this.lost != null || this.isClosed) {
			sent.call.fail(unavailable(Outcome.NOT_APPLIED));
			return;
		}
		sent.call.number(this.nextSequence++);
		this.unsent.add(sent);
	}

	private void submitOwn(Request request) {
		enqueue(new SentCall(Call.of(this, request), RequestCodec.encode(request)));
	}

	private int sendNew(long now) {
		int count = 0;
		while (this.isWelcome && this.unanswered.size() < Protocol.MAX_UNANSWERED && !this.unsent.isEmpty()) {
			SentCall next = this.unsent.element();
			RequestCodec.address(next.message, this.session, next.call.sequence(), lowestUnanswered());
			if (this.connection == null || !this.connection.send(next.message)) {
				break;
			}
			this.unsent.remove();
			this.unanswered.put(next.call.sequence(), next);
			next.sent(now);
			count++;
		}
		return count;
	}

	private void sendAgain(long now) {
		if (!this.isWelcome || this.connection == null) {
			return;
		}
		for (SentCall sent : this.unanswered.values()) {
			if (sent.sentAtNanos != 0 && now - sent.sentAtNanos < RESEND_NANOS) {
				continue;
			}
			// A copy: the socket may not have let go of the array that it was given.
			byte[] message = sent.message.clone();
			RequestCodec.address(message, this.session, sent.call.sequence(), lowestUnanswered());
			this.connection.send(message);
			sent.sent(now);
		}
	}

	private long lowestUnanswered() {
		for (Long sequence : this.unanswered.keySet()) {
			return sequence;
		}
		return this.unsent.isEmpty() ? this.nextSequence : this.unsent.element().call.sequence();
	}

	private void withdrawNow(Call<?> call) {
		if (this.unsent.removeIf((sent) -> sent.call == call)) {
			if (this.isWelcome) {
				call.complete(new Reply.Failure(Reply.Code.CANCELLED, "Withdrawn before it was sent"));
			}
			else {
				call.fail(unavailable(Outcome.NOT_APPLIED));
			}
			return;
		}
		SentCall sent = this.unanswered.get(call.sequence());
		if (sent != null) {
			sent.isWithdrawn = true;
			submitOwn(new Request.Cancel(call.sequence()));
		}
	}

	private void lose(String what) {
		if (this.lost != null) {
			return;
		}
		this.lost = what + ", noticed at " + Instant.now();
		List<SentCall> calls = new ArrayList<>(this.unanswered.values());
		calls.addAll(this.unsent);
		this.unanswered.clear();
		this.unsent.clear();
		calls.forEach((sent) -> sent.call.fail(unavailable(sent.call.outcome())));
		this.changes.lose(unavailable(Outcome.NOT_APPLIED));
	}

	/**
	 * Says good-bye, so that the server need not wait for this session to come back.
	 */
	private void leave() {
		if (this.connection != null && this.isWelcome) {
			byte[] end = RequestCodec.encode(new Request.End(this.session));
			RequestCodec.address(end, this.session, this.nextSequence, this.nextSequence);
			this.connection.socket().setLinger(200);
			this.connection.send(end);
		}
	}

	private void close() {
		this.isClosed = true;
		lose("this client is closed");
		if (this.connection != null) {
			this.connection.close();
		}
		this.changes.close();
		this.isOver = true;
		runCommands();
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			logger.debug("The selector could not be closed", ex);
		}
	}

}
