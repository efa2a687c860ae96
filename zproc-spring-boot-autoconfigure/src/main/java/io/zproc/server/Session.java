package io.zproc.server;

import java.util.HashMap;
import java.util.Map;
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

	final Map<Long, OpenScan> scans = new HashMap<>();

	final UnreadAnswers unread;

	Object peer;

	/** When the connection was lost; 0 while it is there. */
	long disconnectedAtNanos;

	private long lowestUnanswered;

	/** The number of the request that opened the connection. */
	private long connection = Long.MIN_VALUE;

	Session(UUID id, Origin origin, Object peer, long maxUnreadBytes) {
		this.unread = new UnreadAnswers(maxUnreadBytes);
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
		this.peer = peer;
		this.disconnectedAtNanos = 0;
		return true;
	}

	boolean isAnswered(long sequence) {
		return sequence < this.lowestUnanswered;
	}

	@Nullable Reply answer(long sequence) {
		return this.answers.get(sequence);
	}

	void trim(long lowest) {
		if (lowest <= this.lowestUnanswered) {
			return;
		}
		if (lowest - this.lowestUnanswered > this.answers.size()) {
			this.answers.keySet().removeIf((sequence) -> sequence < lowest);
		}
		else {
			for (long sequence = this.lowestUnanswered; sequence < lowest; sequence++) {
				this.answers.remove(sequence);
			}
		}
		this.lowestUnanswered = lowest;
		this.unread.trim(lowest);
	}

	boolean isFull() {
		return this.answers.size() + this.waiting.size() >= 2 * Protocol.MAX_UNANSWERED;
	}

}
