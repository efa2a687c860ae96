package io.zproc.server.swarm;

import java.util.List;

import io.zproc.protocol.SwarmMessage.Finished;
import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Recall;
import io.zproc.protocol.SwarmMessage.Result;
import io.zproc.protocol.SwarmMessage.Submit;
import io.zproc.protocol.SwarmMessage.Withdraw;
import io.zproc.protocol.SwarmMessage.Work;
import org.junit.jupiter.api.Test;

import static io.zproc.server.swarm.DispatcherFixture.MS;
import static io.zproc.server.swarm.DispatcherFixture.bytes;
import static io.zproc.server.swarm.DispatcherFixture.earlyTask;
import static io.zproc.server.swarm.DispatcherFixture.keptTask;
import static io.zproc.server.swarm.DispatcherFixture.task;
import static io.zproc.server.swarm.DispatcherFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the {@link Dispatcher} decides.
 */
class DispatcherTests {

	private final DispatcherFixture swarm = new DispatcherFixture();

	private final Dispatcher dispatcher = this.swarm.dispatcher;

	@Test
	void givesWorkToProcessThatIsReady() {
		this.dispatcher.submit("caller", task("a", 1));
		assertThat(this.dispatcher.tally()).isEqualTo(new Tally(1, 0, 0, 0, 0, 0));
		this.swarm.worker(1);
		Work work = this.swarm.work(1);
		assertThat(work.method()).isEqualTo("square");
		assertThat(this.dispatcher.tally()).isEqualTo(new Tally(0, 1, 0, 0, 0, 0));
		this.swarm.finish(1, work);
		assertThat(this.swarm.results("caller")).singleElement()
			.satisfies((result) -> assertThat(result.outcome()).isEqualTo(Outcome.OK))
			.satisfies((result) -> assertThat(text(result)).isEqualTo("arguments 0"));
		assertThat(this.dispatcher.tally()).isEqualTo(new Tally(0, 0, 1, 0, 0, 0));
		assertThat(this.dispatcher.remembered()).isZero();
	}

	@Test
	void spreadsChunksOverProcessesAndKeepsTheirOrder() {
		this.swarm.worker(1);
		this.swarm.worker(2);
		this.dispatcher.submit("caller", task("a", 3));
		Work first = this.swarm.work(1);
		Work second = this.swarm.work(2);
		this.swarm.finish(2, second);
		Work third = this.swarm.work(2);
		this.swarm.finish(2, third);
		assertThat(this.swarm.results("caller")).isEmpty();
		this.swarm.finish(1, first);
		assertThat(this.swarm.results("caller")).extracting(DispatcherFixture::text)
			.containsExactly("arguments 0", "arguments 1", "arguments 2");
	}

	@Test
	void givesShortWorkAheadAndLongWorkNot() {
		this.swarm.worker(1);
		this.dispatcher.submit("caller", task("a", 500));
		for (int i = 0; i < 50; i++) {
			List<Work> given = this.swarm.allWork(1);
			this.swarm.nanos += MS / 100;
			given.forEach((work) -> this.swarm.finish(1, work));
		}
		assertThat(this.dispatcher.tally().running()).isZero();
		this.dispatcher.submit("caller", task("b", 500));
		assertThat(this.swarm.allWork(1)).hasSizeGreaterThan(50);
		this.swarm.worker(2);
		assertThat(this.swarm.allWork(2)).hasSize(1);
	}

	@Test
	void servesTasksInTurn() {
		this.dispatcher.submit("caller", task("big", 100));
		this.dispatcher.submit("caller", task("small", 1));
		this.swarm.worker(1);
		this.swarm.finish(1, this.swarm.work(1));
		this.swarm.finish(1, this.swarm.work(1));
		assertThat(this.swarm.results("caller")).extracting(Result::task).containsExactly("small");
	}

	@Test
	void givesChunkOfDeadProcessToAnother() {
		this.swarm.worker(1);
		this.dispatcher.submit("caller", task("a", 1));
		Work work = this.swarm.work(1);
		this.swarm.worker(2);
		this.swarm.kill(1);
		Work again = this.swarm.work(2);
		assertThat(again.calls()).isEqualTo(work.calls());
		this.swarm.finish(2, again);
		assertThat(this.swarm.results("caller")).extracting(Result::outcome).containsExactly(Outcome.OK);
	}

	@Test
	void waitsForLastWordsOfDeadProcess() {
		this.swarm.worker(1);
		this.swarm.worker(2);
		this.dispatcher.submit("caller", task("a", 1));
		Work work = this.swarm.work(1);
		this.dispatcher.died(1, "killed", true);
		assertThat(this.swarm.allWork(2)).isEmpty();
		this.swarm.finish(1, work);
		this.dispatcher.disconnected(1);
		assertThat(this.swarm.allWork(2)).isEmpty();
		assertThat(this.swarm.results("caller")).extracting(Result::outcome).containsExactly(Outcome.OK);
	}

	@Test
	void doesNotWaitForLastWordsForEver() {
		this.swarm.worker(1);
		this.swarm.worker(2);
		this.dispatcher.submit("caller", task("a", 1));
		this.swarm.work(1);
		this.dispatcher.died(1, "killed", true);
		assertThat(this.dispatcher.quietMs()).isBetween(1L, 1_000L);
		this.swarm.nanos += 1_001 * MS;
		this.dispatcher.tick();
		this.swarm.work(2);
	}

	@Test
	void blamesNobodyForProcessThatWasTold() {
		this.dispatcher.submit("caller", task("a", 1));
		for (int i = 1; i <= 10; i++) {
			this.swarm.worker(i);
			this.swarm.work(i);
			this.dispatcher.disconnected(i);
			this.dispatcher.died(i, "stopped", false);
		}
		assertThat(this.swarm.results("caller")).isEmpty();
	}

	@Test
	void setsChunkAsideThatKillsProcessesInRow() {
		this.dispatcher.submit("caller", task("poison", 1));
		for (int i = 1; i <= 3; i++) {
			assertThat(this.swarm.results("caller")).isEmpty();
			this.swarm.worker(i);
			this.swarm.work(i);
			this.swarm.kill(i);
		}
		Result result = this.swarm.results("caller").get(0);
		assertThat(result.outcome()).isEqualTo(Outcome.SET_ASIDE);
		assertThat(text(result)).contains("'poison'", "square", "3 processes", "killed by signal 9");
		assertThat(this.dispatcher.tally()).isEqualTo(new Tally(0, 0, 0, 0, 1, 0));
		this.swarm.worker(4);
		assertThat(this.swarm.allWork(4)).isEmpty();
	}

	@Test
	void countsTheOtherCallsOfATaskThatEndsWithItsProcess() {
		DispatcherFixture strict = new DispatcherFixture(new DispatcherLimits(1, 60_000, 1_000, 1 << 20));
		strict.worker(1);
		makeFast(strict, 1);
		strict.dispatcher.submit("caller", task("poison", 4));
		assertThat(strict.allWork(1)).hasSizeGreaterThan(1);
		strict.kill(1);
		assertThat(strict.dispatcher.tally()).isEqualTo(new Tally(0, 0, 50, 0, 1, 3));
	}

	@Test
	void runsSuspectAlone() {
		this.swarm.worker(1);
		makeFast(1);
		this.dispatcher.submit("caller", task("poison", 1));
		this.dispatcher.submit("caller", task("innocent", 1));
		assertThat(this.swarm.allWork(1)).hasSize(2);
		this.swarm.kill(1);
		for (int i = 2; i <= 3; i++) {
			this.swarm.worker(i);
			makeNothingElse(i);
			this.swarm.kill(i);
		}
		assertThat(this.swarm.results("caller")).extracting(Result::task).containsExactly("poison");
		this.swarm.worker(4);
		this.swarm.finish(4, this.swarm.work(4));
		assertThat(this.swarm.results("caller")).extracting(Result::task, Result::outcome)
			.containsExactly(org.assertj.core.groups.Tuple.tuple("innocent", Outcome.OK));
	}

	private void makeFast(int worker) {
		makeFast(this.swarm, worker);
	}

	private static void makeFast(DispatcherFixture swarm, int worker) {
		for (int i = 0; i < 50; i++) {
			swarm.dispatcher.submit("warm", task("warm " + i, 1));
			swarm.allWork(worker).forEach((work) -> swarm.finish(worker, work));
		}
		assertThat(swarm.dispatcher.tally().running()).isZero();
	}

	private void makeNothingElse(int worker) {
		assertThat(this.swarm.allWork(worker)).hasSize(1);
	}

	@Test
	void neverRunsEarlyTaskTwice() {
		this.swarm.worker(1);
		this.swarm.worker(2);
		this.dispatcher.submit("caller", earlyTask("once"));
		this.swarm.work(1);
		this.swarm.kill(1);
		assertThat(this.swarm.allWork(2)).isEmpty();
		Result result = this.swarm.results("caller").get(0);
		assertThat(result.outcome()).isEqualTo(Outcome.LOST);
		assertThat(text(result)).contains("'once'", "process 1", "killed by signal 9");
		assertThat(this.dispatcher.tally().failed()).isEqualTo(1);
	}

	@Test
	void givesEarlyTaskToNoProcessThatIsBusy() {
		this.swarm.worker(1);
		makeFast(1);
		this.dispatcher.submit("caller", task("first", 1));
		this.dispatcher.submit("caller", earlyTask("once"));
		Work first = this.swarm.work(1);
		this.swarm.finish(1, first);
		this.swarm.work(1);
	}

	@Test
	void failsTaskWithItsFirstFailureAndWithdrawsTheRest() {
		this.swarm.worker(1);
		this.swarm.worker(2);
		this.dispatcher.submit("caller", new Submit("a", "square", true, false, DispatcherFixture.calls(4, 10)));
		Work first = this.swarm.work(1);
		Work second = this.swarm.work(2);
		this.dispatcher.finished(1, new Finished(first.chunk(), Outcome.FAILED, 3, bytes("boom")));
		assertThat(this.swarm.results("caller")).singleElement().satisfies((result) -> {
			assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
			assertThat(text(result)).isEqualTo("boom");
		});
		assertThat(this.swarm.take("worker 2", Withdraw.class)).containsExactly(new Withdraw(second.chunk()));
		this.dispatcher.finished(2, new Finished(second.chunk(), Outcome.OK, 10, bytes("late")));
		assertThat(this.swarm.results("caller")).isEmpty();
		assertThat(this.dispatcher.tally()).isEqualTo(new Tally(0, 0, 3, 1, 0, 36));
	}

	@Test
	void cancelsTaskThatWaits() {
		this.dispatcher.submit("caller", task("a", 2));
		this.dispatcher.cancel("a");
		assertThat(this.swarm.results("caller")).extracting(Result::outcome).containsExactly(Outcome.CANCELLED);
		this.swarm.worker(1);
		assertThat(this.swarm.allWork(1)).isEmpty();
		assertThat(this.dispatcher.tally()).isEqualTo(new Tally(0, 0, 0, 0, 0, 2));
	}

	@Test
	void cancelsTaskThatRuns() {
		this.swarm.worker(1);
		this.dispatcher.submit("caller", task("a", 1));
		Work work = this.swarm.work(1);
		this.dispatcher.cancel("a");
		this.dispatcher.cancel("a");
		assertThat(this.swarm.results("caller")).extracting(Result::outcome).containsExactly(Outcome.CANCELLED);
		assertThat(this.swarm.take("worker 1", Withdraw.class)).containsExactly(new Withdraw(work.chunk()));
		this.dispatcher.submit("caller", task("b", 1));
		assertThat(this.swarm.allWork(1)).as("before it has let go of the first").isEmpty();
		this.dispatcher.returned(1, List.of(work.chunk()));
		this.swarm.work(1);
	}

	@Test
	void cancelsWhatOnlyLostCallerWanted() {
		this.swarm.worker(1);
		this.dispatcher.submit("lost", task("a", 1));
		this.dispatcher.submit("lost", keptTask("kept", 1));
		Work work = this.swarm.work(1);
		this.dispatcher.callerGone("lost");
		assertThat(this.swarm.take("worker 1", Withdraw.class)).hasSize(1);
		this.swarm.finish(1, work);
		this.swarm.finish(1, this.swarm.work(1));
		this.dispatcher.take("other", "kept");
		assertThat(this.swarm.results("other")).extracting(Result::outcome).containsExactly(Outcome.OK);
		assertThat(this.dispatcher.remembered()).isZero();
	}

	@Test
	void givesResultToTheFirstThatTakesIt() {
		this.swarm.worker(1);
		this.dispatcher.submit("caller", keptTask("a", 1));
		this.dispatcher.take("early", "a");
		this.dispatcher.take("late", "a");
		this.swarm.finish(1, this.swarm.work(1));
		this.dispatcher.take("later", "a");
		assertThat(this.swarm.results("caller")).isEmpty();
		assertThat(this.swarm.results("early")).extracting(Result::outcome).containsExactly(Outcome.OK);
		assertThat(this.swarm.results("late")).extracting(Result::outcome).containsExactly(Outcome.UNKNOWN);
		assertThat(this.swarm.results("later")).extracting(Result::outcome).containsExactly(Outcome.UNKNOWN);
	}

	@Test
	void keepsResultForTheNextWhenItsTakerIsLost() {
		this.swarm.worker(1);
		this.dispatcher.submit("caller", keptTask("a", 1));
		this.dispatcher.take("lost", "a");
		this.dispatcher.callerGone("lost");
		this.swarm.finish(1, this.swarm.work(1));
		this.dispatcher.take("other", "a");
		assertThat(this.swarm.results("other")).extracting(Result::outcome).containsExactly(Outcome.OK);
	}

	@Test
	void forgetsResultThatNobodyTakes() {
		this.swarm.worker(1);
		this.dispatcher.submit("caller", keptTask("a", 1));
		this.swarm.finish(1, this.swarm.work(1));
		this.swarm.nanos += 60_000 * MS;
		this.dispatcher.tick();
		assertThat(this.dispatcher.remembered()).isEqualTo(1);
		this.swarm.nanos += MS;
		this.dispatcher.tick();
		assertThat(this.dispatcher.remembered()).isZero();
		assertThat(this.dispatcher.quietMs()).isEqualTo(Dispatcher.FOR_EVER);
	}

	@Test
	void boundsKeptResultsInBytesAndKeepsTheNewest() {
		this.swarm.worker(1);
		for (String id : List.of("a", "b", "c")) {
			this.dispatcher.submit("caller", keptTask(id, 1));
			Work work = this.swarm.work(1);
			this.dispatcher.finished(1, new Finished(work.chunk(), Outcome.OK, 1, new byte[600]));
		}
		this.dispatcher.take("caller", "b");
		this.dispatcher.take("caller", "c");
		assertThat(this.swarm.results("caller")).extracting(Result::outcome)
			.containsExactly(Outcome.UNKNOWN, Outcome.OK);
	}

	@Test
	void retiresProcessAfterWhatItHasBegun() {
		this.swarm.worker(1);
		makeFast(1);
		this.dispatcher.submit("caller", task("a", 2));
		List<Work> given = this.swarm.allWork(1);
		assertThat(given).hasSize(2);
		this.dispatcher.retire(1);
		this.dispatcher.retire(1);
		assertThat(this.swarm.take("worker 1", Recall.class)).containsExactly(new Recall(true));
		this.dispatcher.returned(1, List.of(given.get(1).chunk()));
		assertThat(this.swarm.allWork(1)).isEmpty();
		this.swarm.worker(2);
		this.swarm.finish(2, this.swarm.work(2));
		this.swarm.finish(1, given.get(0));
		assertThat(this.swarm.results("caller")).hasSize(2);
	}

	@Test
	void retiresProcessThatIsNotConnectedYet() {
		this.dispatcher.started(1);
		this.dispatcher.retire(1);
		this.dispatcher.submit("caller", task("a", 1));
		this.dispatcher.ready(1, "worker 1");
		assertThat(this.swarm.take("worker 1", Recall.class)).containsExactly(new Recall(true));
		assertThat(this.swarm.allWork(1)).isEmpty();
	}

	@Test
	void recallsWhatWaitsBehindLongCallWhenAnotherProcessIsIdle() {
		this.swarm.worker(1);
		makeFast(1);
		this.dispatcher.submit("caller", task("a", 3));
		List<Work> given = this.swarm.allWork(1);
		this.swarm.worker(2);
		this.dispatcher.tick();
		assertThat(this.swarm.take("worker 1", Recall.class)).isEmpty();
		assertThat(this.dispatcher.quietMs()).isEqualTo(10);
		this.swarm.nanos += 11 * MS;
		this.dispatcher.tick();
		this.dispatcher.tick();
		assertThat(this.swarm.take("worker 1", Recall.class)).containsExactly(new Recall(false));
		this.dispatcher.returned(1, List.of(given.get(1).chunk(), given.get(2).chunk()));
		assertThat(this.swarm.allWork(2)).isNotEmpty();
	}

	@Test
	void boundsBytesAtOneProcess() {
		this.swarm.worker(1);
		makeFast(1);
		byte[] big = new byte[3 << 20];
		for (String id : List.of("a", "b")) {
			this.dispatcher.submit("caller",
					new Submit(id, "square", true, false, List.of(new io.zproc.protocol.SwarmMessage.Calls(1, big))));
		}
		assertThat(this.swarm.allWork(1)).hasSize(1);
	}

	@Test
	void ignoresResultsThatComeTwiceOrTooLate() {
		this.swarm.worker(1);
		this.dispatcher.submit("caller", task("a", 1));
		Work work = this.swarm.work(1);
		this.swarm.finish(1, work);
		this.swarm.finish(1, work);
		this.swarm.finish(7, work);
		assertThat(this.swarm.results("caller")).hasSize(1);
		assertThat(this.dispatcher.tally()).isEqualTo(new Tally(0, 0, 1, 0, 0, 0));
	}

	@Test
	void refusesStrangersAndSecondConnections() {
		assertThat(this.dispatcher.ready(1, "stranger")).isFalse();
		this.dispatcher.started(1);
		assertThat(this.dispatcher.ready(1, "worker 1")).isTrue();
		assertThat(this.dispatcher.ready(1, "stranger")).isFalse();
		assertThat(this.dispatcher.ready(1, "worker 1")).as("said twice").isTrue();
	}

	@Test
	void refusesWhatWaitsWhenItIsClosedAndLetsTheRestEnd() {
		this.swarm.worker(1);
		this.dispatcher.submit("caller", task("runs", 1));
		this.dispatcher.submit("caller", task("waits", 1));
		Work work = this.swarm.work(1);
		this.dispatcher.close("Swarm 's' is closed");
		assertThat(this.swarm.results("caller")).singleElement().satisfies((result) -> {
			assertThat(result.task()).isEqualTo("waits");
			assertThat(result.outcome()).isEqualTo(Outcome.CLOSED);
			assertThat(text(result)).contains("Swarm 's' is closed");
		});
		this.dispatcher.submit("caller", task("late", 1));
		assertThat(this.swarm.results("caller")).extracting(Result::outcome).containsExactly(Outcome.CLOSED);
		assertThat(this.dispatcher.isAtRest()).isFalse();
		this.swarm.finish(1, work);
		assertThat(this.swarm.results("caller")).extracting(Result::outcome).containsExactly(Outcome.OK);
		assertThat(this.dispatcher.isAtRest()).isTrue();
	}

	@Test
	void refusesEverythingWhenItIsAbandoned() {
		this.swarm.worker(1);
		this.dispatcher.submit("caller", task("runs", 1));
		this.dispatcher.submit("caller", keptTask("waits", 1));
		this.dispatcher.abandon("It failed");
		assertThat(this.swarm.results("caller")).extracting(Result::outcome).containsExactly(Outcome.CLOSED);
		this.dispatcher.take("caller", "waits");
		assertThat(this.swarm.results("caller")).extracting(Result::outcome).containsExactly(Outcome.CLOSED);
	}

	@Test
	void refusesIdThatIsTaken() {
		this.dispatcher.submit("caller", task("a", 1));
		this.dispatcher.submit("other", task("a", 1));
		assertThat(this.swarm.results("other")).extracting(Result::outcome).containsExactly(Outcome.UNKNOWN);
		this.swarm.worker(1);
		this.swarm.finish(1, this.swarm.work(1));
		assertThat(this.swarm.results("caller")).extracting(Result::outcome).containsExactly(Outcome.OK);
	}

}
