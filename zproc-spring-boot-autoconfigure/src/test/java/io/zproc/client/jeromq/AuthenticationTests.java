package io.zproc.client.jeromq;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.Queue;
import java.util.List;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.StateUnavailableException;
import io.zproc.Watcher;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine.Commit;
import io.zproc.protocol.CurveKeys;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.ValueCodec;
import io.zproc.protocol.Write;
import io.zproc.server.CurveKeyPair;
import io.zproc.server.SafeSockets;
import io.zproc.server.ServerBinding;
import io.zproc.server.ServerLimits;
import io.zproc.server.StateServer;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for who may connect to a server.
 */
@LeakChecked
@Timeout(180)
class AuthenticationTests {

	private static final String HOST = "tcp://127.0.0.2:*";

	private static final Duration REFUSAL = Duration.ofMillis(600);

	private final CurveKeyPair serverKeys = CurveKeyPair.generate();

	private final CurveKeyPair clientKeys = CurveKeyPair.generate();

	@Test
	void plainServerTakesTheRightSecretOnly() throws IOException {
		try (StateServer server = new StateServer(new ServerBinding(HOST, HOST, "right", null),
				ServerLimits.defaults())) {
			ServerAddress good = new ServerAddress(server.requests(), server.changes(), "right", 0);
			assertServes(good, () -> {
				assertRefuses(new ServerAddress(server.requests(), server.changes(), "wrong", 0));
				assertRefuses(new ServerAddress(server.requests(), server.changes(), "", 0));
				assertRefuses(curve(server, this.serverKeys.publicKey(), this.clientKeys));
				assertRefusesStrangers(server);
			});
		}
	}

	@Test
	void curveServerTakesKnownKeysOnly() throws IOException {
		try (StateServer server = curveServer(HOST)) {
			assertServes(curve(server, this.serverKeys.publicKey(), this.clientKeys), () -> {
				assertRefuses(curve(server, this.serverKeys.publicKey(), CurveKeyPair.generate()));
				assertRefuses(curve(server, CurveKeyPair.generate().publicKey(), this.clientKeys));
				assertRefuses(curve(server, this.serverKeys.publicKey(),
						new CurveKeyPair(this.clientKeys.publicKey(), CurveKeyPair.generate().secretKey())));
				assertRefuses(new ServerAddress(server.requests(), server.changes(), "", 0));
				assertRefuses(new ServerAddress(server.requests(), server.changes(), "secret", 0));
				assertRefusesStrangers(server);
			});
		}
	}

	@Test
	void curveServesOffLoopback() throws IOException {
		Optional<String> own = ownAddress();
		assumeThat(own).as("this machine has an address that is not loopback").isPresent();
		try (StateServer server = curveServer("tcp://" + own.orElseThrow() + ":*")) {
			assertServes(curve(server, this.serverKeys.publicKey(), this.clientKeys), () -> {
				assertRefuses(curve(server, this.serverKeys.publicKey(), CurveKeyPair.generate()));
				assertRefusesStrangers(server);
			});
		}
	}

	@Test
	void secretIsNeverUsedOffLoopback() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ServerAddress("tcp://192.0.2.1:7001", "tcp://127.0.0.1:7002", "secret", 0))
			.withMessageContaining("CURVE");
		for (String host : new String[] { "*", "0.0.0.0", "192.0.2.1", "lo", "localhost", "127.0.0.1.example.org" }) {
			assertThatIllegalArgumentException().as(host)
				.isThrownBy(() -> new ServerBinding("tcp://127.0.0.1:7001", "tcp://" + host + ":7002", "secret", null))
				.withMessageContaining("CURVE");
		}
	}

	@Test
	void curveCarriesManyRequestsAndLargeValues() throws IOException {
		try (StateServer server = curveServer("tcp://127.0.0.1:*");
				JeroMqEngine engine = engine(curve(server, this.serverKeys.publicKey(), this.clientKeys))) {
			StateClient client = client(engine, Duration.ofSeconds(20));
			SharedState state = client.state("default");
			byte[] value = client.encode("n", 1);
			for (int i = 0; i < 5000; i++) {
				engine.commit(
						new Commit("default", 0, List.of(), "", false, List.of(), List.of(Write.put("k" + i, value))));
			}
			String large = "x".repeat(3_000_000);
			state.put("large", large);
			assertThat(state.get("large")).isEqualTo(large);
			assertThat(state).hasSize(5001);
			assertThat(state.local()).hasSize(5001);
		}
	}

	private StateServer curveServer(String endpoint) throws IOException {
		return new StateServer(
				new ServerBinding(endpoint, endpoint, "",
						new ServerBinding.Curve(this.serverKeys.secretKey(), Set.of(this.clientKeys.publicKey()))),
				ServerLimits.defaults());
	}

	private static ServerAddress curve(StateServer server, String serverKey, CurveKeyPair client) {
		return new ServerAddress(server.requests(), server.changes(), "", 0,
				new CurveKeys(serverKey, client.publicKey(), client.secretKey()));
	}

	/**
	 * The good client is served before, during and after what others try.
	 */
	private static void assertServes(ServerAddress address, Runnable attempts) {
		try (JeroMqEngine engine = engine(address)) {
			SharedState state = client(engine, Duration.ofSeconds(10)).state("default");
			Queue<Object> seen = new ConcurrentLinkedQueue<>();
			try (Watcher watcher = state.watch("n").forEach((change) -> seen.add(change.after().get("n")))) {
				state.put("n", 1);
				attempts.run();
				state.put("n", 2);
				await().until(() -> List.copyOf(seen).equals(List.of(1, 2)));
				assertThat(watcher.isRunning()).isTrue();
			}
			assertThat(state).hasSize(1);
		}
	}

	private static void assertRefuses(ServerAddress address) {
		try (JeroMqEngine engine = engine(address)) {
			SharedState state = client(engine, REFUSAL).state("default");
			assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> state.put("stranger", 1))
				.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(StateUnavailableException.Outcome.NOT_APPLIED));
		}
	}

	/**
	 * Raw sockets, with mechanisms that the server does not offer.
	 */
	private void assertRefusesStrangers(StateServer server) {
		assertRefuses(server, (socket) -> {
			// NULL
		});
		assertRefuses(server, (socket) -> {
			socket.setPlainUsername("admin");
			socket.setPlainPassword("");
		});
		assertRefuses(server, (socket) -> {
			CurveKeyPair own = CurveKeyPair.generate();
			SafeSockets.prepareCurve(socket, own.publicKey(), own.secretKey());
			socket.setCurveServerKey(ZMQ.Curve.z85Decode(this.serverKeys.publicKey()));
		});
	}

	private static void assertRefuses(StateServer server, Consumer<ZMQ.Socket> credentials) {
		try (ZContext context = new ZContext(1)) {
			context.setLinger(0);
			ZMQ.Socket dealer = context.createSocket(SocketType.DEALER);
			ZMQ.Socket subscriber = context.createSocket(SocketType.SUB);
			dealer.setReceiveTimeOut((int) REFUSAL.toMillis());
			subscriber.setReceiveTimeOut((int) REFUSAL.toMillis());
			credentials.accept(dealer);
			credentials.accept(subscriber);
			dealer.connect(server.requests());
			subscriber.connect(server.changes());
			subscriber.subscribe(new byte[0]);
			subscriber.subscribe(Protocol.topic("default"));
			byte[] hello = RequestCodec.encode(new Request.Hello(Protocol.VERSION, false, Origin.ofApplication(1)));
			RequestCodec.address(hello, UUID.randomUUID(), 0, 1);
			dealer.send(hello, ZMQ.DONTWAIT);
			assertThat(dealer.recv()).isNull();
			assertThat(subscriber.recv()).isNull();
		}
	}

	private static JeroMqEngine engine(ServerAddress address) {
		return new JeroMqEngine(address, UUID.randomUUID(), Origin.ofApplication(ProcessHandle.current().pid()));
	}

	private static StateClient client(JeroMqEngine engine, Duration timeout) {
		return new StateClient(engine, new ValueCodec(List.of(), AuthenticationTests.class.getClassLoader()), timeout);
	}

	private static Optional<String> ownAddress() throws IOException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> address instanceof Inet4Address && !address.isLoopbackAddress())
			.map((address) -> address.getHostAddress())
			.findFirst();
	}

}
