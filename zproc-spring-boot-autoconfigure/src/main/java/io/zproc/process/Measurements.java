package io.zproc.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

	/** Of sessions that have ended and that nobody has read since. */
	private static final int MAX_ENDED = 1_000;

	private final Map<StateEngine, Session> running = new LinkedHashMap<>();

	private final Deque<Session> ended = new ArrayDeque<>();

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
		this.running.put(engine, session);
		engine.measure(session.requests());
	}

	synchronized void end(StateEngine engine) {
		Session session = this.running.remove(engine);
		if (session != null) {
			this.ended.add(session);
			if (this.ended.size() > MAX_ENDED) {
				this.ended.remove();
			}
		}
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
	 * What was measured so far. Sessions that have ended are given once: there should be
	 * one reader.
	 * @return a session each
	 */
	public synchronized List<Session> sessions() {
		List<Session> sessions = new ArrayList<>(this.running.values());
		sessions.addAll(this.ended);
		this.ended.clear();
		return sessions;
	}

}
