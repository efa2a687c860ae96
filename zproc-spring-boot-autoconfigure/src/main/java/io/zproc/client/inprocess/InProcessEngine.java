package io.zproc.client.inprocess;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.zproc.Origin;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.client.Call;
import io.zproc.client.ChangeListener;
import io.zproc.client.RequestEngine;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec.Received;
import org.jspecify.annotations.Nullable;

/**
 * The engine over a state in the same JVM: a session of an {@link InProcessServer}, as a
 * process would have one. Nothing is lost on the way, so nothing is ever sent again.
 *
 * @since 0.1.0
 */
public final class InProcessEngine extends RequestEngine implements Call.Carrier {

	private static final long ACKNOWLEDGE_STEP = 200;

	private final InProcessServer server;

	private final UUID session;

	private final ConcurrentSkipListMap<Long, Call<?>> unanswered = new ConcurrentSkipListMap<>();

	private final Set<Call<?>> withdrawn = ConcurrentHashMap.newKeySet();

	private final Set<ChangeListener> listeners = ConcurrentHashMap.newKeySet();

	private long nextSequence = 1;

	private volatile @Nullable String lost;

	/**
	 * Opens a session.
	 * @param server the state
	 * @param session the id of the session
	 * @param origin who makes its changes
	 */
	public InProcessEngine(InProcessServer server, UUID session, Origin origin) {
		super(session, origin, "in-process");
		this.server = server;
		this.session = session;
		server.connect(this);
		submit(Call.of(this, new Request.Hello(Protocol.VERSION, false, origin())));
	}

	@Override
	protected Call.Carrier carrier() {
		return this;
	}

	@Override
	public void submit(Call<?> call) {
		if (this.lost != null) {
			call.fail(unavailable(Outcome.NOT_APPLIED));
			return;
		}
		this.server.locked(() -> {
			call.number(this.nextSequence++);
			call.sent();
			this.unanswered.put(call.sequence(), call);
			this.server.handle(this,
					new Received(this.session, call.sequence(), this.unanswered.firstKey(), call.request()));
			if (call.sequence() - this.unanswered.firstKey() > Protocol.MAX_UNANSWERED
					&& call.sequence() % ACKNOWLEDGE_STEP == 0) {
				this.server.handle(this, new Received(this.session, 0, 0,
						new Request.Acknowledge(call.sequence(), List.copyOf(this.unanswered.keySet()))));
			}
		});
		if (this.lost != null) {
			failAll();
		}
	}

	void answered(long sequence, Reply reply) {
		if (reply instanceof Reply.Waiting) {
			return;
		}
		Call<?> call = this.unanswered.remove(sequence);
		if (call == null) {
			return;
		}
		if (this.withdrawn.remove(call) && reply instanceof Reply.Granted) {
			// Granted just before it was withdrawn: nobody will use this turn.
			submit(Call.of(this, new Request.Release(sequence)));
			call.complete(new Reply.Failure(Reply.Code.CANCELLED, "Withdrawn by the sender"));
			return;
		}
		call.complete(reply);
	}

	@Override
	public void withdraw(Call<?> call) {
		this.withdrawn.add(call);
		if (this.unanswered.containsKey(call.sequence())) {
			submit(Call.of(this, new Request.Cancel(call.sequence())));
		}
		else {
			this.withdrawn.remove(call);
			if (call.isAbandoned() && call.request() instanceof Request.Take) {
				// Granted while its sender was interrupted. If it was not, this is
				// refused.
				submit(Call.of(this, new Request.Release(call.sequence())));
			}
		}
	}

	@Override
	public StateUnavailableException unavailable(Outcome outcome) {
		String what = this.lost;
		return new StateUnavailableException(
				"The in-process state is lost: " + ((what != null) ? what : "it does not answer"), outcome);
	}

	@Override
	public void follow(String namespace, ChangeListener listener) {
		this.server.locked(() -> {
			this.listeners.add(listener);
			if (this.lost == null) {
				this.server.follow(namespace, listener);
			}
		});
		if (this.lost != null) {
			listener.lost(unavailable(Outcome.NOT_APPLIED));
		}
	}

	boolean owns(ChangeListener listener) {
		return this.listeners.contains(listener);
	}

	@Override
	public void serverLost(String what) {
		if (this.lost == null) {
			this.lost = what + ", noticed at " + Instant.now();
			failAll();
			this.listeners.forEach((listener) -> listener.lost(unavailable(Outcome.NOT_APPLIED)));
		}
	}

	private void failAll() {
		for (Long sequence : this.unanswered.keySet()) {
			Call<?> call = this.unanswered.remove(sequence);
			if (call != null) {
				call.fail(unavailable(call.outcome()));
			}
		}
	}

	@Override
	public void close() {
		if (this.lost == null) {
			submit(Call.of(this, new Request.End(this.session)));
			this.server.disconnect(this);
			serverLost("its session is closed");
		}
	}

}
