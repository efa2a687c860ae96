package io.zproc.server;

import java.time.Instant;
import java.util.List;

import io.zproc.protocol.Change;
import io.zproc.protocol.Condition;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Reply.Failure;
import io.zproc.protocol.Request;
import io.zproc.protocol.Request.Commit;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * Applies commits: all their writes as one change, or none.
 */
final class Commits {

	/** Each of these walks through the keys, for which everybody else waits. */
	private static final int MAX_WHOLES = 16;

	/** About what an entry and its change take beside key and value. */
	private static final long WRITE_BYTES = 350;

	private final ServerLimits limits;

	private final MemoryBudget budget;

	private final Outbox outbox;

	Commits(ServerLimits limits, MemoryBudget budget, Outbox outbox) {
		this.budget = budget;
		this.limits = limits;
		this.outbox = outbox;
	}

	/**
	 * Why a commit can never be applied, whatever the state.
	 */
	@Nullable Failure refusal(Commit commit, Namespace namespace) {
		long size = 0;
		long growth = namespace.isNew() && !commit.writes().isEmpty() ? namespace.weight() : 0;
		int wholes = 0;
		for (Write write : commit.writes()) {
			boolean isWhole = write.kind() == Write.Kind.CLEAR || write.kind() == Write.Kind.POP;
			if (isWhole && ++wholes > MAX_WHOLES) {
				return new Failure(Code.MALFORMED, "More than " + MAX_WHOLES
						+ " writes of a commit look at every key (expected: at most so many CLEAR and POP)");
			}
			byte[] value = write.value();
			if (value == null) {
				growth += (write.kind() == Write.Kind.INCREMENT) ? WRITE_BYTES : 0;
				continue;
			}
			growth += WRITE_BYTES + write.key().length();
			size += value.length;
			if (value.length > this.limits.maxValueBytes()) {
				return new Failure(Code.TOO_LARGE, "The value of key '" + write.key() + "' takes " + value.length
						+ " bytes (expected: at most " + this.limits.maxValueBytes() + ")");
			}
		}
		if (size > this.limits.maxCommitBytes()) {
			return new Failure(Code.TOO_LARGE,
					"The commit takes " + size + " bytes (expected: at most " + this.limits.maxCommitBytes() + ")");
		}
		growth += size;
		growth += (growth > 0) ? commit.trace().length() : 0;
		if (growth > 0 && !this.budget.hasRoomFor(growth)) {
			return full(this.budget);
		}
		return null;
	}

	static Failure full(MemoryBudget budget) {
		return new Failure(Code.FULL, "The state server is full: " + budget
				+ " are used; remove keys, raise zproc.server.max-heap or lower zproc.state.history-size");
	}

	/**
	 * About what a request takes while it waits.
	 */
	static long weight(Request request) {
		if (request instanceof Request.Take take) {
			return WRITE_BYTES + 2L * take.expected().stream().mapToInt(String::length).sum();
		}
		if (!(request instanceof Commit commit)) {
			return WRITE_BYTES;
		}
		long weight = WRITE_BYTES + commit.invocation().length() + commit.trace().length();
		for (Condition condition : commit.conditions()) {
			weight += WRITE_BYTES + condition.key().length();
		}
		for (Write write : commit.writes()) {
			byte[] value = write.value();
			weight += WRITE_BYTES + write.key().length() + ((value != null) ? value.length : 0);
		}
		return weight;
	}

	Reply apply(Session session, Commit commit, Namespace namespace) {
		KeyValue conflict = namespace.conflict(commit.conditions());
		if (conflict != null) {
			return new Reply.Conflict(conflict);
		}
		CommitPlan plan = CommitPlan.of(commit.writes(), namespace);
		if (plan.failure() != null) {
			return plan.failure();
		}
		if (!plan.changes().isEmpty()) {
			Change change = namespace.apply(plan.changes(), session.origin, commit, timestampMicros());
			this.outbox.publish(namespace.name, change);
		}
		return new Reply.Committed(namespace.version, commit.wantsEntries() ? plan.found() : List.of());
	}

	static long timestampMicros() {
		Instant now = Instant.now();
		return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
	}

}
