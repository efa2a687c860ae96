package io.zproc.client.jeromq;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import io.zproc.Origin;
import io.zproc.protocol.Pack;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.ReplyCodec;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/**
 * The session with the server, and the connection that it goes over: opens it with a
 * greeting, makes a broken one anew and goes on with the session, and says good-bye. Used
 * by the owner's thread only.
 */
final class SessionLink {

	/** Over a network a handshake takes several round trips. */
	private static final long REMOTE_HANDSHAKE_NANOS = Duration.ofSeconds(3).toNanos();

	private static final long LEAVE_NANOS = Duration.ofMillis(300).toNanos();

	private static final long LEAVE_STEP_MS = 20;

	private final ZContext context;

	private final Selector selector;

	private final Origin origin;

	private final ServerPresence server;

	private final Outbox outbox;

	private final HandshakePatience patience = new HandshakePatience();

	private UUID session;

	/** Whether the server knows the session, over whichever connection. */
	private boolean hasSession;

	private @Nullable Connection connection;

	/** Whether the server has answered the greeting on this connection. */
	private boolean isOpen;

	private long lastAttemptNanos;

	SessionLink(ZContext context, Selector selector, UUID session, Origin origin, ServerPresence server,
			Outbox outbox) {
		this.context = context;
		this.selector = selector;
		this.session = session;
		this.origin = origin;
		this.server = server;
		this.outbox = outbox;
		retryAtOnce();
	}

	UUID session() {
		return this.session;
	}

	boolean hasSession() {
		return this.hasSession;
	}

	/**
	 * Whether there is a connection, be it one that has not shaken hands.
	 */
	boolean isConnected() {
		return this.connection != null;
	}

	/**
	 * Whether requests can be sent.
	 */
	boolean isOpen() {
		return this.isOpen;
	}

	void retryAtOnce() {
		this.lastAttemptNanos = System.nanoTime() - ClientLoop.RETRY_NANOS;
	}

	/**
	 * Connects, if there is no connection or a broken one.
	 * @param isServerThere whether there is somebody to connect to; asked only then
	 */
	void mend(long now, BooleanSupplier isServerThere) throws IOException {
		Connection current = this.connection;
		if (current != null && !current.isBroken() && !isSilent(current, now)) {
			return;
		}
		close();
		if (now - this.lastAttemptNanos < ClientLoop.RETRY_NANOS || !isServerThere.getAsBoolean()) {
			return;
		}
		this.lastAttemptNanos = now;
		ServerAddress address = this.server.address();
		Connection fresh = new Connection(this.context, SocketType.DEALER, address.requests(), address, this.selector);
		this.connection = fresh;
		byte[] hello = RequestCodec.encode(new Request.Hello(Protocol.VERSION, this.hasSession, this.origin));
		RequestCodec.address(hello, this.session, this.outbox.nextNumber(), this.outbox.lowestUnanswered());
		fresh.send(hello);
	}

	private boolean isSilent(Connection current, long now) {
		boolean isRemote = this.server.address().isGiven();
		if (this.isOpen) {
			return isRemote && this.outbox.isIgnored(now);
		}
		long age = current.ageNanos(now);
		return (!isRemote || age >= REMOTE_HANDSHAKE_NANOS) && this.patience.isOver(age);
	}

	/**
	 * Sends what is to be sent, first what is sent again.
	 * @return how many requests were sent
	 */
	int send(long now) {
		Connection current = this.connection;
		if (!this.isOpen || current == null) {
			return 0;
		}
		return this.outbox.sendAgain(current, this.session, now) + this.outbox.sendNew(current, this.session, now);
	}

	byte @Nullable [] receive() {
		Connection current = this.connection;
		return (current != null) ? current.receive() : null;
	}

	/**
	 * The server has answered the greeting.
	 */
	void welcomed() {
		this.isOpen = true;
		this.patience.rewarded();
		this.hasSession = true;
		this.outbox.sendAllAgain();
	}

	/**
	 * The server does not know the session any more: the next one has another name.
	 */
	void beginAnew() {
		this.session = UUID.randomUUID();
	}

	/**
	 * The session ends with its server; the next connection opens one under the same
	 * name.
	 */
	void endSession() {
		this.hasSession = false;
		close();
	}

	/**
	 * Says good-bye, so that the server need not wait for this session to come back, and
	 * waits a moment until that has been heard: a socket that lingers may keep its
	 * context from closing.
	 */
	void leave() throws IOException {
		Connection current = this.connection;
		if (current == null || !this.isOpen) {
			return;
		}
		long sequence = this.outbox.nextNumber();
		byte[] end = RequestCodec.encode(new Request.End(this.session));
		RequestCodec.address(end, this.session, sequence, sequence);
		current.send(end);
		long deadline = System.nanoTime() + LEAVE_NANOS;
		while (System.nanoTime() < deadline && !current.isBroken()) {
			byte[] answer = current.receive();
			if (answer == null) {
				this.selector.select(LEAVE_STEP_MS);
				this.selector.selectedKeys().clear();
			}
			else if (Pack.split(answer).stream().anyMatch((part) -> ReplyCodec.decode(part).sequence() == sequence)) {
				return;
			}
		}
	}

	/**
	 * Closes the connection, if there is one. The session may go on over another.
	 */
	void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
		this.isOpen = false;
	}

}
