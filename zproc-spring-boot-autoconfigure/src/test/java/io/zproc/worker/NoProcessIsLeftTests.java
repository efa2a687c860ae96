package io.zproc.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The kill of an ancestor ends everything below it, at any depth and at whatever moment.
 * The processes are forked and listen to their parents as workers do; the full number of
 * rounds is in docs/testing.md.
 */
@LeakChecked
@Timeout(value = 2, unit = TimeUnit.HOURS) // each wait in it has a bound of its own
class NoProcessIsLeftTests {

	private static final int ROUNDS = Integer.getInteger("zproc.orphans.rounds", 10);

	@Test
	void killedAncestorLeavesNoProcess() throws IOException {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		EndTimes times = new EndTimes();
		for (int round = 1; round <= ROUNDS; round++) {
			try (ProcessTree tree = new ProcessTree()) {
				ProcessTree.Member victim;
				if (random.nextInt(4) == 0) {
					// In the middle of its forks: only the root's subtree is known then.
					tree.awaitMembers(1 + random.nextInt(ProcessTree.SIZE - 1));
					victim = tree.root();
				}
				else {
					tree.awaitMembers(ProcessTree.SIZE);
					victim = tree.randomAncestor(random);
				}
				times.add(victim.level(), tree.killAndAwaitEnd(victim));
				assertThat(tree.missing(victim))
					.as("round %d, seed %d: processes that are not below %s", round, seed, victim)
					.isEmpty();
			}
		}
		System.out.println(times.table(seed));
	}

	/**
	 * A parent that is stopped closes nothing, and its children go on; then it is killed.
	 */
	@Test
	void stoppedAncestorLeavesNoProcessWhenItIsKilled() throws IOException {
		try (ProcessTree tree = new ProcessTree()) {
			tree.awaitMembers(ProcessTree.SIZE);
			tree.stopRoot();
			tree.awaitMembers(ProcessTree.SIZE);
			Duration took = tree.killAndAwaitEnd(tree.root());
			System.out.println("Stopped and killed: the last of " + ProcessTree.SIZE + " processes was gone after "
					+ took.toMillis() + " ms");
		}
	}

}
