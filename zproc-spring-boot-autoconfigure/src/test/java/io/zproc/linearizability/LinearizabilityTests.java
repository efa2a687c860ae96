package io.zproc.linearizability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.zproc.linearizability.Examination.Figures;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several processes call on few keys and make transfers, while they are killed, stopped
 * and cut off; what they have written down is linearizable.
 */
@LeakChecked
@Timeout(value = 1, unit = TimeUnit.HOURS) // each wait in it has a bound, and a long run
											// its duration
class LinearizabilityTests {

	/** How long at least; one round otherwise. Long runs are in docs/testing.md. */
	private static final Duration DURATION = Duration.ofSeconds(Long.getLong("zproc.linearizability.seconds", 0));

	private static final long SEED = Long.getLong("zproc.linearizability.seed", System.nanoTime());

	@Test
	void whatProcessesSeeIsLinearizableWhileTheyAreKilledStoppedAndCutOff(@TempDir Path folder) throws IOException {
		Figures all = new Figures(0, 0, 0, 0, 0);
		long started = System.nanoTime();
		long seed = SEED;
		do {
			Path logs = Files.createDirectory(folder.resolve("seed-" + seed));
			try (Round round = new Round(seed, logs)) {
				Examination examination = round.run();
				all = all.plus(examination.figures());
				System.out.println("seed " + seed + ": " + examination.figures() + ", so far " + all);
				assertThat(examination.violations()).as("violations of seed %d", seed).isEmpty();
			}
			seed++;
		}
		while (System.nanoTime() - started < DURATION.toNanos());
		assertThat(all.operations()).isGreaterThan(2_000L);
		assertThat(all.transfers()).isPositive();
		assertThat(all.unknown()).as("calls that were killed").isPositive();
	}

}
