package io.zproc.server;

import java.util.List;
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

	/**
	 * What a part of a long answer holds. Others wait while one is made, so their longest
	 * waits grow with it; a snapshot of 500 MB was not slower than with four times as
	 * much.
	 */
	private static final int CHUNK_BYTES = 64 * 1024;

	private final Sessions sessions;

	private final Namespaces namespaces;

	private final MemoryBudget budget = MemoryBudget.ofHeap(MemoryBudget.STATE_SHARE);

	private final ServerLimits limits;

	private final Outbox outbox;

	private final String epoch;

	private final LongSupplier nanoTime;

	private final Turns turns;

	private final Commits commits;

	private final Inspection inspection;

	private final Snapshots snapshots = new Snapshots(CHUNK_BYTES);

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
		this.sessions = new Sessions(limits, outbox, nanoTime);
		this.namespaces = new Namespaces(limits, this.budget);
		this.inspection = new Inspection(limits, CHUNK_BYTES);
		this.commits = new Commits(limits, this.budget, outbox);
		this.turns = new Turns(limits, this.commits, this.budget, this::answer, this.namespaces::forgetUnused,
				nanoTime);
	}

	/**
	 * Carries out a request.
	 * @param peer the connection that it came from: after a {@link Request.Hello} answers
	 * to the session go there
	 * @param received the request
	 */
	public void handle(Object peer, Received received) {
		this.requests++;
		Session session = this.sessions.of(peer, received);
		if (session == null) {
			return;
		}
		session.trim(received.lowestUnanswered());
		if (session.unread.isTooMuch() && mayHaveBigAnswer(received.request())) {
			// The session does not read what it gets. It may ask again when it has.
			return;
		}
		if (this.sessions.isNew(session, received)) {
			carryOut(session, received.sequence(), received.request());
		}
	}

	private static boolean mayHaveBigAnswer(Request request) {
		return request instanceof Request.Get || request instanceof Request.Scan || request instanceof Request.ScanNext
				|| request instanceof Request.Changes || request instanceof Request.Entry
				|| request instanceof Request.Entries || (request instanceof Request.Commit commit
						&& (commit.wantsEntries() || !commit.conditions().isEmpty()));
	}

	private void carryOut(Session session, long sequence, Request request) {
		if (request instanceof Request.Get get) {
			Namespace namespace = this.namespaces.existing(get.namespace());
			answer(session, sequence, request,
					new Reply.Value(namespace.version, namespace.read(get.key(), get.withValue())));
		}
		else if (request instanceof Request.Commit commit) {
			Namespace namespace = this.namespaces.named(commit.namespace());
			this.turns.commit(session, sequence, commit, namespace);
			this.namespaces.forgetUnused(namespace);
		}
		else if (request instanceof Request.Take take) {
			this.turns.take(session, sequence, take, this.namespaces.named(take.namespace()));
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
			Namespace namespace = this.namespaces.existing(size.namespace());
			return new Reply.Counted(namespace.version, namespace.entries.size());
		}
		if (request instanceof Request.Scan scan) {
			return this.snapshots.begin(session, sequence, scan, this.namespaces.existing(scan.namespace()));
		}
		if (request instanceof Request.ScanNext next) {
			return this.snapshots.next(session, next.scan());
		}
		if (request instanceof Request.Changes changes) {
			return changes(this.namespaces.existing(changes.namespace()), changes.after());
		}
		if (request instanceof Request.Hello) {
			return new Reply.Welcome(this.epoch, ProcessHandle.current().pid(), this.limits.sessionGraceMs(),
					this.limits.maxValueBytes(), this.limits.maxCommitBytes());
		}
		if (request instanceof Request.Entry entry) {
			return this.inspection.entry(this.namespaces.existing(entry.namespace()), entry.key());
		}
		if (request instanceof Request.Entries entries) {
			return this.inspection.entries(this.namespaces.existing(entries.namespace()), entries);
		}
		if (request instanceof Request.Statistics) {
			return this.inspection.statistics(this.namespaces.all(), this.budget, this.sessions.count(),
					this.nanoTime.getAsLong());
		}
		return new Reply.Pong(this.epoch, ProcessHandle.current().pid(), uptimeMs(), this.requests,
				this.sessions.count());
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
			return Sessions.tooMany();
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
		this.snapshots.closeAll(session);
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
	 * Says that a connection is gone. Its session has the grace period to come back on
	 * another one.
	 * @param peer the connection
	 */
	public void disconnected(Object peer) {
		this.sessions.disconnected(peer);
	}

	/**
	 * Revokes turns that were held for too long, and ends sessions that did not come
	 * back.
	 */
	public void tick() {
		long now = this.nanoTime.getAsLong();
		this.turns.revokeOverdue(now);
		this.sessions.overdue(now).forEach(this::end);
	}

	/**
	 * The newest version of a namespace.
	 * @param namespace the namespace
	 * @return the version, 0 when nothing was ever written to it
	 */
	public long version(String namespace) {
		return this.namespaces.version(namespace);
	}

	/**
	 * The namespaces that were written to.
	 */
	List<String> namespaces() {
		return this.namespaces.names();
	}

	/**
	 * Takes a namespace over from a server that has died. To be called before anything is
	 * carried out.
	 * @param writer who counts as the writer of all its entries
	 */
	void restore(SavedNamespace saved, Origin writer) {
		this.namespaces.restore(saved, writer);
	}

	/**
	 * All entries of a namespace, for who shares the JVM with the state.
	 * @param namespace the namespace
	 * @return the entries as they are now
	 */
	public List<KeyValue> entries(String namespace) {
		return this.namespaces.entries(namespace);
	}

	/**
	 * How many sessions have a connection.
	 * @return the number
	 */
	public int connectedSessions() {
		return this.sessions.connected();
	}

	/**
	 * Whether something may become due that only {@link #tick()} would notice.
	 * @return whether a turn is held or a session is without a connection
	 */
	public boolean hasTimers() {
		return this.turns.areHeld() || this.sessions.connected() < this.sessions.count();
	}

	/**
	 * How long this state has been there.
	 * @return the time in milliseconds
	 */
	public long uptimeMs() {
		return (this.nanoTime.getAsLong() - this.startedAtNanos) / 1_000_000;
	}

}
