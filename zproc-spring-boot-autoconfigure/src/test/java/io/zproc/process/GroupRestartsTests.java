package io.zproc.process;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which members of a group are started again. They are named in the order of their
 * starts.
 */
@Timeout(90)
class GroupRestartsTests {

	private static final Duration READY = Duration.ofSeconds(5);

	private static final RestartLimits LIMITS = new RestartLimits(Duration.ofSeconds(1), 2, Duration.ofMinutes(1),
			Duration.ZERO, 2, Duration.ofMinutes(1), Duration.ofSeconds(30), 2);

	private long now = Long.MAX_VALUE - 5;

	private final GroupRestarts<String> all = group(GroupStrategy.ONE_FOR_ALL);

	private final GroupRestarts<String> rest = group(GroupStrategy.REST_FOR_ONE);

	private static GroupRestarts<String> group(GroupStrategy strategy) {
		GroupRestarts<String> group = new GroupRestarts<>("g", strategy, LIMITS, (member) -> member.charAt(0));
		List.of("c1", "b1", "a1", "b2").forEach(group::join);
		return group;
	}

	private Decision died(GroupRestarts<String> group, String member, @Nullable Duration ranFor) {
		return group.died(member, member, ranFor, this.now);
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

	private static void launchAll(GroupRestarts<String> group) {
		assertThat(group.start(group.number())).isTrue();
		group.due().forEach((member) -> assertThat(group.launch(group.number(), member)).isTrue());
	}

	@Test
	void allAreStartedAgainInOrder() {
		assertThat(died(this.all, "b1", READY)).isEqualTo(
				Decision.again(Duration.ofSeconds(1), "restart 1 of its group 'g' in all, 1 of at most 2 within 1m"));
		assertThat(this.all.due()).containsExactly("a1", "b1", "b2", "c1");
	}

	@Test
	void restIsStartedAgainWithoutOtherProcessesOfTheSameWorker() {
		died(this.rest, "b1", READY);
		assertThat(this.rest.due()).containsExactly("b1", "c1");
	}

	@Test
	void endsForTheSakeOfOthersAreNotCounted() {
		died(this.all, "b1", READY);
		pass(Duration.ofMillis(300));
		assertThat(this.all.paused(this.now))
			.isEqualTo(Decision.pause(Duration.ofMillis(700), "its group 'g' is started again"));
		assertThat(died(this.all, "a1", null))
			.isEqualTo(Decision.again(Duration.ofMillis(700), "with its group 'g', which is started again"));
		assertThat(died(this.all, "c1", READY).delay()).isEqualTo(Duration.ofMillis(700));
		assertThat(this.all.number()).isEqualTo(1);
	}

	@Test
	void onlyTheCauseBegins() {
		died(this.all, "b1", READY);
		died(this.all, "a1", READY);
		assertThat(this.all.begin("a1")).isZero();
		assertThat(this.all.begin("b1")).isEqualTo(1);
		assertThat(this.all.begin("b1")).isZero();
	}

	@Test
	void earlierMemberThatDiesMeanwhileTakesAllThatFollow() {
		died(this.rest, "c1", READY);
		assertThat(this.rest.begin("c1")).isEqualTo(1);
		assertThat(died(this.rest, "a1", READY).delay()).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.rest.due()).containsExactly("a1", "b1", "b2", "c1");
		assertThat(this.rest.start(1)).as("a restart that another one has overtaken").isFalse();
		assertThat(this.rest.begin("a1")).isEqualTo(2);
		launchAll(this.rest);
		assertThat(this.rest.due()).isEmpty();
	}

	@Test
	void deathOfOneThatWasStartedAgainTakesThoseThatAreNotYet() {
		died(this.all, "b1", READY);
		assertThat(this.all.start(1)).isTrue();
		assertThat(this.all.start(1)).as("begins once").isFalse();
		assertThat(this.all.launch(1, "a1")).isTrue();
		assertThat(this.all.launch(1, "a1")).as("is launched once").isFalse();
		assertThat(died(this.all, "a1", null).delay()).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.all.launch(1, "b1")).as("of the restart before").isFalse();
		assertThat(this.all.launch(2, "b1")).as("before its time").isFalse();
		assertThat(this.all.due()).containsExactly("a1", "b1", "b2", "c1");
		launchAll(this.all);
	}

	@Test
	void memberThatIsOverIsNotDue() {
		died(this.all, "b1", READY);
		this.all.leave("c1");
		this.all.spare("a1");
		assertThat(this.all.holds("a1")).isFalse();
		launchAll(this.all);
		died(this.all, "b1", READY);
		assertThat(this.all.due()).containsExactly("a1", "b1", "b2");
	}

	@Test
	void runThatEndsWhenOthersRunAgainIsLate() {
		died(this.all, "b1", READY);
		assertThat(this.all.isLate("a1")).isFalse();
		assertThat(this.all.start(1)).isTrue();
		assertThat(this.all.isLate("a1")).isTrue();
		assertThat(this.all.launch(1, "a1")).isTrue();
		assertThat(this.all.isLate("a1")).isFalse();
	}

	@Test
	void groupIsGivenUpWithMoreRestartsThanMay() {
		for (String member : List.of("a1", "b1")) {
			assertThat(died(this.all, member, READY).isGivenUp()).isFalse();
			launchAll(this.all);
		}
		String why = "its group 'g' needed another restart because of worker 'c1', but 2 restarts are allowed within"
				+ " 1m (zproc.groups.g.restart.max-restarts or zproc.worker.restart.max-restarts)";
		assertThat(died(this.all, "c1", READY)).isEqualTo(Decision.giveUp(why));
		assertThat(this.all.due()).isEmpty();
		assertThat(this.all.endAll()).isTrue();
		assertThat(this.all.endAll()).as("once").isFalse();
		assertThat(this.all.giveUp("something else")).isEqualTo(why);
		assertThat(died(this.all, "a1", READY)).isEqualTo(Decision.giveUp(why));
		assertThat(this.all.paused(this.now)).isEqualTo(Decision.giveUp(why));
	}

	@Test
	void groupIsGivenUpWhenWhatDiesIsNeverReady() {
		for (int i = 0; i < 2; i++) {
			pass(Duration.ofHours(1));
			assertThat(died(this.all, "b1", null).isGivenUp()).isFalse();
			launchAll(this.all);
		}
		pass(Duration.ofHours(1));
		assertThat(died(this.all, "b1", null).reason())
			.startsWith("its group 'g' was restarted 2 times in a row for workers that were not ready (");
	}

	@Test
	void whoComesAfterAllHaveFailedBeginsAnew() {
		this.all.giveUp("no more");
		this.all.excuse("b2");
		List.of("a1", "b1").forEach(this.all::leave);
		assertThat(this.all.isGivenUp()).isTrue();
		this.all.leave("c1");
		assertThat(this.all.isGivenUp()).isFalse();
		this.all.leave("b2");
		this.all.join("a2");
		assertThat(died(this.all, "a2", READY).delay()).isEqualTo(Duration.ofSeconds(1));
		assertThat(this.all.due()).containsExactly("a2");
	}

	@Test
	void oldMembersHealthDoesNotHideDeathsOfOthers() {
		for (int i = 0; i < 2; i++) {
			pass(Duration.ofSeconds(10));
			died(this.rest, "c1", Duration.ofSeconds(5));
			launchAll(this.rest);
		}
		pass(Duration.ofSeconds(10));
		assertThat(died(this.rest, "a1", Duration.ofHours(1)).isGivenUp()).isTrue();
	}

	@Test
	void restartsCountNoMoreWhenAllWasWellForLong() {
		for (int i = 0; i < 9; i++) {
			pass(Duration.ofSeconds(40));
			assertThat(died(this.all, "a1", Duration.ofSeconds(31)).delay()).isEqualTo(Duration.ofSeconds(1));
			launchAll(this.all);
		}
	}

}
