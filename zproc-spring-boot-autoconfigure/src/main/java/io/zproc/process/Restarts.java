package io.zproc.process;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.zproc.ProcessState;
import io.zproc.Restart;
import org.jspecify.annotations.Nullable;

/**
 * After which ends a worker is started again, and how.
 *
 * @param policy after which ends; never {@link Restart#DEFAULT}
 * @param restartFor if not empty, only after failures with one of these exit codes; a
 * signal's is 128 and its number
 * @param limits how soon, and how often
 * @param onGiveUp what happens when that is not enough
 * @since 0.1.0
 */
public record Restarts(Restart policy, Set<Integer> restartFor, RestartLimits limits, OnGiveUp onGiveUp) {

	/**
	 * Checks the values.
	 */
	public Restarts {
		restartFor = Set.copyOf(restartFor);
		RestartLimits.require(policy != Restart.DEFAULT, "policy", policy, "a policy that was decided on");
		RestartLimits.require(restartFor.isEmpty() || policy == Restart.ON_FAILURE, "policy", policy,
				"on-failure or none, because restart-for is set");
	}

	/**
	 * Why a run is the last one.
	 * @param run how it has ended
	 * @return the reason, {@code null} when another one is to follow
	 */
	@Nullable String whyLast(EndedRun run) {
		if (this.policy == Restart.NEVER) {
			return "its restart policy is never";
		}
		if (this.policy == Restart.ALWAYS) {
			return null;
		}
		if (!this.restartFor.isEmpty()) {
			Integer exitCode = run.record().exitCode();
			Integer crash = ExitCodes.ofCrash(run.lastLines());
			return (this.restartFor.contains(exitCode) || (crash != null && this.restartFor.contains(crash))) ? null
					: "it is restarted for the exit codes " + new TreeSet<>(this.restartFor) + " only";
		}
		return (run.record().state() == ProcessState.FAILED) ? null : "it is restarted after failures only";
	}

	static Set<Integer> exitCodes(List<String> texts) {
		Set<Integer> codes = new TreeSet<>();
		for (String text : texts) {
			Integer code = ExitCodes.parse(text);
			RestartLimits.require(code != null, "restart-for", text,
					"exit codes from 1 to 255, or names of signals such as SIGKILL");
			if (code != null) {
				codes.add(code);
			}
		}
		return codes;
	}

}
