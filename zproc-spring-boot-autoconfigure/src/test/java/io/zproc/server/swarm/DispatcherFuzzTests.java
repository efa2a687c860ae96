package io.zproc.server.swarm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Recall;
import io.zproc.protocol.SwarmMessage.Result;
import io.zproc.protocol.SwarmMessage.Withdraw;
import io.zproc.protocol.SwarmMessage.Work;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random events in random order: whatever happens, each task ends exactly once, with its
 * results in order, and no call is lost from the count.
 */
class DispatcherFuzzTests {

	private static final int STEPS = 3_000;

	private static final String CALLER = "caller";

	private final DispatcherFixture swarm = new DispatcherFixture();

	/** What living processes were given and have not ended. */
	private final Map<Integer, List<Work>> given = new HashMap<>();

	private final Map<String, Integer> open = new HashMap<>();

	private final Map<String, List<String>> results = new HashMap<>();

	private long calls;

	private int tasks;

	private int processes;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void endsEachTaskOnceWhateverHappens(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < STEPS; i++) {
			step(random);
			hear();
			checkCounts();
		}
		drain();
		assertThat(this.open).isEmpty();
		assertThat(this.swarm.dispatcher.remembered()).isZero();
		Tally end = this.swarm.dispatcher.tally();
		assertThat(end.waiting() + end.running()).isZero();
		assertThat(end.done()).isPositive();
	}

	private void step(Random random) {
		int kind = random.nextInt(100);
		if (kind < 30) {
			submit(random);
		}
		else if (kind < 40 && this.given.size() < 5) {
			this.processes++;
			this.swarm.worker(this.processes);
			this.given.put(this.processes, new ArrayList<>());
		}
		else if (kind < 85) {
			this.given.keySet()
				.stream()
				.skip(random.nextInt(this.given.size() + 1))
				.findFirst()
				.ifPresent(this::finish);
		}
		else if (kind < 88) {
			List.copyOf(this.given.keySet()).stream().findFirst().ifPresent(this::kill);
		}
		else if (kind < 92) {
			this.open.keySet().stream().findFirst().ifPresent(this.swarm.dispatcher::cancel);
		}
		else {
			this.swarm.nanos += random.nextInt(30) * DispatcherFixture.MS;
			this.swarm.dispatcher.tick();
		}
	}

	private void submit(Random random) {
		String id = "task " + this.tasks++;
		boolean isEarly = random.nextInt(5) == 0;
		int chunks = isEarly ? 1 : 1 + random.nextInt(6);
		this.calls += chunks;
		this.open.put(id, chunks);
		this.swarm.dispatcher.submit(CALLER,
				isEarly ? DispatcherFixture.earlyTask(id) : DispatcherFixture.task(id, chunks));
	}

	private void finish(int process) {
		List<Work> works = this.given.getOrDefault(process, List.of());
		if (!works.isEmpty()) {
			this.swarm.finish(process, works.remove(0));
		}
	}

	private void kill(int process) {
		this.given.remove(process);
		this.swarm.kill(process);
	}

	/** What the dispatcher has said, as processes and the caller take it. */
	private void hear() {
		for (int process : List.copyOf(this.given.keySet())) {
			List<Work> works = this.given.get(process);
			works.addAll(this.swarm.allWork(process));
			for (Withdraw withdrawn : this.swarm.take("worker " + process, Withdraw.class)) {
				if (works.removeIf((work) -> work.chunk() == withdrawn.chunk())) {
					this.swarm.dispatcher.returned(process, List.of(withdrawn.chunk()));
				}
			}
			for (Recall recall : this.swarm.take("worker " + process, Recall.class)) {
				assertThat(recall.isLast()).isFalse();
				List<Work> back = works.isEmpty() ? List.of() : List.copyOf(works.subList(1, works.size()));
				works.removeAll(back);
				this.swarm.dispatcher.returned(process, back.stream().map(Work::chunk).toList());
			}
			works.addAll(this.swarm.allWork(process));
		}
		this.swarm.results(CALLER).forEach(this::ended);
	}

	private void ended(Result result) {
		Integer chunks = this.open.get(result.task());
		assertThat(chunks).as("%s, which was not over", result).isNotNull();
		if (result.outcome() != Outcome.OK) {
			this.open.remove(result.task());
			return;
		}
		List<String> parts = this.results.computeIfAbsent(result.task(), (fresh) -> new ArrayList<>());
		assertThat(result.chunk()).isEqualTo(parts.size());
		assertThat(DispatcherFixture.text(result)).isEqualTo("arguments " + result.chunk());
		parts.add(DispatcherFixture.text(result));
		if (parts.size() == chunks) {
			this.open.remove(result.task());
		}
	}

	private void checkCounts() {
		Tally now = this.swarm.dispatcher.tally();
		long counted = now.waiting() + now.running() + now.done() + now.failed() + now.setAside() + now.cancelled();
		assertThat(now.waiting()).isNotNegative();
		assertThat(now.running()).isNotNegative();
		// Calls of a task that is over run on until their process lets go of them, and
		// are
		// counted as cancelled already.
		assertThat(counted).isBetween(this.calls, this.calls + now.running());
	}

	/** Work goes on, and nobody dies any more. */
	private void drain() {
		this.processes++;
		this.swarm.worker(this.processes);
		this.given.put(this.processes, new ArrayList<>());
		for (int i = 0; i < 100_000 && !this.open.isEmpty(); i++) {
			hear();
			List.copyOf(this.given.keySet()).forEach(this::finish);
		}
		hear();
	}

}
