package io.zproc.process;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.client.RequestStatistics;
import io.zproc.client.StateEngine;
import org.jspecify.annotations.Nullable;

/**
 * How long requests to the state server take, for each session of this process. Nothing
 * is measured before somebody wants it.
 *
 * @since 0.1.0
 */
public final class Measurements {

	/** Of sessions that have ended, too: somebody may not have read them yet. */
	private static final int MAX_SESSIONS = 1_000;

	private final List<Session> sessions = new ArrayList<>();

	private @Nullable StateEngine waiting;

	private boolean isWanted;

	/**
	 * A session's requests.
	 *
	 * @param id a random id
	 * @param origin who has asked
	 * @param requests how long that took
	 */
	public record Session(String id, Origin origin, RequestStatistics requests) {

	}

	Measurements() {
	}

	synchronized void begin(StateEngine engine) {
		if (!this.isWanted) {
			this.waiting = (this.waiting != null) ? this.waiting : engine;
			return;
		}
		Session session = new Session(UUID.randomUUID().toString(), engine.origin(), new RequestStatistics());
		if (this.sessions.size() >= MAX_SESSIONS) {
			// The first one is that of the process itself.
			this.sessions.remove(1);
		}
		this.sessions.add(session);
		engine.measure(session.requests());
	}

	/**
	 * Measures from now on.
	 */
	public synchronized void want() {
		if (!this.isWanted) {
			this.isWanted = true;
			StateEngine engine = this.waiting;
			this.waiting = null;
			if (engine != null) {
				begin(engine);
			}
		}
	}

	/**
	 * What was measured.
	 * @return a session each, the last thousand
	 */
	public synchronized List<Session> sessions() {
		return List.copyOf(this.sessions);
	}

}
