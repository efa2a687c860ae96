package io.zproc.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.zproc.SharedState;
import io.zproc.loads.BareClient;
import io.zproc.process.ServerProcess;
import io.zproc.process.ServerSettings;
import io.zproc.server.ServerLimits;
import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * zproc's examples at their original sizes. Actors share a few JVMs; the command in
 * {@code docs/testing.md} gives each its own.
 */
@LeakChecked
@Timeout(value = 15, unit = TimeUnit.MINUTES) // a hundred JVMs on two processors
class ExampleTests {

	private static final int MANY = 100;

	private static final int JVMS = Integer.getInteger("zproc.examples.jvms", 4);

	private static final int SERVERS = Integer.getInteger("zproc.examples.servers", 10);

	/** How many processes each of four others starts: 250 at full size. */
	private static final int NESTED = Integer.getInteger("zproc.examples.nested", 2);

	private ServerProcess server;

	private BareClient client;

	private SharedState state;

	@BeforeEach
	void start() {
		this.server = startServer();
		this.client = new BareClient(this.server.address(), "test", 1);
		this.state = this.client.state();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
	}

	private static ServerProcess startServer() {
		return ServerProcess.start(new ServerSettings("128m", List.of(), BareClient.BOUND, ServerLimits.defaults()));
	}

	private Actors actors(Role role, int count, int jvms, int all) {
		return new Actors(this.server.address(), role, count, jvms, all);
	}

	@Test
	void eaterEatsWhatAnotherProcessBakes() {
		try (Actors eater = actors(Role.COOKIE_EATER, 1, 1, 1)) {
			this.state.watch("ready").whenTruthy("ready").await();
			for (int cookie = 1; cookie <= 5; cookie++) {
				this.state.put("cookies", cookie);
			}
			eater.awaitDone();
			assertThat(eater.said("ate cookie ")).containsExactly("1", "2", "3", "4", "5");
			assertThat(this.state.get("eaten")).isEqualTo(5L);
		}
	}

	@Test
	void aHundredEatersReplayFromTheBeginningAndTheFinalCountIsExact() {
		for (int cookie = 1; cookie <= MANY / 2; cookie++) {
			this.state.put("cookies", cookie);
		}
		try (Actors eaters = actors(Role.REPLAYING_EATER, MANY, JVMS, MANY)) {
			for (int cookie = MANY / 2 + 1; cookie <= MANY; cookie++) {
				this.state.put("cookies", cookie);
			}
			eaters.awaitDone();
			assertThat(this.state.get("eaten")).isEqualTo((long) MANY * MANY);
		}
	}

	@Test
	void aHundredProcessesCountInsideAtomicFunctionsAndEachNumberComesOnceAndInOrder() {
		try (Actors counters = actors(Role.ATOMIC_COUNTER, MANY, JVMS, MANY)) {
			counters.awaitDone();
			List<Long> numbers = LongStream.rangeClosed(1, MANY).boxed().toList();
			assertThat(this.state.get("count")).isEqualTo((long) MANY);
			assertThat(this.state.getList("order", Long.class)).isEqualTo(numbers);
			assertThat(counters.said("count ").stream().map(Long::valueOf))
				.containsExactlyInAnyOrderElementsOf(numbers);
		}
	}

	@Test
	void processesOfProcessesShareTheState() {
		List<ForkedJvm> parents = new ArrayList<>();
		try {
			for (int i = 0; i < 4; i++) {
				parents.add(BareClient.jvm(NestedMain.class, this.server.address(), NESTED));
			}
			this.state.watch("count")
				.when((values) -> Long.valueOf(4L * NESTED).equals(values.get("count")))
				.timeout(BareClient.BOUND.multipliedBy(1 + NESTED / 10))
				.await();
			parents.forEach((parent) -> parent.awaitLine("done", BareClient.BOUND));
		}
		finally {
			parents.forEach(ForkedJvm::close);
		}
		assertThat(this.state.get("count")).isEqualTo(4L * NESTED);
	}

	@Test
	void eachLinkOfAChainSetsOffTheNextOne() {
		try (Actors links = actors(Role.LINK, MANY, JVMS, MANY)) {
			this.state.put("link", 0);
			links.awaitDone();
			assertThat(this.state.get("link")).isEqualTo(MANY);
			assertThat(links.said("link ")).hasSize(MANY).doesNotHaveDuplicates();
		}
	}

	@Test
	void gamblersHearOfTheirNumberAndOfNoOther() {
		List<Integer> drawn = new ArrayList<>();
		try (Actors gamblers = actors(Role.GAMBLER, 5, 1, 5)) {
			Random random = new Random(5);
			while (!drawn.containsAll(List.of(0, 1, 2, 3, 4))) {
				int number = random.nextInt(20);
				if (drawn.isEmpty() || drawn.get(drawn.size() - 1) != number) {
					drawn.add(number);
					this.state.put("number", number);
				}
			}
			gamblers.awaitDone();
			assertThat(gamblers.said("number ")).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 5)
				.mapToObj((number) -> number + " came at version " + (drawn.indexOf(number) + 1))
				.toList());
		}
	}

	@Test
	void onlookersSeeWhatTheirWatchSelects() {
		try (Actors onlookers = actors(Role.ONLOOKER, 10, 2, 10)) {
			this.state.put("pears", 1);
			this.state.put("apples", null);
			this.state.put("apples", 0);
			this.state.put("apples", 5);
			this.state.put("pears", 2);
			this.state.remove("apples");
			this.state.put("end", true);
			onlookers.awaitDone();
			assertThat(onlookers.said("onlooker ")).containsExactlyInAnyOrder("0 saw [1, 2, 3, 4, 5, 6, 7]",
					"1 saw [2, 3, 4, 6]", "2 saw [1, 5]", "3 saw [4, 5]", "4 saw [1, 2, 3, 6, 7]", "5 saw [1, 2, 6, 7]",
					"6 saw [3, 4, 5]", "7 saw [2, 3, 4, 5]", "8 saw [4, 5]", "9 saw [1, 2, 3, 6, 7]");
		}
	}

	@Test
	void peanutProcessorsTakeAllOrTheNewestOrBoth() {
		try (Actors processors = actors(Role.PEANUT_PROCESSOR, 3, 1, MANY)) {
			for (int peanut = 1; peanut <= MANY; peanut++) {
				this.state.put("peanut", peanut);
			}
			processors.awaitDone();
			List<String> taken = processors.said("processor ").stream().sorted().toList();
			List<Integer> every = IntStream.rangeClosed(1, MANY).boxed().toList();
			assertThat(taken.get(0)).isEqualTo("0 took " + every);
			assertThat(numbers(taken.get(1))).isSorted().doesNotHaveDuplicates().endsWith(MANY).isSubsetOf(every);
			assertThat(numbers(taken.get(2)))
				.isEqualTo(IntStream.concat(IntStream.rangeClosed(1, MANY / 4), IntStream.of(MANY)).boxed().toList());
		}
	}

	private static List<Integer> numbers(String taken) {
		String list = taken.substring(taken.indexOf('[') + 1, taken.indexOf(']'));
		return List.of(list.split(", ")).stream().map(Integer::valueOf).toList();
	}

	@Test
	void manyServersRunAtOnceAndKnowNothingOfEachOther() {
		List<ServerProcess> servers = new ArrayList<>();
		try {
			for (int i = 0; i < SERVERS; i++) {
				servers.add(startServer());
			}
			for (int i = 0; i < SERVERS; i++) {
				try (BareClient own = new BareClient(servers.get(i).address(), "test", i)) {
					assertThat(own.state().ping(Duration.ofSeconds(30)).pid())
						.isEqualTo(servers.get(i).address().pid());
					assertThat(own.state().increment("n", i)).isEqualTo(i);
				}
			}
		}
		finally {
			servers.forEach(ServerProcess::close);
		}
		assertThat(this.state).isEmpty();
	}

}
