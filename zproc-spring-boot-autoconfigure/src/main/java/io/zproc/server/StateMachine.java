package io.zproc.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

import io.zproc.Origin;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Reply.Failure;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec.Received;

/**
 * The state and its rules, without sockets and threads: takes one request at a time, and
 * puts answers and changes into an {@link Outbox}. Not thread-safe; its owner calls it
 * from one thread, or under one lock.
 *
 * @since 0.1.0
 */
public final class StateMachine {

	private static final int CHUNK_BYTES = 256 * 1024;

	private static final int MAX_SCANS = 64;

	private static final long MIN_UNREAD_BYTES = 8 << 20;

	private final Map<UUID, Session> sessions = new HashMap<>();

	private final Map<String, Namespace> namespaces = new HashMap<>();

	private final MemoryBudget budget = MemoryBudget.ofHeap(MemoryBudget.STATE_SHARE);

	private final MemoryBudget unread = MemoryBudget.ofHeap(MemoryBudget.UNREAD_SHARE);

	private final ServerLimits limits;

	private final Outbox outbox;

	private final String epoch;

	private final LongSupplier nanoTime;

	private final Turns turns;

	private final Commits commits;

	private final Inspection inspection;

	private final long startedAtNanos;

	private long requests;

	/**
	 * Creates an empty state.
	 * @param epoch the random id of this state
	 * @param limits the bounds of memory and waits
	 * @param outbox where answers and changes go
	 * @param nanoTime a monotonic clock, such as {@link System#nanoTime()}
	 */
	public StateMachine(String epoch, ServerLimits limits, Outbox outbox, LongSupplier nanoTime) {
		this.epoch = epoch;
		this.limits = limits;
		this.outbox = outbox;
		this.nanoTime = nanoTime;
		this.startedAtNanos = nanoTime.getAsLong();
		this.inspection = new Inspection(limits, CHUNK_BYTES);
		this.commits = new Commits(limits, this.budget, outbox);
		this.turns = new Turns(limits, this.commits, this.budget, this::answer, this::forgetUnused, nanoTime);
	}

	/**
	 * Carries out a request.
	 * @param peer the connection that it came from: after a {@link Request.Hello} answers
	 * to the session go there
	 * @param received the request
	 */
	public void handle(Object peer, Received received) {
		this.requests++;
		Request.Hello hello = (received.request() instanceof Request.Hello greeting) ? greeting : null;
		if (hello != null && hello.protocolVersion() != Protocol.VERSION) {
			this.outbox.reply(peer, received.sequence(),
					new Failure(Code.WRONG_VERSION, "The server speaks protocol version " + Protocol.VERSION
							+ ", the client " + hello.protocolVersion()));
			return;
		}
		if (hello != null && hasOtherSession(peer, received.session())) {
			this.outbox.reply(peer, received.sequence(), new Failure(Code.TOO_MANY,
					"The connection has a session already (expected: one session on a connection)"));
			return;
		}
		Session session = this.sessions.get(received.session());
		if (session == null && hello != null && !hello.isResumed()) {
			session = new Session(received.session(), hello.origin(), peer,
					new UnreadAnswers(Math.max(MIN_UNREAD_BYTES, this.limits.maxCommitBytes()), this.unread));
			this.sessions.put(session.id, session);
		}
		else if (session == null) {
			this.outbox.reply(peer, received.sequence(),
					new Failure(Code.UNKNOWN_SESSION, "Session " + received.session() + " is not known here"));
		}
		if (session == null || (hello != null && !session.connect(peer, received.sequence()))) {
			return;
		}
		session.trim(received.lowestUnanswered());
		if (session.unread.isTooMuch() && mayHaveBigAnswer(received.request())) {
			// The session does not read what it gets. It may ask again when it has.
			return;
		}
		if (isNew(session, received)) {
			carryOut(session, received.sequence(), received.request());
		}
	}

	/**
	 * Sessions cost memory as long as their connection is there.
	 */
	private boolean hasOtherSession(Object peer, UUID id) {
		return this.sessions.values()
			.stream()
			.anyMatch((other) -> other.disconnectedAtNanos == 0 && other.peer.equals(peer) && !other.id.equals(id));
	}

	private static boolean mayHaveBigAnswer(Request request) {
		return request instanceof Request.Get || request instanceof Request.Scan || request instanceof Request.ScanNext
				|| request instanceof Request.Changes || request instanceof Request.Entry
				|| request instanceof Request.Entries || (request instanceof Request.Commit commit
						&& (commit.wantsEntries() || !commit.conditions().isEmpty()));
	}

	/**
	 * Recognises what was asked before: it is answered again, never carried out again.
	 */
	private boolean isNew(Session session, Received received) {
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

	private static Failure tooMany() {
		return new Failure(Code.TOO_MANY,
				"More than " + Protocol.MAX_UNANSWERED + " requests of this session are unanswered");
	}

	private void carryOut(Session session, long sequence, Request request) {
		if (request instanceof Request.Get get) {
			Namespace namespace = existing(get.namespace());
			answer(session, sequence, request,
					new Reply.Value(namespace.version, namespace.read(get.key(), get.withValue())));
		}
		else if (request instanceof Request.Commit commit) {
			Namespace namespace = namespace(commit.namespace());
			this.turns.commit(session, sequence, commit, namespace);
			forgetUnused(namespace);
		}
		else if (request instanceof Request.Take take) {
			this.turns.take(session, sequence, take, namespace(take.namespace()));
		}
		else if (request instanceof Request.Cancel cancel) {
			answer(session, sequence, request, cancel(session, cancel.sequence()));
		}
		else if (request instanceof Request.Acknowledge acknowledge) {
			session.acknowledge(acknowledge.below(), acknowledge.unanswered());
			answer(session, sequence, request, new Reply.Done());
		}
		else if (request instanceof Request.End end) {
			answer(session, sequence, request, new Reply.Done());
			end(end.session());
		}
		else if (request instanceof Request.Release release) {
			boolean held = this.turns.release(session, release.turn());
			answer(session, sequence, request, held ? new Reply.Done()
					: new Failure(Code.TURN_LOST, "Turn " + release.turn() + " is not held any more"));
		}
		else {
			answer(session, sequence, request, read(session, sequence, request));
		}
	}

	private Reply read(Session session, long sequence, Request request) {
		if (request instanceof Request.Size size) {
			Namespace namespace = existing(size.namespace());
			return new Reply.Counted(namespace.version, namespace.entries.size());
		}
		if (request instanceof Request.Scan scan) {
			if (session.scans.size() >= MAX_SCANS) {
				// The oldest was most likely left by its reader; if not, it begins again.
				closeScan(session, session.scans.keySet().iterator().next());
			}
			Namespace namespace = existing(scan.namespace());
			session.scans.put(sequence, new Session.OpenScan(namespace,
					namespace.entries.scan(namespace.version, scan.withValues(), scan.limit())));
			return chunk(session, sequence);
		}
		if (request instanceof Request.ScanNext next) {
			return chunk(session, next.scan());
		}
		if (request instanceof Request.Changes changes) {
			return changes(existing(changes.namespace()), changes.after());
		}
		if (request instanceof Request.Hello) {
			return new Reply.Welcome(this.epoch, ProcessHandle.current().pid(), this.limits.sessionGraceMs(),
					this.limits.maxValueBytes(), this.limits.maxCommitBytes());
		}
		if (request instanceof Request.Entry entry) {
			return this.inspection.entry(existing(entry.namespace()), entry.key());
		}
		if (request instanceof Request.Entries entries) {
			return this.inspection.entries(existing(entries.namespace()), entries);
		}
		if (request instanceof Request.Statistics) {
			return this.inspection.statistics(this.namespaces.values(), this.budget, this.sessions.size(),
					this.nanoTime.getAsLong());
		}
		return new Reply.Pong(this.epoch, ProcessHandle.current().pid(), uptimeMs(), this.requests,
				this.sessions.size());
	}

	private Reply chunk(Session session, long id) {
		Session.OpenScan open = session.scans.get(id);
		if (open == null) {
			return new Failure(Code.UNKNOWN_SCAN, "Snapshot " + id + " is not known here");
		}
		Reply.Chunk chunk = new Reply.Chunk(id, open.scan().version(), open.scan().next(CHUNK_BYTES),
				open.scan().isDone());
		if (chunk.isLast()) {
			closeScan(session, id);
		}
		return chunk;
	}

	private static void closeScan(Session session, long id) {
		Session.OpenScan open = session.scans.remove(id);
		if (open != null) {
			open.namespace().entries.close(open.scan());
		}
	}

	private static Reply changes(Namespace namespace, long after) {
		if (after < 0 || after > namespace.version || !namespace.history.reachesBackTo(after, namespace.version)) {
			return new Reply.ChangeList(namespace.version, true, List.of());
		}
		return new Reply.ChangeList(namespace.version, false,
				namespace.history.after(after, namespace.version, CHUNK_BYTES));
	}

	private Reply cancel(Session session, long sequence) {
		if (session.isAnswered(sequence)) {
			return new Reply.Done();
		}
		Reply answer = session.answer(sequence);
		if (answer != null) {
			// Too late to withdraw: the sender must learn what has become of it.
			this.outbox.reply(session.peer, sequence, answer);
			return new Reply.Done();
		}
		Waiter waiter = session.waiting.get(sequence);
		if (waiter != null) {
			this.turns.abandon(waiter);
		}
		else if (session.isFull()) {
			return tooMany();
		}
		// Kept as the answer even when the request has not arrived: it may come later.
		Reply withdrawn = new Failure(Code.CANCELLED, "Withdrawn by the sender");
		session.answers.put(sequence, withdrawn);
		this.outbox.reply(session.peer, sequence, withdrawn);
		return new Reply.Done();
	}

	private void end(UUID id) {
		Session session = this.sessions.remove(id);
		if (session == null) {
			return;
		}
		session.unread.clear();
		List.copyOf(session.scans.keySet()).forEach((scan) -> closeScan(session, scan));
		List.copyOf(session.waiting.values()).forEach(this.turns::abandon);
		List.copyOf(session.turns.keySet()).forEach((turn) -> this.turns.release(session, turn));
	}

	private void answer(Session session, long sequence, Request request, Reply reply) {
		if (this.outbox.mayPileUp()) {
			session.unread.add(sequence, reply.weight());
		}
		if (request.hasEffect()) {
			session.answers.put(sequence, reply);
		}
		this.outbox.reply(session.peer, sequence, reply);
	}

	/**
	 * Asking for the turn of a namespace, or failing to write to it, leaves nothing.
	 */
	private void forgetUnused(Namespace namespace) {
		if (namespace.isUnused()) {
			this.namespaces.remove(namespace.name, namespace);
		}
	}

	private Namespace namespace(String name) {
		Namespace namespace = this.namespaces.get(name);
		if (namespace == null) {
			namespace = new Namespace(name, this.limits, this.budget);
			this.namespaces.put(name, namespace);
		}
		return namespace;
	}

	/**
	 * Reading an unknown namespace does not make it known.
	 */
	private Namespace existing(String name) {
		Namespace namespace = this.namespaces.get(name);
		return (namespace != null) ? namespace : new Namespace(name, this.limits, this.budget);
	}

	/**
	 * Says that a connection is gone. Its session has the grace period to come back on
	 * another one.
	 * @param peer the connection
	 */
	public void disconnected(Object peer) {
		long now = this.nanoTime.getAsLong();
		for (Session session : this.sessions.values()) {
			if (session.peer.equals(peer) && session.disconnectedAtNanos == 0) {
				session.disconnectedAtNanos = (now != 0) ? now : 1;
			}
		}
	}

	/**
	 * Revokes turns that were held for too long, and ends sessions that did not come
	 * back.
	 */
	public void tick() {
		long now = this.nanoTime.getAsLong();
		this.turns.revokeOverdue(now);
		long graceNanos = this.limits.sessionGraceMs() * 1_000_000;
		// Each pass of the server's loop comes here: no stream, no copy while all is
		// well.
		List<UUID> overdue = List.of();
		for (Session session : this.sessions.values()) {
			if (session.disconnectedAtNanos != 0 && now - session.disconnectedAtNanos >= graceNanos) {
				overdue = overdue.isEmpty() ? new ArrayList<>() : overdue;
				overdue.add(session.id);
			}
		}
		overdue.forEach(this::end);
	}

	/**
	 * The newest version of a namespace.
	 * @param namespace the namespace
	 * @return the version, 0 when nothing was ever written to it
	 */
	public long version(String namespace) {
		Namespace known = this.namespaces.get(namespace);
		return (known != null) ? known.version : 0;
	}

	/**
	 * The namespaces that were written to.
	 */
	List<String> namespaces() {
		return this.namespaces.values()
			.stream()
			.filter((namespace) -> !namespace.isNew())
			.map((namespace) -> namespace.name)
			.toList();
	}

	/**
	 * Takes a namespace over from a server that has died. To be called before anything is
	 * carried out.
	 * @param writer who counts as the writer of all its entries
	 */
	void restore(SavedNamespace saved, Origin writer) {
		namespace(saved.name()).restore(saved, writer, Commits.timestampMicros());
	}

	/**
	 * All entries of a namespace, for who shares the JVM with the state.
	 * @param namespace the namespace
	 * @return the entries as they are now
	 */
	public List<KeyValue> entries(String namespace) {
		Namespace known = existing(namespace);
		Scan scan = known.entries.scan(known.version, true, Integer.MAX_VALUE);
		known.entries.close(scan);
		return scan.next(Long.MAX_VALUE);
	}

	/**
	 * How many sessions have a connection.
	 * @return the number
	 */
	public int connectedSessions() {
		int count = 0;
		for (Session session : this.sessions.values()) {
			count += (session.disconnectedAtNanos == 0) ? 1 : 0;
		}
		return count;
	}

	/**
	 * Whether something may become due that only {@link #tick()} would notice.
	 * @return whether a turn is held or a session is without a connection
	 */
	public boolean hasTimers() {
		return this.turns.areHeld() || connectedSessions() < this.sessions.size();
	}

	/**
	 * How long this state has been there.
	 * @return the time in milliseconds
	 */
	public long uptimeMs() {
		return (this.nanoTime.getAsLong() - this.startedAtNanos) / 1_000_000;
	}

}
