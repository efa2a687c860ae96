package io.zproc.loads;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.zproc.SharedState;
import io.zproc.process.ServerProcess;
import io.zproc.process.ServerSettings;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.ServerLimits;
import io.zproc.testing.CuttingProxy;
import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing is lost in silence: four processes write, and watchers in processes of their
 * own see each version once and in order, or are told which ones they cannot see. The
 * last write is followed by silence, so that nothing but the heartbeat can show a lost
 * tail.
 */
@LeakChecked
@Timeout(value = 1, unit = TimeUnit.HOURS) // each wait in it has a bound by the size of
											// the run
class LossTests {

	private static final int WRITERS = 4;

	/** How many changes, at least. The full size is in docs/testing.md. */
	private static final long CHANGES = Long.getLong("zproc.loads.changes", 40_000);

	private static final Duration BOUND = BareClient.BOUND.plusMillis(CHANGES);

	private static final String HEADER = "| watcher | changes seen | gaps | in gaps | holes repaired |\n|---|---|---|---|---|";

	@Test
	void watchersThatLosePublicationsSeeEachVersionOnceOrAGap() throws IOException {
		long perThread = CHANGES / WRITERS / WriterMain.THREADS;
		long last = perThread * WRITERS * WriterMain.THREADS;
		ServerLimits limits = ServerLimits.defaults();
		try (ServerProcess server = ServerProcess
			.start(new ServerSettings("256m", List.of("-Dzproc.server.publish-queue=8"), BareClient.BOUND, limits));
				BareClient observer = new BareClient(server.address(), "observer", 1);
				ForkedJvm normal = watcher(server.address(), last, 0);
				ForkedJvm slow = watcher(server.address(), last, 200);
				ForkedJvm stopped = watcher(server.address(), last, 0);
				Writers writers = new Writers(server.address(), perThread, false)) {
			long started = System.nanoTime();
			writers.go();
			awaitVersion(observer.state(), last / 4);
			stopped.stop();
			awaitVersion(observer.state(), last * 3 / 4);
			stopped.cont();
			writers.awaitDone();
			long seconds = Math.max(1, Duration.ofNanos(System.nanoTime() - started).toSeconds());
			Map<String, Seen> seen = new LinkedHashMap<>();
			seen.put("normal", Seen.by(normal));
			seen.put("slow", Seen.by(slow));
			seen.put("stopped", Seen.by(stopped));
			System.out.println(last + " changes in " + seconds + " s (" + last / seconds + "/s)\n\n" + HEADER);
			seen.forEach((name, each) -> System.out.println(each.row(name)));
			String state = new TreeMap<>(observer.state().snapshot()).toString();
			assertThat(seen.values()).allSatisfy((each) -> {
				assertThat(each.changes + each.missed).isEqualTo(last);
				assertThat(each.state).isEqualTo(state);
			});
			assertThat(seen.values().stream().mapToLong(Seen::repaired).sum()).as("losses that were forced")
				.isPositive();
		}
	}

	@Test
	void connectionsThatAreCutLoseAndRepeatNothing() throws IOException {
		long perThread = Math.min(CHANGES, 100_000) / 4 / WRITERS / WriterMain.THREADS;
		long last = perThread * WRITERS * WriterMain.THREADS;
		ServerLimits some = ServerLimits.defaults();
		ServerLimits limits = new ServerLimits(Math.toIntExact(last), 256 << 20, some.maxValueBytes(),
				some.maxCommitBytes(), some.atomicTimeoutMs(), 60_000, some.heartbeatIntervalMs());
		long seed = System.nanoTime();
		try (ServerProcess server = ServerProcess
			.start(new ServerSettings("256m", List.of(), BareClient.BOUND, limits));
				CuttingProxy requests = new CuttingProxy(URI.create(server.address().requests()).getPort());
				CuttingProxy changes = new CuttingProxy(URI.create(server.address().changes()).getPort());
				BareClient observer = new BareClient(server.address(), "observer", 1)) {
			ServerAddress proxied = new ServerAddress("tcp://127.0.0.1:" + requests.port(),
					"tcp://127.0.0.1:" + changes.port(), server.address().secret(), server.address().pid());
			try (ForkedJvm normal = watcher(proxied, last, 0);
					ForkedJvm slow = watcher(proxied, last, 100);
					Writers writers = new Writers(proxied, perThread, true)) {
				writers.go();
				int cuts = cutNowAndThen(observer.state(), last, new Random(seed), requests, changes);
				writers.awaitDone();
				assertThat(observer.state().get(WriterMain.TOTAL)).isEqualTo(last);
				System.out.println(last + " changes, " + cuts + " cuts (seed " + seed + ")\n\n" + HEADER);
				for (ForkedJvm watcher : List.of(normal, slow)) {
					Seen seen = Seen.by(watcher);
					System.out.println(seen.row(watcher == normal ? "normal" : "slow"));
					assertThat(seen.changes).as("seed %d", seed).isEqualTo(last);
					assertThat(seen.gaps).as("seed %d", seed).isZero();
				}
				assertThat(cuts).isPositive();
			}
		}
	}

	/** At random versions, both connections of everybody or one. */
	private static int cutNowAndThen(SharedState state, long last, Random random, CuttingProxy... proxies) {
		int cuts = 0;
		long version = 0;
		while (true) {
			version += 1 + random.nextInt((int) Math.max(2, last / 10));
			if (version >= last) {
				return cuts;
			}
			awaitVersion(state, version);
			int which = random.nextInt(3);
			for (int i = 0; i < proxies.length; i++) {
				if (which == i || which == 2) {
					proxies[i].cut();
				}
			}
			cuts++;
		}
	}

	private static ForkedJvm watcher(ServerAddress address, long last, int workMicros) {
		return BareClient.jvm(WatcherMain.class, address, last, workMicros);
	}

	private static void awaitVersion(SharedState state, long version) {
		Awaitility.await()
			.alias("version " + version + " is written")
			.pollInSameThread()
			.atMost(BOUND)
			.until(() -> state.snapshot().version() >= version);
	}

	/**
	 * The processes that write.
	 */
	private static final class Writers implements AutoCloseable {

		private final List<ForkedJvm> jvms = new ArrayList<>();

		Writers(ServerAddress address, long perThread, boolean isCommon) {
			for (int writer = 0; writer < WRITERS; writer++) {
				this.jvms.add(BareClient.jvm(WriterMain.class, address, writer, perThread, isCommon));
			}
			this.jvms.forEach((jvm) -> jvm.awaitLine("ready", BareClient.BOUND));
		}

		void go() throws IOException {
			for (ForkedJvm jvm : this.jvms) {
				BareClient.go(jvm);
			}
		}

		void awaitDone() {
			this.jvms.forEach((jvm) -> jvm.awaitLine("done", BOUND));
		}

		@Override
		public void close() {
			this.jvms.forEach(ForkedJvm::close);
		}

	}

	/**
	 * What a watcher says in the end.
	 */
	private record Seen(long changes, long gaps, long missed, long repaired, String state) {

		static Seen by(ForkedJvm watcher) {
			String[] words = watcher.awaitLine("seen ", BOUND).split(" ", 10);
			assertThat(watcher.awaitExit(BareClient.BOUND)).isZero();
			return new Seen(Long.parseLong(words[1]), Long.parseLong(words[3]), Long.parseLong(words[5]),
					Long.parseLong(words[7]), words[9]);
		}

		String row(String name) {
			return "| " + name + " | " + this.changes + " | " + this.gaps + " | " + this.missed + " | " + this.repaired
					+ " |";
		}

	}

}
