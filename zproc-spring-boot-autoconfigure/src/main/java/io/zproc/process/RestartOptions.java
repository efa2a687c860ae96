package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.zproc.Restart;
import io.zproc.ZProcWorker;
import org.jspecify.annotations.Nullable;

/**
 * What one place says about restarts; the places are the properties of a worker, its
 * annotation, and the properties of all workers.
 *
 * @param policy After which ends of its process a worker is started again; on-failure for
 * methods that are annotated @OnStateChange and for members of groups, and never for
 * others by default.
 * @param restartFor Exit codes, and names of signals such as SIGKILL, after which a
 * worker is started again; every failure by default.
 * @param delay How long the first restart waits; 1s by default.
 * @param multiplier By how much each wait is longer than the one before; 2 by default.
 * @param maxDelay How long a wait may become; 1m by default, or the delay if that is
 * longer.
 * @param jitter By how much a wait may be shorter or longer, at random; none by default.
 * @param maxRestarts How many restarts there may be within the window, before the worker
 * has failed for good: 5 by default, -1 for any number.
 * @param window Time in which restarts are counted; 1m by default.
 * @param healthyAfter How long a worker must have run so that earlier restarts do not
 * count; 1m by default.
 * @param onGiveUp What happens when a worker has failed for good, because it needed more
 * restarts than there may be; keep-running by default. A worker that is never restarted
 * is not given up.
 * @since 0.1.0
 */
public record RestartOptions(@Nullable Restart policy, @Nullable List<String> restartFor, @Nullable Duration delay,
		@Nullable Double multiplier, @Nullable Duration maxDelay, @Nullable Duration jitter,
		@Nullable Integer maxRestarts, @Nullable Duration window, @Nullable Duration healthyAfter,
		@Nullable OnGiveUp onGiveUp) {

	private static final Duration DEFAULT_MAX_DELAY = Duration.ofMinutes(1);

	/**
	 * Says nothing.
	 */
	public static final RestartOptions NOTHING = new RestartOptions(null, null, null, null, null, null, null, null,
			null, null);

	static RestartOptions of(ZProcWorker annotation) {
		return new RestartOptions((annotation.restart() != Restart.DEFAULT) ? annotation.restart() : null,
				(annotation.restartFor().length != 0) ? List.of(annotation.restartFor()) : null, null, null, null, null,
				null, null, null, null);
	}

	/**
	 * These options, and another place's where they say nothing. Policy and exit codes
	 * are one: who says one of them decides on both.
	 */
	RestartOptions or(RestartOptions other) {
		boolean isDecided = this.policy != null || this.restartFor != null;
		return new RestartOptions(isDecided ? this.policy : other.policy,
				isDecided ? this.restartFor : other.restartFor, RetryOptions.first(this.delay, other.delay),
				RetryOptions.first(this.multiplier, other.multiplier),
				RetryOptions.first(this.maxDelay, other.maxDelay), RetryOptions.first(this.jitter, other.jitter),
				RetryOptions.first(this.maxRestarts, other.maxRestarts), RetryOptions.first(this.window, other.window),
				RetryOptions.first(this.healthyAfter, other.healthyAfter),
				RetryOptions.first(this.onGiveUp, other.onGiveUp));
	}

	/**
	 * Whether they say how soon and how often, or what happens then.
	 */
	boolean hasLimits() {
		return Stream
			.of(this.delay, this.multiplier, this.maxDelay, this.jitter, this.maxRestarts, this.window,
					this.healthyAfter, this.onGiveUp)
			.anyMatch(Objects::nonNull);
	}

	/**
	 * The restarts that these options make, with the defaults for what they do not say.
	 * @param isMeantToLast whether the worker is started again by default
	 * @return the restarts
	 */
	Restarts toRestarts(boolean isMeantToLast) {
		Set<Integer> codes = (this.restartFor != null) ? Restarts.exitCodes(this.restartFor) : Set.of();
		int restarts = (this.maxRestarts != null) ? this.maxRestarts : 5;
		Duration first = (this.delay != null) ? this.delay : Duration.ofSeconds(1);
		Duration longest = (first.compareTo(DEFAULT_MAX_DELAY) > 0) ? first : DEFAULT_MAX_DELAY;
		RestartLimits limits = new RestartLimits(first, (this.multiplier != null) ? this.multiplier : 2,
				(this.maxDelay != null) ? this.maxDelay : longest, (this.jitter != null) ? this.jitter : Duration.ZERO,
				restarts, (this.window != null) ? this.window : Duration.ofMinutes(1),
				(this.healthyAfter != null) ? this.healthyAfter : Duration.ofMinutes(1), restarts);
		RestartLimits.require(limits.maxDelay().compareTo(first) >= 0, "max-delay", limits.maxDelay(),
				"at least the delay of " + first);
		return new Restarts(policy(isMeantToLast || !codes.isEmpty()), codes, limits,
				(this.onGiveUp != null) ? this.onGiveUp : OnGiveUp.KEEP_RUNNING);
	}

	private Restart policy(boolean isRestarted) {
		if (this.policy != null && this.policy != Restart.DEFAULT) {
			return this.policy;
		}
		return isRestarted ? Restart.ON_FAILURE : Restart.NEVER;
	}

}
