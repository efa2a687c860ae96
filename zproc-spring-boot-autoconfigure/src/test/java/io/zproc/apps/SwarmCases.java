package io.zproc.apps;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.zproc.ProcessManager;
import io.zproc.RemoteException;
import io.zproc.SharedState;
import io.zproc.Swarm;
import io.zproc.SwarmProgress;
import io.zproc.SwarmTask;
import io.zproc.SwarmTaskException;
import io.zproc.SwarmTaskException.Reason;
import io.zproc.apps.jobs.Jobs;
import io.zproc.apps.jobs.JobsApplication;
import io.zproc.apps.jobs.SwarmJobs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What a swarm is to who uses it, be its processes processes or threads.
 */
@SpringBootTest(classes = JobsApplication.class, webEnvironment = WebEnvironment.NONE)
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SwarmCases {

	static final Duration BOUND = Duration.ofMinutes(3);

	@Autowired
	private ProcessManager processes;

	@Autowired
	private SharedState state;

	private Swarm swarm;

	@BeforeAll
	void start() {
		this.swarm = this.processes.swarm("jobs", 2);
		// They belong to all tests, and not to the first.
		await().atMost(BOUND).until(() -> this.swarm.progress().processes() == 2);
	}

	@AfterAll
	void stop() {
		this.swarm.close();
		assertThatExceptionOfType(SwarmTaskException.class).isThrownBy(() -> this.swarm.run(SwarmJobs::square, 1))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED))
			.withMessageContaining("'jobs' was stopped");
	}

	Swarm swarm() {
		return this.swarm;
	}

	SharedState state() {
		return this.state;
	}

	ProcessManager processes() {
		return this.processes;
	}

	@Test
	void runsCallByReferenceAndByName() {
		assertThat(this.swarm.run(SwarmJobs::square, 7)).isEqualTo(49);
		assertThat(this.swarm.worker("square").run(8)).isEqualTo(64);
		assertThat(this.swarm.run(SwarmJobs::again, new Jobs.Order(1, List.of("cookie"))))
			.isEqualTo(new Jobs.Order(2, List.of("cookie")));
	}

	@Test
	void refusesWhatIsNoWorkerBeforeItIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.swarm.worker("nobody"))
			.withMessageContaining("'nobody'")
			.withMessageContaining("square");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.swarm.run((SwarmJobs jobs, Integer number) -> number, 1))
			.withMessageContaining("@ZProcWorker");
		assertThatIllegalArgumentException().isThrownBy(() -> this.swarm.worker("square").run("text"))
			.withMessageContaining("square");
	}

	@Test
	void mapsInOrderAndInChunks() {
		List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
		List<Integer> squares = numbers.stream().map((number) -> number * number).toList();
		assertThat(this.swarm.map(SwarmJobs::square, numbers)).isEqualTo(squares);
		assertThat(this.swarm.worker(SwarmJobs::square).chunk(64).map(numbers)).isEqualTo(squares);
		assertThat(this.swarm.map(SwarmJobs::square, List.of())).isEmpty();
	}

	@Test
	void streamsLazilyAndInOrder() {
		AtomicInteger read = new AtomicInteger();
		try (Stream<Integer> squares = this.swarm.worker(SwarmJobs::square)
			.chunk(2)
			.ahead(5)
			.stream(Stream.iterate(0, (number) -> number + 1).peek((number) -> read.incrementAndGet()))) {
			Iterator<Integer> results = squares.iterator();
			assertThat(read).hasValue(0);
			for (int i = 0; i < 40; i++) {
				assertThat(results.next()).isEqualTo(i * i);
				assertThat(read.get()).isBetween(i + 1, i + 1 + 2 * 6);
			}
		}
	}

	@Test
	void bringsExceptionHome() throws Exception {
		assertThatExceptionOfType(RemoteException.class)
			.isThrownBy(() -> this.swarm.map(SwarmJobs::refuseOdd, List.of(0, 2, 3, 4)))
			.withMessageContaining("'jobs'")
			.withMessageContaining("3 is odd")
			.withCauseInstanceOf(Jobs.OutOfFlourException.class);
		SwarmTask<Integer> task = this.swarm.submit(SwarmJobs::refuseOdd, 5);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> task.result().get(60, TimeUnit.SECONDS))
			.withCauseInstanceOf(RemoteException.class);
		assertThat(this.swarm.submit(SwarmJobs::refuseOdd, 4).await(BOUND)).isEqualTo(4);
	}

	@Test
	void cancelsCallThatRuns() {
		SwarmTask<String> task = this.swarm.submit(SwarmJobs::interrupted, "cancelled call");
		await().atMost(BOUND).until(() -> "began".equals(this.state.get("cancelled call")));
		task.cancel();
		assertThatExceptionOfType(SwarmTaskException.class).isThrownBy(() -> task.await(BOUND))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.CANCELLED))
			.withMessageContaining(task.id());
		await().atMost(BOUND).until(() -> "ended".equals(this.state.get("cancelled call")));
		assertThat(this.swarm.run(SwarmJobs::square, 3)).isEqualTo(9);
	}

	@Test
	void givesPostedResultToOtherProcessOnce() {
		String task = this.swarm.worker(SwarmJobs::square).post(12);
		List<?> seen = (List<?>) this.processes.spawn("useFromElsewhere", "jobs", task).await(BOUND);
		assertThat(seen.get(0)).isEqualTo(144);
		assertThat(((List<?>) seen.get(1)).get(19)).isEqualTo(361);
		assertThatExceptionOfType(SwarmTaskException.class)
			.isThrownBy(() -> this.swarm.take(task, Integer.class, BOUND))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNKNOWN));
	}

	@Test
	void growsAndShrinksWhileItRuns() {
		try (Swarm sized = this.processes.swarm("sized", 1)) {
			List<SwarmTask<String>> waiting = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				waiting.add(sized.submit(SwarmJobs::pass, "gate of sized"));
			}
			await().atMost(BOUND).until(() -> Long.valueOf(1).equals(this.state.get("at gate of sized")));
			sized.resize(2);
			await().atMost(BOUND).until(() -> Long.valueOf(2).equals(this.state.get("at gate of sized")));
			sized.resize(1);
			this.state.put("gate of sized", true);
			waiting.forEach((task) -> assertThat(task.await(BOUND)).isEqualTo("gate of sized"));
			await().atMost(BOUND).until(() -> sized.progress().processes() == 1);
			assertThat(sized.run(SwarmJobs::square, 2)).isEqualTo(4);
			// A result may come a moment before it is counted.
			await().atMost(BOUND)
				.untilAsserted(() -> assertThat(sized.progress()).isEqualTo(new SwarmProgress(1, 1, 0, 0, 3, 0, 0, 0)));
		}
	}

	@Test
	void tellsProgressToListener() {
		long before = this.swarm.progress().done();
		CountDownLatch all = new CountDownLatch(1);
		Swarm.Watching watching = this.swarm.onProgress((progress) -> {
			if (progress.done() >= before + 50 && progress.waiting() == 0 && progress.running() == 0) {
				all.countDown();
			}
		});
		try {
			this.swarm.map(SwarmJobs::square, IntStream.range(0, 50).boxed().toList());
			await().atMost(BOUND).until(() -> all.getCount() == 0);
		}
		finally {
			watching.close();
		}
	}

	@Test
	void lacksWhatWasNeverStarted() {
		assertThatIllegalStateException().isThrownBy(() -> this.processes.swarm("nowhere"))
			.withMessageContaining("'nowhere'");
		assertThatIllegalStateException().isThrownBy(() -> this.processes.swarm("jobs", 1))
			.withMessageContaining("'jobs'");
		assertThat(this.processes.swarm("jobs")).isSameAs(this.swarm);
	}

	@Test
	void letsRunningCallsEndWhenItIsStopped() throws Exception {
		Swarm stopped = this.processes.swarm("stopped", 1);
		SwarmTask<String> running = stopped.submit(SwarmJobs::pass, "gate of stopped");
		SwarmTask<String> waiting = stopped.submit(SwarmJobs::pass, "gate of stopped");
		await().atMost(BOUND).until(() -> Long.valueOf(1).equals(this.state.get("at gate of stopped")));
		Thread stopper = new Thread(() -> stopped.stop(BOUND), "stopper");
		stopper.start();
		assertThatExceptionOfType(SwarmTaskException.class).isThrownBy(() -> waiting.await(BOUND))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED));
		this.state.put("gate of stopped", true);
		assertThat(running.await(BOUND)).isEqualTo("gate of stopped");
		stopper.join(BOUND.toMillis());
		assertThat(stopper.isAlive()).isFalse();
	}

}
