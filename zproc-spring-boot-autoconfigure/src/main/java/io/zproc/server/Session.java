package io.zproc.server;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A client as the server knows it, across reconnects: which of its requests wait, which
 * were answered, and which turns it holds. Answers of requests that have an effect are
 * kept until the client says that it has them: a request that comes twice is answered
 * twice and carried out once.
 */
final class Session {

	final UUID id;

	final Origin origin;

	final Map<Long, Reply> answers = new HashMap<>();

	final Map<Long, Waiter> waiting = new HashMap<>();

	final Map<Long, Turn> turns = new HashMap<>();

	final Map<Long, OpenScan> scans = new LinkedHashMap<>();

	final UnreadAnswers unread;

	Object peer;

	/** When the connection was lost; 0 while it is there. */
	long disconnectedAtNanos;

	private long lowestUnanswered;

	private long acknowledgedBelow;

	private Set<Long> stragglers = Set.of();

	/** The number of the request that opened the connection. */
	private long connection = Long.MIN_VALUE;

	Session(UUID id, Origin origin, Object peer, UnreadAnswers unread) {
		this.unread = unread;
		this.id = id;
		this.origin = origin;
		this.peer = peer;
	}

	/**
	 * A snapshot that the session is reading.
	 */
	record OpenScan(Namespace namespace, Scan scan) {

	}

	/**
	 * Goes on over another connection. What an earlier one delivers late, its greeting
	 * included, does not bring the session back to it: numbers tell which one is newer.
	 * @return whether the connection is not older than the one that is there
	 */
	boolean connect(Object peer, long number) {
		if (number < this.connection) {
			return false;
		}
		this.connection = number;
		if (!peer.equals(this.peer)) {
			// What the earlier connection had not delivered is gone, and is asked for
			// again.
			this.unread.clear();
		}
		this.peer = peer;
		this.disconnectedAtNanos = 0;
		return true;
	}

	boolean isAnswered(long sequence) {
		return sequence < this.lowestUnanswered
				|| (sequence < this.acknowledgedBelow && !this.stragglers.contains(sequence));
	}

	@Nullable Reply answer(long sequence) {
		return this.answers.get(sequence);
	}

	/**
	 * Forgets what the client has: all below its lowest unanswered request.
	 */
	void trim(long lowest) {
		if (lowest > this.lowestUnanswered) {
			forget(this.lowestUnanswered, lowest, Set.of());
			this.lowestUnanswered = lowest;
		}
	}

	/**
	 * Forgets what the client has although an older request of it is unanswered. What was
	 * acknowledged once stays so, whatever comes late.
	 */
	void acknowledge(long below, List<Long> unanswered) {
		if (below < this.acknowledgedBelow) {
			return;
		}
		Set<Long> open = new HashSet<>(unanswered);
		open.removeIf(this::isAnswered);
		this.stragglers.stream().filter((sequence) -> !open.contains(sequence)).forEach(this::forget);
		forget(Math.max(this.lowestUnanswered, this.acknowledgedBelow), below, open);
		this.acknowledgedBelow = below;
		this.stragglers = open;
	}

	private void forget(long from, long below, Set<Long> except) {
		if (below - from > this.answers.size() + this.unread.size()) {
			this.answers.keySet().removeIf((sequence) -> sequence < below && !except.contains(sequence));
			this.unread.removeBelow(below, except);
			return;
		}
		for (long sequence = from; sequence < below; sequence++) {
			if (!except.contains(sequence)) {
				forget(sequence);
			}
		}
	}

	private void forget(long sequence) {
		this.answers.remove(sequence);
		this.unread.remove(sequence);
	}

	boolean isFull() {
		return this.answers.size() + this.waiting.size() >= 2 * Protocol.MAX_UNANSWERED;
	}

}
