package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.ValueCodec;
import io.zproc.server.ServerLimits;
import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ.Socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server with a heap of 64 MB serves its good clients whatever the others do.
 */
@LeakChecked
@Timeout(360)
class BoundsTests {

	/** Heap, and what a JVM takes beside it. */
	private static final long MAX_RESIDENT_KB = 260_000;

	private static final int MEGABYTE = 1 << 20;

	private ServerProcess server;

	private JeroMqEngine engine;

	private SharedState state;

	@BeforeEach
	void start() {
		this.server = ServerProcess.start(new ServerSettings("64m", List.of(), Duration.ofSeconds(30),
				new ServerLimits(10_000, 4 * MEGABYTE, 4 * MEGABYTE, 8 * MEGABYTE, 30_000, 5_000, 1_000)));
		this.engine = new JeroMqEngine(this.server.address(), UUID.randomUUID(), Origin.ofApplication(1));
		ValueCodec codec = new ValueCodec(List.of(), getClass().getClassLoader());
		this.state = new StateClient(this.engine, codec, Duration.ofSeconds(20)).state("default");
	}

	@AfterEach
	void stop() {
		this.engine.close();
		this.server.close();
	}

	@Test
	void refusesWritesWhenItIsFull() {
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> {
			for (int i = 0; i < 100; i++) {
				this.state.put("big-" + i, "x".repeat(MEGABYTE));
			}
		}).withMessageContaining("full").withMessageContaining("zproc.server.max-heap");
		assertThat(this.state.get("big-0", String.class)).hasSize(MEGABYTE);
		this.state.clear();
		this.state.put("small", 1);
		assertThat(this.state.get("small")).isEqualTo(1);
	}

	@Test
	void refusesAValueAboveTheLimit() {
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.state.put("huge", "x".repeat(5 * MEGABYTE)))
			.withMessageContaining("huge")
			.withMessageContaining(String.valueOf(4 * MEGABYTE));
		assertThat(this.state).isEmpty();
	}

	@Test
	void aClientThatNeverReadsCostsBoundedMemory() throws Exception {
		this.state.put("big", "x".repeat(MEGABYTE));
		ServerAddress address = this.server.address();
		try (ZContext context = new ZContext()) {
			Socket deaf = context.createSocket(SocketType.DEALER);
			deaf.setPlainUsername(ServerAddress.USER);
			deaf.setPlainPassword(address.secret());
			deaf.setHandshakeIvl(500);
			deaf.setRcvHWM(1);
			deaf.connect(address.requests());
			UUID session = UUID.randomUUID();
			send(deaf, session, 0, new Request.Hello(Protocol.VERSION, false, Origin.ofApplication(2)));
			for (int i = 1; i <= 2_000; i++) {
				send(deaf, session, i, new Request.Get("default", "big", true));
				if (i % 20 == 0) {
					this.state.put("n", i);
				}
			}
			assertThat(this.state.get("n")).isEqualTo(2_000);
			assertThat(Processes.residentKb(address.pid())).isLessThan(MAX_RESIDENT_KB);
		}
	}

	@Test
	void aStoppedSubscriberCostsBoundedMemoryAndCatchesUp() throws Exception {
		ServerAddress address = this.server.address();
		try (ForkedJvm follower = ForkedJvm.of(FollowingMain.class)
			.args(address.requests(), address.changes(), address.secret(), String.valueOf(address.pid()))
			.start()) {
			follower.awaitLine("following", Duration.ofSeconds(30));
			follower.stop();
			String value = "x".repeat(1_000);
			for (int i = 1; i <= 20_000; i++) {
				this.state.put("key-" + i % 100, value + i);
			}
			assertThat(Processes.residentKb(address.pid())).isLessThan(MAX_RESIDENT_KB);
			follower.cont();
			this.state.put("end", true);
			String[] words = follower.awaitLine("seen", Duration.ofSeconds(60)).split(" ", -1);
			assertThat(Long.parseLong(words[5])).isEqualTo(20_001);
			assertThat(Long.parseLong(words[1]) + Long.parseLong(words[3])).isEqualTo(20_001);
		}
	}

	/**
	 * Each is stopped at another time, so that no two keep the same changes waiting.
	 */
	@Test
	void subscribersThatStopOneAfterTheOtherCostBoundedMemory() {
		ServerAddress address = this.server.address();
		List<JeroMqEngine> sessions = new ArrayList<>();
		try (ZContext context = new ZContext()) {
			long longest = 0;
			for (int i = 0; i < 10; i++) {
				sessions.add(new JeroMqEngine(address, UUID.randomUUID(), Origin.ofApplication(i)));
				sessions.get(i).ping().await(Duration.ofSeconds(20));
				subscribeAndNeverRead(context, address);
				for (int n = 0; n < 2_000; n++) {
					long started = System.nanoTime();
					this.state.put("key-" + n % 10, "x".repeat(n * 37 % 7_500) + n);
					longest = Math.max(longest, System.nanoTime() - started);
				}
			}
			long residentKb = Processes.residentKb(address.pid());
			System.out.println("Server with -Xmx64m, 10 stopped subscribers, 20000 changes of up to 15 KB: "
					+ residentKb / 1024 + " MB resident, longest put " + longest / 1_000_000 + " ms");
			assertThat(residentKb).isLessThan(MAX_RESIDENT_KB);
			assertThat(this.state).hasSize(10);
		}
		finally {
			sessions.forEach(JeroMqEngine::close);
		}
	}

	private static void subscribeAndNeverRead(ZContext context, ServerAddress address) {
		Socket deaf = context.createSocket(SocketType.SUB);
		deaf.setPlainUsername(ServerAddress.USER);
		deaf.setPlainPassword(address.secret());
		deaf.setHandshakeIvl(500);
		deaf.setRcvHWM(1);
		deaf.subscribe(Protocol.topic("default"));
		deaf.connect(address.changes());
		// The marker: from here on it is sent everything.
		assertThat(deaf.recv(0)).isNotEmpty();
	}

	private static void send(Socket socket, UUID session, long sequence, Request request) {
		byte[] message = RequestCodec.encode(request);
		RequestCodec.address(message, session, sequence, 0);
		assertThat(socket.send(message, 0)).isTrue();
	}

}
