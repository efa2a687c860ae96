package io.zproc.client.jeromq;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

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

	/**
	 * How far answered requests may run ahead of an unanswered one before the server is
	 * told of each: more than are under way at once, less than it remembers.
	 */
	private static final long ACKNOWLEDGE_SPAN = Protocol.MAX_UNANSWERED + 200L;

	private static final long ACKNOWLEDGE_STEP = 200;

	/** Well below what the server lets a session leave unread. */
	private static final long ACKNOWLEDGE_BYTES = 1 << 20;

	private static final int BIG_BYTES = 64 * 1024;

	/** After this time without an answer a request is sent again. */
	private static final long RESEND_NANOS = Duration.ofSeconds(1).toNanos();

	/** A connection that has not said a word by then never will. */
	private static final long HANDSHAKE_NANOS = Duration.ofMillis(750).toNanos();

	/** A server that refuses us is not asked again at once. */
	static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();

	/** After this time, and several repetitions, a connection counts as cut. */
	private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

	private static final long LEAVE_NANOS = Duration.ofMillis(300).toNanos();

	private static final long LEAVE_STEP_MS = 20;

	private static final long TIMER_MS = 100;

	private static final long HEARTBEAT_MS = 1_000;

	private final ZContext context;

	private final Selector selector;

	private volatile ServerAddress server;

	private ServerLiveness liveness;

	/** Whether a dead server has a successor. */
	private final boolean isReplaceable;

	private final Origin origin;

	private final Changes changes;

	private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean isWoken = new AtomicBoolean();

	private final Deque<SentCall> unsent = new ArrayDeque<>();

	private final Map<Long, SentCall> unanswered = new LinkedHashMap<>();

	private UUID session;

	private final Eras eras;

	private @Nullable String epoch;

	private boolean isSessionOpen;

	private long nextSequence = 1;

	private @Nullable Connection connection;

	private boolean isWelcome;

	private long maxMessageBytes = Long.MAX_VALUE;

	private long acknowledgedBelow;

	private long unacknowledgedBytes;

	private long lastAttemptNanos = System.nanoTime() - RETRY_NANOS;

	private volatile boolean isClosed;

	private volatile boolean isOver;

	private volatile @Nullable String lost;

	/** What happened to the server while nobody knows of its successor. */
	private volatile @Nullable String away;

	/** Those who wait for the last that a dead server has published. */
	private final List<CountDownLatch> listening = new ArrayList<>();

	/** Since when nothing was heard although something was asked. */
	private long quietSinceNanos;

	/**
	 * Which server of several, one after the other, is there; on the owner's thread.
	 */
	interface Eras {

		int current();

		void next();

	}

	private volatile Instant lastHeard = Instant.now();

	private volatile long connectedAtMillis;

	ClientLoop(ZContext context, ServerAddress server, UUID session, Origin origin, boolean isReplaceable, Eras eras)
			throws IOException {
		this.context = context;
		this.selector = Selector.open();
		this.server = server;
		this.liveness = new ServerLiveness(server.pid());
		this.session = session;
		this.origin = origin;
		this.isReplaceable = isReplaceable;
		this.eras = eras;
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
		execute(() -> {
			if (this.lost != null) {
				feed.lose(unavailable(Outcome.NOT_APPLIED));
			}
			else {
				this.changes.add(feed);
			}
		});
	}

	void followAll(Function<String, Feed> feeds) {
		execute(() -> this.changes.addAll(feeds));
	}

	void serverLost(String what) {
		execute(() -> lose(what));
	}

	void movedTo(ServerAddress address) {
		execute(() -> moveTo(address));
	}

	/**
	 * Counted down when nothing more of a dead server will come.
	 */
	CountDownLatch lastWords() {
		CountDownLatch latch = new CountDownLatch(1);
		execute(() -> this.listening.add(latch));
		return latch;
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

	long connectedAtMillis() {
		return this.connectedAtMillis;
	}

	boolean isLost() {
		return this.lost != null;
	}

	@Override
	public StateUnavailableException unavailable(Outcome outcome) {
		return new StateUnavailableException(absence(), outcome);
	}

	private String absence() {
		String what = this.lost;
		String gone = this.away;
		return "The state server at " + this.server + ((what != null) ? " is lost: " + what : (gone != null)
				? " is gone: " + gone + "; its successor is awaited" : " has not answered since " + this.lastHeard);
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
				: this.lost == null && this.away == null;
		long timeoutMs = isWaiting ? TIMER_MS : this.changes.isTimed() ? HEARTBEAT_MS : 0;
		if (!this.commands.isEmpty()) {
			return 0;
		}
		// 0 is without end.
		int selected = this.selector.select(timeoutMs);
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
			work += sendAgain(now);
			work += sendNew(now);
			if (this.away != null && !this.changes.isConnected()) {
				this.listening.forEach(CountDownLatch::countDown);
				this.listening.clear();
			}
		}
		return work;
	}

	private void mendConnection(long now) throws IOException {
		Connection current = this.connection;
		if (current != null && !current.isBroken() && !isSilent(now)
				&& (this.isWelcome || current.ageNanos(now) < HANDSHAKE_NANOS * patience())) {
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

	/**
	 * Over a network a handshake takes several round trips.
	 */
	private int patience() {
		return this.server.isGiven() ? 4 : 1;
	}

	/**
	 * Whether the server has ignored even repeated requests: a cut network says nothing,
	 * unlike a process that ends.
	 */
	private boolean isSilent(long now) {
		return this.server.isGiven() && this.isWelcome && !this.unanswered.isEmpty()
				&& now - this.quietSinceNanos > SILENCE_NANOS;
	}

	private boolean isServerThere() {
		if (this.lost == null && this.away == null && !this.liveness.isConfirmed()) {
			String what = "its process " + this.server.pid() + " is not there any more";
			if (this.isReplaceable) {
				awaitSuccessor(what);
			}
			else {
				lose(what);
			}
		}
		return this.lost == null && this.away == null;
	}

	/**
	 * The connection for changes stays until it breaks: what the server has published may
	 * still be on its way.
	 */
	private void awaitSuccessor(String what) {
		this.away = what + ", noticed at " + Instant.now();
		endSession(this::absence);
	}

	/**
	 * The successor knows nothing of sessions, so this one begins anew with it, under the
	 * same name: our parent knows us by it.
	 */
	private void moveTo(ServerAddress address) {
		if (this.lost != null || address.equals(this.server)) {
			return;
		}
		if (this.away == null) {
			awaitSuccessor("its process " + this.server.pid() + " has a successor");
		}
		this.server = address;
		this.liveness = new ServerLiveness(address.pid());
		this.away = null;
		this.lastAttemptNanos = System.nanoTime() - RETRY_NANOS;
		this.changes.moveTo(address);
	}

	private int receive() {
		int count = 0;
		byte[] message;
		while (this.connection != null && (message = this.connection.receive()) != null) {
			count++;
			this.unacknowledgedBytes += message.length;
			try {
				for (byte[] part : Pack.split(message)) {
					ReplyCodec.Received received = ReplyCodec.decode(part);
					answered(received.sequence(), received.reply());
				}
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
			this.quietSinceNanos = System.nanoTime();
		}
		return count;
	}

	private void answered(long sequence, Reply reply) {
		if (reply instanceof Reply.Welcome welcome) {
			this.maxMessageBytes = (long) welcome.maxCommitBytes() + Protocol.MESSAGE_OVERHEAD_BYTES;
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
		if (reply instanceof Reply.Waiting) {
			return;
		}
		SentCall sent = this.unanswered.remove(sequence);
		if (sent == null) {
			return;
		}
		if (sent.isWithdrawn && reply instanceof Reply.Granted) {
			// Granted just before it was withdrawn: nobody will use this turn.
			submitOwn(new Request.Release(sequence));
			sent.call.complete(new Reply.Failure(Reply.Code.CANCELLED, "Withdrawn by the sender"));
			return;
		}
		sent.call.complete(reply);
	}

	private void welcome(String current) {
		if (this.epoch != null && !this.epoch.equals(current)) {
			if (this.isReplaceable) {
				logger.info("The state server was replaced by the one at {}, with what was known of its state",
						this.server);
			}
			else {
				logger.warn("The state server at {} was replaced by another one, with another state", this.server);
			}
			this.eras.next();
		}
		if (this.connectedAtMillis == 0) {
			this.connectedAtMillis = System.currentTimeMillis();
		}
		this.epoch = current;
		this.changes.serverIs(current);
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
		endSession(failure::message);
	}

	/**
	 * Fails what may have been applied; the rest is asked again in the next session.
	 */
	private void endSession(Supplier<String> reason) {
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
				sent.call.fail(new StateUnavailableException(reason.get(), sent.call.outcome()));
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
		if (isAcknowledgementDue()) {
			acknowledge();
		}
		while (this.isWelcome && this.unanswered.size() < Protocol.MAX_UNANSWERED && !this.unsent.isEmpty()) {
			List<SentCall> next = nextTogether();
			if (!next.isEmpty() && !send(next, now)) {
				break;
			}
			count += next.size();
		}
		return count;
	}

	/**
	 * The next calls that fit into one message; what must not be sent is refused.
	 */
	private List<SentCall> nextTogether() {
		int room = Math.min(Pack.MAX_MESSAGES, Protocol.MAX_UNANSWERED - this.unanswered.size());
		List<SentCall> together = new ArrayList<>();
		for (Iterator<SentCall> calls = this.unsent.iterator(); calls.hasNext() && together.size() < room;) {
			SentCall next = calls.next();
			if (isRefused(next)) {
				calls.remove();
				continue;
			}
			boolean isSmall = next.message.length <= Pack.MAX_MESSAGE_BYTES;
			if (isSmall || together.isEmpty()) {
				together.add(next);
			}
			if (!isSmall) {
				break;
			}
		}
		return together;
	}

	private boolean isRefused(SentCall sent) {
		if (sent.call.isStale(this.eras.current())) {
			sent.call.fail(new StateUnavailableException("The state server at " + this.server
					+ " was replaced by another one, which has not what this write was meant for; nothing was changed",
					Outcome.NOT_APPLIED));
			return true;
		}
		if (sent.message.length > this.maxMessageBytes) {
			sent.call.complete(tooLarge(sent));
			return true;
		}
		return false;
	}

	private boolean send(List<SentCall> together, long now) {
		long lowest = lowestUnanswered();
		List<byte[]> messages = new ArrayList<>(together.size());
		for (SentCall next : together) {
			RequestCodec.address(next.message, this.session, next.call.sequence(), lowest);
			messages.add(next.message);
		}
		if (this.connection == null || !this.connection.send(Pack.of(messages))) {
			return false;
		}
		if (this.unanswered.isEmpty()) {
			this.quietSinceNanos = now;
		}
		for (SentCall sent : together) {
			this.unsent.remove();
			this.unanswered.put(sent.call.sequence(), sent);
			sent.sent(now);
		}
		return true;
	}

	/**
	 * Never sent: the server would cut the connection at the head of such a message, and
	 * everybody else's requests with it.
	 */
	private Reply.Failure tooLarge(SentCall sent) {
		String what = sent.call.request().getClass().getSimpleName();
		if (sent.call.request() instanceof Request.Commit commit && !commit.writes().isEmpty()) {
			what = "write of " + commit.writes().size() + " keys (first key '" + commit.writes().get(0).key() + "')";
		}
		return new Reply.Failure(Reply.Code.TOO_LARGE, "The " + what + " takes " + sent.message.length
				+ " bytes (expected: at most " + this.maxMessageBytes + ", see zproc.state.max-commit-size)");
	}

	private int sendAgain(long now) {
		int count = 0;
		if (!this.isWelcome || this.connection == null) {
			return count;
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
			count++;
		}
		return count;
	}

	/**
	 * Says which answers have come, when a request that waits for long holds back the
	 * lowest number.
	 */
	private void acknowledge() {
		long below = this.unsent.isEmpty() ? this.nextSequence : this.unsent.element().call.sequence();
		this.acknowledgedBelow = below;
		this.unacknowledgedBytes = 0;
		submitOwn(new Request.Acknowledge(below, List.copyOf(this.unanswered.keySet())));
	}

	private boolean isAcknowledgementDue() {
		return this.unacknowledgedBytes > ACKNOWLEDGE_BYTES
				|| (this.nextSequence - lowestUnanswered() > ACKNOWLEDGE_SPAN
						&& this.nextSequence - this.acknowledgedBelow > ACKNOWLEDGE_STEP);
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
		else if (call.isAbandoned() && call.request() instanceof Request.Take) {
			// Granted while its sender was interrupted. If it was not granted, this is
			// refused.
			submitOwn(new Request.Release(call.sequence()));
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
		if (this.connection == null || !this.isWelcome || this.lost != null) {
			return;
		}
		long sequence = this.nextSequence++;
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
