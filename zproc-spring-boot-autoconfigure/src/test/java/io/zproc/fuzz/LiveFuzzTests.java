package io.zproc.fuzz;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.zproc.loads.BareClient;
import io.zproc.process.ServerProcess;
import io.zproc.process.ServerSettings;
import io.zproc.protocol.Protocol;
import io.zproc.server.ServerLimits;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever hostile clients send, a server with a heap of 64 MB serves its good client all
 * the time, keeps to its memory, and comes to rest when they are gone.
 */
@LeakChecked
@Timeout(value = 1, unit = TimeUnit.HOURS) // each wait in it has a bound of its own
class LiveFuzzTests {

	/** How many hostile messages. The full size is in docs/testing.md. */
	private static final long MESSAGES = Long.getLong("zproc.fuzz.messages", 20_000);

	/** Heap, and what a JVM takes beside it. */
	private static final long MAX_RESIDENT_KB = 260_000;

	private static final int MAX_VALUE_BYTES = 1 << 20;

	private static final int MAX_COMMIT_BYTES = 2 << 20;

	private static final ServerLimits LIMITS = new ServerLimits(10_000, 1 << 20, MAX_VALUE_BYTES, MAX_COMMIT_BYTES, 300,
			300, 1_000);

	@Test
	void servesItsGoodClientWhateverTheOthersSend() throws IOException {
		long seed = Long.getLong("zproc.fuzz.seed", System.nanoTime());
		System.out.println("Hostile messages: " + MESSAGES + " (repeat with -Dzproc.fuzz.seed=" + seed + ")");
		try (ServerProcess server = ServerProcess
			.start(new ServerSettings("64m", List.of(), BareClient.BOUND, LIMITS))) {
			long pid = server.address().pid();
			try (GoodClient good = new GoodClient(server.address())) {
				long started = System.nanoTime();
				long mostKb = attack(server, new Random(seed), good);
				good.awaitMoreThan(good.rounds());
				good.finish();
				System.out.println(
						MESSAGES + " hostile messages in " + Duration.ofNanos(System.nanoTime() - started).toMillis()
								+ " ms; the good client was served " + 4 * good.rounds() + " times, " + good.longestMs()
								+ " ms for four requests at the most; " + mostKb / 1024 + " MB resident at the most");
				assertThat(mostKb).isLessThan(MAX_RESIDENT_KB);
			}
			assertComesToRest(pid);
			try (BareClient late = new BareClient(server.address(), "late", 1)) {
				assertThat(late.state().increment("n", 1)).isEqualTo(1);
			}
			assertThat(Processes.isAlive(pid)).isTrue();
		}
	}

	private static long attack(ServerProcess server, Random random, GoodClient good) throws IOException {
		long pid = server.address().pid();
		long mostKb = 0;
		long served = 0;
		try (HostileClients hostile = new HostileClients(server.address(), random, MAX_VALUE_BYTES,
				MAX_COMMIT_BYTES + Protocol.MESSAGE_OVERHEAD_BYTES)) {
			for (long i = 1; i <= MESSAGES; i++) {
				hostile.attack();
				if (i % 1_000 == 0) {
					assertThat(Processes.isAlive(pid)).as("the server lives after %d messages", i).isTrue();
					mostKb = Math.max(mostKb, Processes.residentKb(pid));
					good.awaitMoreThan(served);
					served = good.rounds();
				}
			}
			assertThat(hostile.answers()).as("answers to hostile clients").isPositive();
		}
		return mostKb;
	}

	/** Half a second in which it needs less than a fifth of a processor. */
	private static void assertComesToRest(long pid) {
		AtomicReference<Duration> before = new AtomicReference<>(Duration.ofDays(-1));
		Awaitility.await().pollInterval(Duration.ofMillis(500)).atMost(Duration.ofSeconds(90)).until(() -> {
			Duration now = ProcessHandle.of(pid).flatMap((process) -> process.info().totalCpuDuration()).orElseThrow();
			return now.minus(before.getAndSet(now)).toMillis() < 100;
		});
	}

}
