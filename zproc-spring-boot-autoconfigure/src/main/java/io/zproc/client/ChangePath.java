package io.zproc.client;

import java.util.ArrayDeque;
import java.util.Deque;

import io.zproc.StateChange;
import io.zproc.client.Replica.Cut;
import io.zproc.client.Replica.Step;
import io.zproc.client.StateEngine.History;
import io.zproc.protocol.Change;
import org.jspecify.annotations.Nullable;

/**
 * Walks from one state of a namespace to the next. It reads from the replica's recent
 * changes; when it has fallen behind them it reads the server's history in parts, and
 * when that is gone it gives one gap and goes on from the newest state.
 */
final class ChangePath {

	private final StateClient client;

	private final Replica replica;

	private final ChangeView view;

	private final Deque<Change> history = new ArrayDeque<>();

	private Cut cut;

	private String trace = "";

	ChangePath(StateClient client, Replica replica, ChangeView view, Cut start) {
		this.client = client;
		this.replica = replica;
		this.view = view;
		this.cut = start;
	}

	/**
	 * The state that has been reached.
	 */
	Cut reached() {
		return this.cut;
	}

	/**
	 * The trace that the last change belongs to, empty for none.
	 */
	String trace() {
		return this.trace;
	}

	/**
	 * Goes on from a state, without showing what lies in between.
	 */
	void jump(Cut to) {
		this.history.clear();
		this.cut = to;
	}

	/**
	 * The next change, {@code null} when nothing newer is known.
	 */
	@Nullable StateChange next() {
		if (this.replica.tip().era() != this.cut.era()) {
			return newEra();
		}
		Step step = this.replica.after(this.cut.era(), this.cut.version());
		if (step != null) {
			Cut before = this.cut;
			jump(step.after());
			return (step.change() != null) ? change(step.change(), step.before(), step.after())
					: gap(before, step.after());
		}
		Cut newest = this.replica.tip();
		// The tip moves after its step was added, so a step that is missing now is too
		// old.
		return (newest.version() > this.cut.version() && this.replica.after(this.cut.era(), this.cut.version()) == null)
				? fromHistory() : null;
	}

	/**
	 * The server was replaced by another one: its changes do not continue those before.
	 */
	private StateChange newEra() {
		Cut before = this.cut;
		jump(this.replica.upToDate());
		return gap(before, this.cut);
	}

	private StateChange change(Change change, Cut before, Cut after) {
		this.trace = change.trace();
		return this.view.change(change, before, after);
	}

	private StateChange gap(Cut before, Cut after) {
		this.trace = "";
		return this.view.gap(before, after);
	}

	private StateChange fromHistory() {
		Cut before = this.cut;
		if (this.history.isEmpty()) {
			History part = this.client.engine()
				.history(this.replica.namespace(), before.version())
				.await(this.client.requestTimeout());
			if (this.client.engine().era() != before.era()) {
				return newEra();
			}
			if (part.isForgotten() || part.changes().isEmpty()) {
				jump(this.replica.tip());
				return gap(before, this.cut);
			}
			this.history.addAll(part.changes());
		}
		Change next = this.history.remove();
		this.cut = before.changed(next);
		return change(next, before, this.cut);
	}

}
