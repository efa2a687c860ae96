package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.zproc.Restart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which place decides on restarts.
 */
@Timeout(90)
class RestartOptionsTests {

	@Test
	void restartsWatchersAndNothingElseUnlessAsked() {
		assertThat(RestartOptions.NOTHING.toRestarts(true).policy()).isEqualTo(Restart.ON_FAILURE);
		assertThat(RestartOptions.NOTHING.toRestarts(false).policy()).isEqualTo(Restart.NEVER);
		assertThat(options(Restart.DEFAULT, null).toRestarts(true).policy()).isEqualTo(Restart.ON_FAILURE);
		assertThat(options(Restart.NEVER, null).toRestarts(true).policy()).isEqualTo(Restart.NEVER);
		RestartLimits limits = RestartOptions.NOTHING.toRestarts(true).limits();
		assertThat(limits).isEqualTo(new RestartLimits(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), Duration.ZERO,
				5, Duration.ofMinutes(1), Duration.ofMinutes(1), 5));
	}

	@Test
	void whoNamesPolicyOrExitCodesDecidesOnBoth() {
		RestartOptions named = options(null, List.of("137", "sigsegv"));
		Restarts restarts = named.or(options(Restart.ALWAYS, null)).toRestarts(false);
		assertThat(restarts.policy()).isEqualTo(Restart.ON_FAILURE);
		assertThat(restarts.restartFor()).isEqualTo(Set.of(137, 139));
		assertThat(options(Restart.NEVER, null).or(named).toRestarts(false).restartFor()).isEmpty();
		assertThat(RestartOptions.NOTHING.or(named).toRestarts(false)).isEqualTo(restarts);
	}

	@Test
	void eachOtherOptionIsDecidedOnItsOwn() {
		RestartOptions own = new RestartOptions(Restart.ALWAYS, null, Duration.ofMillis(5), null, null, null, -1, null,
				null, null);
		RestartOptions all = new RestartOptions(null, null, Duration.ofMillis(7), 3.0, Duration.ofSeconds(9),
				Duration.ofMillis(2), 1, Duration.ofSeconds(4), Duration.ofSeconds(6), OnGiveUp.STOP_APPLICATION);
		assertThat(own.or(all).toRestarts(false).onGiveUp()).isEqualTo(OnGiveUp.STOP_APPLICATION);
		assertThat(own.toRestarts(false).onGiveUp()).isEqualTo(OnGiveUp.KEEP_RUNNING);
		assertThat(own.or(all).toRestarts(false).limits()).isEqualTo(new RestartLimits(Duration.ofMillis(5), 3,
				Duration.ofSeconds(9), Duration.ofMillis(2), -1, Duration.ofSeconds(4), Duration.ofSeconds(6), -1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "256", "-1", "SIGNAL", "", "9 9" })
	void refusesWhatIsNoExitCode(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> options(null, List.of(text)).toRestarts(false))
			.withMessage("restart.restart-for: " + text
					+ " (expected: exit codes from 1 to 255, or names of signals such as SIGKILL)");
	}

	@Test
	void refusesExitCodesThatPolicyDoesNotNeed() {
		for (Restart policy : List.of(Restart.ALWAYS, Restart.NEVER)) {
			assertThatIllegalArgumentException().isThrownBy(() -> options(policy, List.of("137")).toRestarts(false))
				.withMessageStartingWith("restart.policy: " + policy + " (expected: on-failure or none, because");
		}
	}

	private static RestartOptions options(@Nullable Restart policy, @Nullable List<String> restartFor) {
		return new RestartOptions(policy, restartFor, null, null, null, null, null, null, null, null);
	}

}
