package io.zproc.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Reply.Failure;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec.Received;
import org.jspecify.annotations.Nullable;

/**
 * The clients of the state: lets them in, knows which of them are connected, and
 * recognises what was asked before.
 */
final class Sessions {

	private static final long MIN_UNREAD_BYTES = 8 << 20;

	private final Map<UUID, Session> sessions = new HashMap<>();

	private final MemoryBudget unread = MemoryBudget.ofHeap(MemoryBudget.UNREAD_SHARE);

	private final ServerLimits limits;

	private final Outbox outbox;

	private final LongSupplier nanoTime;

	Sessions(ServerLimits limits, Outbox outbox, LongSupplier nanoTime) {
		this.limits = limits;
		this.outbox = outbox;
		this.nanoTime = nanoTime;
	}

	/**
	 * The session of a request; a greeting opens one, or goes on with it over another
	 * connection.
	 * @return the session, or {@code null} when the request was refused or is too old
	 */
	@Nullable Session of(Object peer, Received received) {
		Request.Hello hello = (received.request() instanceof Request.Hello greeting) ? greeting : null;
		Failure refusal = (hello != null) ? refusal(peer, received.session(), hello) : null;
		if (refusal != null) {
			this.outbox.reply(peer, received.sequence(), refusal);
			return null;
		}
		Session session = this.sessions.get(received.session());
		if (session == null && hello != null && !hello.isResumed()) {
			session = new Session(received.session(), hello.origin(), peer,
					new UnreadAnswers(Math.max(MIN_UNREAD_BYTES, this.limits.maxCommitBytes()), this.unread));
			this.sessions.put(session.id, session);
		}
		if (session == null) {
			this.outbox.reply(peer, received.sequence(),
					new Failure(Code.UNKNOWN_SESSION, "Session " + received.session() + " is not known here"));
			return null;
		}
		return (hello == null || session.connect(peer, received.sequence())) ? session : null;
	}

	private @Nullable Failure refusal(Object peer, UUID session, Request.Hello hello) {
		if (hello.protocolVersion() != Protocol.VERSION) {
			return new Failure(Code.WRONG_VERSION, "The server speaks protocol version " + Protocol.VERSION
					+ ", the client " + hello.protocolVersion());
		}
		if (hasOtherSession(peer, session)) {
			return new Failure(Code.TOO_MANY,
					"The connection has a session already (expected: one session on a connection)");
		}
		return null;
	}

	/**
	 * Sessions cost memory as long as their connection is there.
	 */
	private boolean hasOtherSession(Object peer, UUID id) {
		return this.sessions.values()
			.stream()
			.anyMatch((other) -> other.disconnectedAtNanos == 0 && other.peer.equals(peer) && !other.id.equals(id));
	}

	/**
	 * Recognises what was asked before: it is answered again, never carried out again.
	 */
	boolean isNew(Session session, Received received) {
		long sequence = received.sequence();
		if (!received.request().hasEffect()) {
			return true;
		}
		Reply answer = session.answer(sequence);
		if (answer != null) {
			this.outbox.reply(session.peer, sequence, answer);
			return false;
		}
		if (session.waiting.containsKey(sequence)) {
			this.outbox.reply(session.peer, sequence, new Reply.Waiting());
			return false;
		}
		if (session.isAnswered(sequence)) {
			return false;
		}
		if (session.isFull() && !endsSomething(received.request())) {
			this.outbox.reply(session.peer, sequence, tooMany());
			return false;
		}
		return true;
	}

	/**
	 * What gives a turn back is never refused: others wait for it.
	 */
	private static boolean endsSomething(Request request) {
		return request instanceof Request.Release || (request instanceof Request.Commit commit && commit.turn() != 0);
	}

	static Failure tooMany() {
		return new Failure(Code.TOO_MANY,
				"More than " + Protocol.MAX_UNANSWERED + " requests of this session are unanswered");
	}

	void disconnected(Object peer) {
		long now = this.nanoTime.getAsLong();
		for (Session session : this.sessions.values()) {
			if (session.peer.equals(peer) && session.disconnectedAtNanos == 0) {
				session.disconnectedAtNanos = (now != 0) ? now : 1;
			}
		}
	}

	/**
	 * Those that had the time to come back, and did not. Each pass of the server's loop
	 * asks: no stream, no copy while all is well.
	 */
	List<UUID> overdue(long now) {
		long graceNanos = this.limits.sessionGraceMs() * 1_000_000;
		List<UUID> overdue = List.of();
		for (Session session : this.sessions.values()) {
			if (session.disconnectedAtNanos != 0 && now - session.disconnectedAtNanos >= graceNanos) {
				overdue = overdue.isEmpty() ? new ArrayList<>() : overdue;
				overdue.add(session.id);
			}
		}
		return overdue;
	}

	@Nullable Session remove(UUID id) {
		return this.sessions.remove(id);
	}

	int count() {
		return this.sessions.size();
	}

	int connected() {
		int count = 0;
		for (Session session : this.sessions.values()) {
			count += (session.disconnectedAtNanos == 0) ? 1 : 0;
		}
		return count;
	}

}
