package io.zproc.linearizability;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.zproc.SharedState;
import io.zproc.linearizability.Recorded.Outcome;
import io.zproc.loads.BareClient;
import io.zproc.process.ServerProcess;
import io.zproc.process.ServerSettings;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.ServerLimits;
import io.zproc.testing.CuttingProxy;
import io.zproc.testing.ForkedJvm;
import org.awaitility.Awaitility;

/**
 * One server, some processes that call, and what happens to them, in an order that the
 * seed says. It goes on when there were so many new versions, never by the clock.
 */
final class Round implements AutoCloseable {

	private static final int CALLERS = 3;

	private static final int PACE = 400;

	private enum Blow {

		KILL, STOP, CUT, STALL

	}

	private final Random random;

	private final Path folder;

	private final ServerProcess server;

	private final List<CuttingProxy> networks = new ArrayList<>();

	private final BareClient observer;

	private final Map<String, Versions> versions = new HashMap<>();

	private final List<Caller> callers = new ArrayList<>();

	/**
	 * A process that calls, and the network that it has to the server.
	 */
	private record Caller(ForkedJvm jvm, CuttingProxy network) {

		void awaitLine(String part) {
			this.jvm.awaitLine(part, BareClient.BOUND);
		}

	}

	private final List<Path> logs = new ArrayList<>();

	Round(long seed, Path folder) {
		this.random = new Random(seed);
		this.folder = folder;
		ServerLimits some = ServerLimits.defaults();
		this.server = ServerProcess.start(new ServerSettings("384m", List.of(), BareClient.BOUND,
				new ServerLimits(1_000_000, 192 << 20, some.maxValueBytes(), some.maxCommitBytes(),
						300 + this.random.nextInt(700), 500 + this.random.nextInt(5_000), 500)));
		for (int i = 0; i < 2; i++) {
			this.networks.add(new CuttingProxy(URI.create(this.server.address().requests()).getPort()));
		}
		this.observer = new BareClient(this.server.address(), "observer", 1);
		SharedState bank = this.observer.state().namespace(CallerMain.BANK);
		Map<String, Long> accounts = new HashMap<>();
		for (int i = 0; i < CallerMain.ACCOUNTS; i++) {
			accounts.put("account-" + i, CallerMain.DEPOSIT);
		}
		bank.putAll(accounts);
		this.versions.put("default", new Versions(this.observer.state()));
		this.versions.put(CallerMain.BANK, new Versions(bank));
	}

	/**
	 * Lets them call.
	 * @return what is to be said about it
	 */
	Examination run() throws IOException {
		for (int i = 0; i < CALLERS; i++) {
			startCaller(this.networks.get(i % this.networks.size()));
		}
		this.callers.forEach((caller) -> caller.awaitLine("ready"));
		List<Blow> blows = new ArrayList<>(
				List.of(Blow.KILL, Blow.KILL, Blow.STOP, Blow.STOP, Blow.CUT, Blow.CUT, Blow.CUT, Blow.STALL));
		Collections.shuffle(blows, this.random);
		for (Blow blow : blows) {
			awaitVersions(1 + this.random.nextInt(PACE));
			strike(blow);
		}
		awaitVersions(PACE);
		for (Caller caller : this.callers) {
			caller.jvm().stdin().close();
		}
		this.callers.forEach((caller) -> caller.awaitLine("done"));
		this.versions.values().forEach(Versions::awaitAll);
		List<Recorded> calls = new ArrayList<>(Recorded.in(this.logs));
		for (int i = 0; i < CallerMain.KEYS; i++) {
			calls.add(lastRead("key-" + i));
		}
		return new Examination(calls, this.versions);
	}

	private void strike(Blow blow) {
		int which = this.random.nextInt(this.callers.size());
		CuttingProxy network = this.networks.get(this.random.nextInt(this.networks.size()));
		switch (blow) {
			case KILL -> {
				Caller killed = this.callers.remove(which);
				try (ForkedJvm jvm = killed.jvm()) {
					killed.awaitLine("ready");
					jvm.kill9();
				}
				// Each network keeps a caller: while one stalls, the others make
				// versions.
				startCaller(killed.network());
			}
			case STOP -> {
				this.callers.get(which).awaitLine("ready");
				this.callers.get(which).jvm().stop();
				awaitVersions(PACE);
				this.callers.get(which).jvm().cont();
			}
			case CUT -> network.cut();
			case STALL -> {
				network.stall();
				awaitVersions(PACE);
				network.go();
			}
		}
	}

	private void startCaller(CuttingProxy network) {
		int number = this.logs.size() + 1;
		Path log = this.folder.resolve("caller-" + number + ".log");
		ServerAddress address = this.server.address();
		this.callers.add(
				new Caller(
						BareClient.jvm(CallerMain.class,
								new ServerAddress("tcp://127.0.0.1:" + network.port(), address.changes(),
										address.secret(), address.pid()),
								log, number, this.random.nextLong()),
						network));
		this.logs.add(log);
	}

	private void awaitVersions(int count) {
		SharedState state = this.observer.state();
		long wanted = state.snapshot().version() + count;
		Awaitility.await()
			.alias("version " + wanted)
			.pollInSameThread()
			.pollInterval(Duration.ofMillis(5))
			.atMost(BareClient.BOUND)
			.until(() -> state.snapshot().version() >= wanted);
	}

	private Recorded lastRead(String key) {
		long call = System.nanoTime();
		Object value = this.observer.state().get(key);
		long result = (value != null) ? (long) value : Operation.ABSENT;
		return new Recorded("observer-" + key, "GET", key, 0, 0, call, System.nanoTime(), Outcome.DONE, result, "-");
	}

	@Override
	public void close() {
		this.callers.forEach((caller) -> caller.jvm().close());
		this.versions.values().forEach(Versions::close);
		this.observer.close();
		this.networks.forEach(CuttingProxy::close);
		this.server.close();
	}

}
