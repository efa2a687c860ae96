package io.zproc.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Reply.Failure;
import io.zproc.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who may write when. A namespace's turn belongs to one thread at a time; everybody else
 * who wants the turn, or wants to write, waits in the order of asking. A wait that would
 * close a cycle of waits is refused: each thread waits for one thing at the most, so the
 * cycle is found by walking from holder to holder.
 */
final class Turns {

	/** Of a key and of a value; these answers are kept until the client has them. */
	private static final int MAX_EXPECTED_SIZE = 256;

	private final ServerLimits limits;

	private final Commits commits;

	private final MemoryBudget budget;

	private final Answers answers;

	private final Consumer<Namespace> unused;

	private final LongSupplier nanoTime;

	private final List<Turn> held = new ArrayList<>();

	Turns(ServerLimits limits, Commits commits, MemoryBudget budget, Answers answers, Consumer<Namespace> unused,
			LongSupplier nanoTime) {
		this.unused = unused;
		this.budget = budget;
		this.limits = limits;
		this.commits = commits;
		this.answers = answers;
		this.nanoTime = nanoTime;
	}

	/**
	 * Answers a request, and remembers the answer.
	 */
	interface Answers {

		void answer(Session session, long sequence, Request request, Reply reply);

	}

	void take(Session session, long sequence, Request.Take take, Namespace namespace) {
		enter(session, sequence, take, namespace, take.holding());
	}

	void commit(Session session, long sequence, Request.Commit commit, Namespace namespace) {
		Failure refusal = this.commits.refusal(commit, namespace);
		if (commit.turn() != 0) {
			this.answers.answer(session, sequence, commit, commitTurn(session, commit, namespace, refusal));
		}
		else if (refusal != null) {
			this.answers.answer(session, sequence, commit, refusal);
		}
		else {
			enter(session, sequence, commit, namespace, commit.holding());
		}
	}

	private Reply commitTurn(Session session, Request.Commit commit, Namespace namespace, @Nullable Failure refusal) {
		Turn turn = session.turns.get(commit.turn());
		if (turn == null || turn.namespace != namespace) {
			return new Failure(Code.TURN_LOST,
					"The turn on namespace '" + namespace.name + "' was lost: it may be held for "
							+ this.limits.atomicTimeoutMs() + " ms at the most; nothing was changed");
		}
		Reply reply = (refusal != null) ? refusal : this.commits.apply(session, commit, namespace);
		release(session, commit.turn());
		return reply;
	}

	private void enter(Session session, long sequence, Request request, Namespace namespace, List<Long> holding) {
		if (namespace.turn == null) {
			proceed(session, sequence, request, namespace);
			return;
		}
		List<Turn> own = holding.stream().map(session.turns::get).filter((turn) -> turn != null).toList();
		if (closesCycle(namespace, own)) {
			this.answers.answer(session, sequence, request, new Failure(Code.WOULD_DEADLOCK, "Waiting for namespace '"
					+ namespace.name + "' would never end: its holder waits for a turn of this thread"));
			return;
		}
		long weight = Commits.weight(request);
		if (!this.budget.hasRoomFor(weight)) {
			this.answers.answer(session, sequence, request, Commits.full(this.budget));
			return;
		}
		this.budget.add(weight);
		Waiter waiter = new Waiter(session, sequence, namespace, request, own, weight);
		own.forEach((turn) -> turn.waitsFor = namespace);
		session.waiting.put(sequence, waiter);
		namespace.waiters.addLast(waiter);
	}

	private static boolean closesCycle(Namespace wanted, List<Turn> own) {
		Namespace namespace = wanted;
		while (namespace != null && namespace.turn != null) {
			if (own.contains(namespace.turn)) {
				return true;
			}
			namespace = namespace.turn.waitsFor;
		}
		return false;
	}

	private void proceed(Session session, long sequence, Request request, Namespace namespace) {
		if (request instanceof Request.Commit commit) {
			this.answers.answer(session, sequence, request, this.commits.apply(session, commit, namespace));
			return;
		}
		Turn turn = new Turn(session, sequence, namespace,
				this.nanoTime.getAsLong() + this.limits.atomicTimeoutMs() * 1_000_000);
		namespace.turn = turn;
		session.turns.put(sequence, turn);
		this.held.add(turn);
		this.answers.answer(session, sequence, request, new Reply.Granted(namespace.version,
				this.limits.atomicTimeoutMs(), expected(session, request, namespace)));
	}

	/**
	 * What the turn will probably read, so that it need not ask for it. What is not small
	 * is left out, because it was not asked for yet, and all of it when the session does
	 * not read what it gets: the turn itself is given in any case.
	 */
	private static List<KeyValue> expected(Session session, Request request, Namespace namespace) {
		if (!(request instanceof Request.Take take) || take.expected().isEmpty() || session.unread.isTooMuch()) {
			return List.of();
		}
		List<KeyValue> entries = new ArrayList<>(take.expected().size());
		for (String key : take.expected()) {
			KeyValue entry = namespace.read(key, true);
			byte[] value = entry.value();
			if (key.length() <= MAX_EXPECTED_SIZE && (value == null || value.length <= MAX_EXPECTED_SIZE)) {
				entries.add(entry);
			}
		}
		return entries;
	}

	/**
	 * Gives a turn back, and lets in who waits.
	 * @return whether the session held it
	 */
	boolean release(Session session, long id) {
		Turn turn = session.turns.remove(id);
		if (turn == null) {
			return false;
		}
		this.held.remove(turn);
		turn.namespace.turn = null;
		admit(turn.namespace);
		this.unused.accept(turn.namespace);
		return true;
	}

	private void admit(Namespace namespace) {
		while (namespace.turn == null && !namespace.waiters.isEmpty()) {
			Waiter waiter = namespace.waiters.removeFirst();
			forget(waiter);
			proceed(waiter.session, waiter.sequence, waiter.request, namespace);
		}
	}

	void abandon(Waiter waiter) {
		waiter.namespace.waiters.remove(waiter);
		forget(waiter);
	}

	private void forget(Waiter waiter) {
		this.budget.add(-waiter.weight);
		waiter.session.waiting.remove(waiter.sequence);
		waiter.holding.forEach((turn) -> turn.waitsFor = null);
	}

	boolean areHeld() {
		return !this.held.isEmpty();
	}

	void revokeOverdue(long nowNanos) {
		for (Turn turn : List.copyOf(this.held)) {
			if (nowNanos - turn.deadlineNanos >= 0) {
				release(turn.session, turn.id);
			}
		}
	}

}
