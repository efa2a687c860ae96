package io.zproc.client.jeromq;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.client.Call;
import io.zproc.protocol.Pack;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;

/**
 * The calls of one session that are not answered: numbers them, sends them, several in
 * one message, and sends again what stays without an answer (the server recognises it).
 * Used by the owner's thread only.
 */
final class Outbox {

	/** After this time without an answer a request is sent again. */
	private static final long RESEND_NANOS = Duration.ofSeconds(1).toNanos();

	/** How often all unanswered calls are looked at for those to be sent again. */
	private static final long LOOK_NANOS = Duration.ofMillis(ClientLoop.TIMER_MS).toNanos();

	/** After this time, and several repetitions, a connection counts as cut. */
	private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

	private final Call.Carrier carrier;

	private final ClientLoop.Eras eras;

	private final ServerPresence server;

	private final Acknowledgements acknowledgements = new Acknowledgements();

	private final Deque<SentCall> unsent = new ArrayDeque<>();

	private final Map<Long, SentCall> unanswered = new LinkedHashMap<>();

	private long nextSequence = 1;

	private long maxMessageBytes = Long.MAX_VALUE;

	private long lastLookNanos = System.nanoTime();

	private boolean isLookDue;

	/** Since when nothing was heard although something was asked. */
	private long quietSinceNanos;

	Outbox(Call.Carrier carrier, ClientLoop.Eras eras, ServerPresence server) {
		this.carrier = carrier;
		this.eras = eras;
		this.server = server;
	}

	/**
	 * Gives a request its number in the session.
	 */
	long nextNumber() {
		return this.nextSequence++;
	}

	void limit(long maxMessageBytes) {
		this.maxMessageBytes = maxMessageBytes;
	}

	boolean isAwaitingAnswers() {
		return !this.unanswered.isEmpty();
	}

	boolean hasUnsent() {
		return !this.unsent.isEmpty();
	}

	/**
	 * Whether the server has ignored even repeated requests: a cut network says nothing,
	 * unlike a process that ends.
	 */
	boolean isIgnored(long now) {
		return !this.unanswered.isEmpty() && now - this.quietSinceNanos > SILENCE_NANOS;
	}

	void add(SentCall sent) {
		sent.call.number(nextNumber());
		this.unsent.add(sent);
	}

	/**
	 * Asks something for which nobody waits.
	 */
	void add(Request request) {
		add(new SentCall(Call.of(this.carrier, request), RequestCodec.encode(request)));
	}

	/**
	 * Takes note of what came from the server.
	 */
	void received(int bytes) {
		this.acknowledgements.received(bytes);
		this.quietSinceNanos = System.nanoTime();
	}

	/**
	 * Matches an answer to its call. One that came before is passed over.
	 */
	void answered(long sequence, Reply reply) {
		SentCall sent = this.unanswered.remove(sequence);
		if (sent == null) {
			return;
		}
		if (sent.isWithdrawn && reply instanceof Reply.Granted) {
			// Granted just before it was withdrawn: nobody will use this turn.
			add(new Request.Release(sequence));
			sent.call.complete(new Reply.Failure(Reply.Code.CANCELLED, "Withdrawn by the sender"));
			return;
		}
		sent.call.complete(reply);
	}

	/**
	 * Has all sent again: what went over an earlier connection may be lost with it.
	 */
	void sendAllAgain() {
		for (SentCall sent : this.unanswered.values()) {
			sent.sentAtNanos = 0;
		}
		this.isLookDue = true;
	}

	/**
	 * Sends again what is without an answer for too long.
	 */
	int sendAgain(Connection connection, UUID session, long now) {
		if (!this.isLookDue && now - this.lastLookNanos < LOOK_NANOS) {
			return 0;
		}
		this.isLookDue = false;
		this.lastLookNanos = now;
		int count = 0;
		for (SentCall sent : this.unanswered.values()) {
			if (sent.sentAtNanos != 0 && now - sent.sentAtNanos < RESEND_NANOS) {
				continue;
			}
			// A copy: the socket may not have let go of the array that it was given.
			byte[] message = sent.message.clone();
			RequestCodec.address(message, session, sent.call.sequence(), lowestUnanswered());
			connection.send(message);
			sent.sent(now);
			count++;
		}
		return count;
	}

	/**
	 * Sends what was not sent yet, as much as may be under way.
	 */
	int sendNew(Connection connection, UUID session, long now) {
		int count = 0;
		if (this.acknowledgements.isDue(this.nextSequence, lowestUnanswered())) {
			acknowledge();
		}
		while (this.unanswered.size() < Protocol.MAX_UNANSWERED && !this.unsent.isEmpty()) {
			List<SentCall> next = nextTogether();
			if (!next.isEmpty() && !send(next, connection, session, now)) {
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
			sent.call.fail(new StateUnavailableException("The state server at " + this.server.address()
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

	private boolean send(List<SentCall> together, Connection connection, UUID session, long now) {
		long lowest = lowestUnanswered();
		List<byte[]> messages = new ArrayList<>(together.size());
		for (SentCall next : together) {
			RequestCodec.address(next.message, session, next.call.sequence(), lowest);
			messages.add(next.message);
		}
		if (!connection.send(Pack.of(messages))) {
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
	 * Says which answers have come.
	 */
	private void acknowledge() {
		long below = lowestUnsent();
		this.acknowledgements.sent(below);
		add(new Request.Acknowledge(below, List.copyOf(this.unanswered.keySet())));
	}

	private long lowestUnsent() {
		return this.unsent.isEmpty() ? this.nextSequence : this.unsent.element().call.sequence();
	}

	long lowestUnanswered() {
		for (Long sequence : this.unanswered.keySet()) {
			return sequence;
		}
		return lowestUnsent();
	}

	/**
	 * Takes back a call whose sender does not wait any more.
	 * @param isConnected whether the server could be asked
	 */
	void withdraw(Call<?> call, boolean isConnected) {
		if (this.unsent.removeIf((sent) -> sent.call == call)) {
			if (isConnected) {
				call.complete(new Reply.Failure(Reply.Code.CANCELLED, "Withdrawn before it was sent"));
			}
			else {
				call.fail(this.server.unavailable(Outcome.NOT_APPLIED));
			}
			return;
		}
		SentCall sent = this.unanswered.get(call.sequence());
		if (sent != null) {
			sent.isWithdrawn = true;
			add(new Request.Cancel(call.sequence()));
		}
		else if (call.isAbandoned() && call.request() instanceof Request.Take) {
			// Granted while its sender was interrupted. If it was not granted, this is
			// refused.
			add(new Request.Release(call.sequence()));
		}
	}

	/**
	 * Ends the session's calls: fails what may have been applied; the rest is asked again
	 * in the next session.
	 */
	void endSession(String reason) {
		List<SentCall> calls = new ArrayList<>(this.unanswered.values());
		this.unanswered.clear();
		for (SentCall sent : calls) {
			if (sent.call.request().hasEffect() && !(sent.call.request() instanceof Request.Scan)) {
				sent.call.fail(new StateUnavailableException(reason, sent.call.outcome()));
			}
			else {
				add(sent);
			}
		}
	}

	/**
	 * Fails all: there will be no answer.
	 */
	void failAll() {
		List<SentCall> calls = new ArrayList<>(this.unanswered.values());
		calls.addAll(this.unsent);
		this.unanswered.clear();
		this.unsent.clear();
		calls.forEach((sent) -> sent.call.fail(this.server.unavailable(sent.call.outcome())));
	}

}
