package io.zproc.process;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Decides which members of a group are started again when one has ended, and whether
 * there are too many such restarts. Calls nobody while it decides, so that any lock may
 * be held.
 *
 * @param <M> the type of a member
 */
final class GroupRestarts<M> {

	private final String group;

	private final GroupStrategy strategy;

	private final RestartLimits limits;

	private final ToIntFunction<M> ranks;

	private final Set<M> members = new LinkedHashSet<>();

	/** Those that are to be started again, and are not started yet. */
	private final Set<M> due = new LinkedHashSet<>();

	private RestartIntensity intensity;

	/** The number of the last restart. */
	private int number;

	/** Whether those that are due may be started. */
	private boolean isStarting;

	private long dueAtNanos;

	private @Nullable Long lastDeathNanos;

	/** The member whose end that restart comes from, until it has begun. */
	private @Nullable M cause;

	/** Why there are no more restarts. */
	private @Nullable String givenUp;

	/** Those that end because of that, and have not ended yet. */
	private final Set<M> failing = new LinkedHashSet<>();

	private boolean isEnding;

	/**
	 * Creates a group without members.
	 * @param ranks the place of each member in the order of starts
	 */
	GroupRestarts(String group, GroupStrategy strategy, RestartLimits limits, ToIntFunction<M> ranks) {
		this.group = group;
		this.strategy = strategy;
		this.limits = limits;
		this.ranks = ranks;
		this.intensity = new RestartIntensity(limits);
	}

	synchronized void join(M member) {
		this.members.add(member);
	}

	/**
	 * A member is over. When the last one is of a group that was given up, those that
	 * come later begin anew.
	 */
	synchronized void leave(M member) {
		this.members.remove(member);
		this.due.remove(member);
		excuse(member);
	}

	/**
	 * A member does not end with a group that was given up: it is over, or is not
	 * started.
	 */
	synchronized void excuse(M member) {
		this.failing.remove(member);
		if (this.givenUp != null && this.failing.isEmpty()) {
			this.givenUp = null;
			this.isEnding = false;
			this.lastDeathNanos = null;
			this.intensity = new RestartIntensity(this.limits);
		}
	}

	/**
	 * A run of a member has ended by itself, and its policy wants another one.
	 * @param label what people call the member
	 * @param ranFor how long it was ready, {@code null} when it never was
	 * @return what follows
	 */
	synchronized Decision died(M member, String label, @Nullable Duration ranFor, long nowNanos) {
		if (this.givenUp != null) {
			return Decision.giveUp(this.givenUp);
		}
		if (this.due.contains(member)) {
			return Decision.again(left(nowNanos), "with its group '" + this.group + "', which is started again");
		}
		if (ranFor != null) {
			this.intensity.ready();
		}
		Duration delay = this.intensity.died(wellFor(ranFor, nowNanos), nowNanos);
		this.lastDeathNanos = nowNanos;
		if (delay == null) {
			return Decision.giveUp(giveUp(whyNoMore(label)));
		}
		this.number++;
		this.cause = member;
		this.isStarting = false;
		this.dueAtNanos = nowNanos + delay.toNanos();
		int rank = this.ranks.applyAsInt(member);
		this.due.add(member);
		this.members.stream()
			.filter((other) -> this.strategy.takes(this.ranks.applyAsInt(other), rank))
			.forEach(this.due::add);
		return Decision.again(delay, "restart " + this.number + " of its group '" + this.group + "'" + bound());
	}

	/**
	 * All was well since the last death, or since the member was ready.
	 */
	private @Nullable Duration wellFor(@Nullable Duration ranFor, long nowNanos) {
		if (ranFor == null || this.lastDeathNanos == null) {
			return ranFor;
		}
		Duration since = Duration.ofNanos(nowNanos - this.lastDeathNanos);
		return (since.compareTo(ranFor) < 0) ? since : ranFor;
	}

	private String bound() {
		return this.limits.among(this.intensity.recent());
	}

	private String whyNoMore(String label) {
		String property = RestartLimits.properties("zproc.groups." + this.group);
		return this.intensity.isNeverReady()
				? "its group '" + this.group + "' was restarted " + this.limits.maxUnready()
						+ " times in a row for workers that were not ready (" + property + " is "
						+ this.limits.maxUnready() + "), the last one because of worker '" + label + "'"
				: "its group '" + this.group + "' needed another restart because of worker '" + label + "', but "
						+ this.limits.allowed() + " (" + property + ")";
	}

	/**
	 * Lets no restart follow.
	 * @return why, as was said first
	 */
	synchronized String giveUp(String why) {
		if (this.givenUp == null) {
			this.givenUp = why;
			this.due.clear();
			this.failing.addAll(this.members);
		}
		return this.givenUp;
	}

	synchronized boolean isGivenUp() {
		return this.givenUp != null;
	}

	/**
	 * All are to be ended, because the group was given up.
	 * @return whether that is said for the first time
	 */
	synchronized boolean endAll() {
		boolean isFirst = !this.isEnding;
		this.isEnding = true;
		return isFirst;
	}

	/**
	 * A run of a member has ended because its group is started again.
	 */
	synchronized Decision paused(long nowNanos) {
		if (this.givenUp != null) {
			return Decision.giveUp(this.givenUp);
		}
		return Decision.pause(left(nowNanos), "its group '" + this.group + "' is started again");
	}

	private Duration left(long nowNanos) {
		return Duration.ofNanos(Math.max(0, this.dueAtNanos - nowNanos));
	}

	/**
	 * How long those that are due still wait.
	 */
	synchronized Duration delay(long nowNanos) {
		return left(nowNanos);
	}

	synchronized int number() {
		return this.number;
	}

	/**
	 * A run of a member is settled, and another one is to follow.
	 * @return the number of the restart that comes from its end, if others are to be
	 * stopped for that now; else 0
	 */
	synchronized int begin(M member) {
		if (this.cause != member) {
			return 0;
		}
		this.cause = null;
		return this.number;
	}

	/**
	 * Those that are to be started again, in the order of their starts.
	 */
	synchronized List<M> due() {
		return this.due.stream().sorted(Comparator.comparingInt(this.ranks)).toList();
	}

	/**
	 * All members, in the order of their starts.
	 */
	synchronized List<M> members() {
		return this.members.stream().sorted(Comparator.comparingInt(this.ranks)).toList();
	}

	/**
	 * Whether a member is to be started with the others, and not by itself.
	 */
	synchronized boolean holds(M member) {
		return this.due.contains(member);
	}

	/**
	 * A member has nothing to be started again.
	 */
	synchronized void spare(M member) {
		this.due.remove(member);
	}

	/**
	 * All of a restart have ended, and their time has come.
	 * @return whether they may be started: there is no later restart, and none has begun
	 */
	synchronized boolean start(int number) {
		if (this.number != number || this.isStarting || this.givenUp != null) {
			return false;
		}
		this.isStarting = true;
		return true;
	}

	/**
	 * A member is about to be launched.
	 * @return whether it may: it is due in that restart, still
	 */
	synchronized boolean launch(int number, M member) {
		return this.number == number && this.isStarting && this.due.remove(member);
	}

	/**
	 * Whether a run of a member has ended when others were started again already.
	 */
	synchronized boolean isLate(M member) {
		return this.isStarting && this.due.contains(member);
	}

}
