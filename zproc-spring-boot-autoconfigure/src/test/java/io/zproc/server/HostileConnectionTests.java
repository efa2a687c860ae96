package io.zproc.server;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import io.zproc.Origin;
import io.zproc.client.StateFixture;
import io.zproc.protocol.Pack;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.ReplyCodec;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.ServerAddress;
import io.zproc.testing.LeakChecked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Strangers and broken clients: they are refused, the server goes on serving, and its
 * threads come to rest again.
 */
@LeakChecked
@Timeout(180)
class HostileConnectionTests {

	private static final int SILENCE_MS = 600;

	private static final Pattern SERVER_THREADS = Pattern.compile("zproc-.*|(iothread|reaper)-\\d+");

	private static final long[] LIES = { -1, Long.MIN_VALUE, 1L << 31, (1L << 31) - 1, 1L << 32, Long.MAX_VALUE };

	private StateFixture fixture;

	private ServerAddress address;

	@BeforeEach
	void start() {
		this.fixture = new StateFixture();
		this.address = this.fixture.server().address();
		assertThat(this.fixture.state().increment("served", 1)).isEqualTo(1);
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	private void assertServesOthers() {
		assertThat(this.fixture.state().increment("served", 1)).isEqualTo(2);
		assertThat(this.fixture.newClient().state("default").increment("served", 1)).isEqualTo(3);
		assertThat(this.fixture.server().connectedSessions()).isEqualTo(2);
		assertComesToRest();
	}

	/**
	 * Waits for half a second in which the threads need less than a fifth of a processor.
	 */
	private static void assertComesToRest() {
		AtomicLong before = new AtomicLong(Long.MIN_VALUE / 2);
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(500))
			.atMost(Duration.ofSeconds(90))
			.until(() -> {
				long now = cpuNanos();
				return now - before.getAndSet(now) < Duration.ofMillis(100).toNanos();
			});
	}

	private static long cpuNanos() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		return Arrays.stream(threads.getAllThreadIds()).filter((id) -> {
			ThreadInfo info = threads.getThreadInfo(id);
			return info != null && SERVER_THREADS.matcher(info.getThreadName()).matches();
		}).map((id) -> Math.max(0, threads.getThreadCpuTime(id))).sum();
	}

	private static byte[] hello(UUID session) {
		byte[] message = RequestCodec.encode(new Request.Hello(Protocol.VERSION, false, Origin.ofApplication(1)));
		RequestCodec.address(message, session, 1, 1);
		return message;
	}

	private ZMQ.Socket dealer(ZContext context, @Nullable String user, @Nullable String secret) {
		ZMQ.Socket dealer = context.createSocket(SocketType.DEALER);
		dealer.setHandshakeIvl(1_000);
		dealer.setReceiveTimeOut(5_000);
		if (user != null) {
			dealer.setPlainUsername(user);
			dealer.setPlainPassword(secret);
		}
		assertThat(dealer.connect(this.address.requests())).isTrue();
		return dealer;
	}

	@Test
	void clientsWithoutThePasswordGetNoAnswer() {
		try (ZContext context = new ZContext()) {
			List<ZMQ.Socket> strangers = List.of(dealer(context, null, null), dealer(context, "zproc", "wrong"),
					dealer(context, "zproc", ""), dealer(context, "zproc", "secret2"),
					dealer(context, "zproc", "secre"), dealer(context, "somebody", "secret"), dealer(context, "", ""));
			strangers.forEach((dealer) -> dealer.send(hello(UUID.randomUUID())));
			assertSilent(strangers);
		}
		assertServesOthers();
	}

	@Test
	void packsAreAnsweredInPacksAndBrokenOnesRefused() {
		UUID session = UUID.randomUUID();
		try (ZContext context = new ZContext()) {
			ZMQ.Socket dealer = dealer(context, "zproc", "secret");
			dealer.setReceiveTimeOut(20_000);
			byte[] ping = RequestCodec.encode(new Request.Ping());
			RequestCodec.address(ping, session, 2, 2);
			dealer.send(Pack.of(List.of(hello(session), new byte[40], ping, new byte[0])));
			List<ReplyCodec.Received> answers = Pack.split(dealer.recv()).stream().map(ReplyCodec::decode).toList();
			assertThat(answers).extracting(ReplyCodec.Received::reply)
				.extracting((reply) -> reply.getClass().getSimpleName())
				.containsExactly("Welcome", "Failure", "Pong", "Failure");
			for (byte[] broken : List.of(new byte[] { 'P' }, new byte[] { 'P', 9 }, new byte[] { 'P', 1, 0 },
					new byte[] { 'P', 1, 127, -1, -1, -1 }, Pack.of(Collections.nCopies(100, ping)))) {
				dealer.send(broken);
				ReplyCodec.Received refused = ReplyCodec.decode(dealer.recv());
				assertThat(refused.sequence()).isZero();
				assertThat(refused.reply()).isInstanceOfSatisfying(Reply.Failure.class,
						(failure) -> assertThat(failure.code()).isEqualTo(Reply.Code.MALFORMED));
			}
		}
		assertServesOthers();
	}

	private static void assertSilent(List<ZMQ.Socket> sockets) {
		sockets.get(0).setReceiveTimeOut(SILENCE_MS);
		for (ZMQ.Socket socket : sockets) {
			assertThat(socket.recv()).isNull();
			sockets.forEach((other) -> other.setReceiveTimeOut(10));
		}
	}

	@Test
	void subscribersWithoutThePasswordHearNothing() {
		try (ZContext context = new ZContext()) {
			List<ZMQ.Socket> strangers = new ArrayList<>();
			for (String secret : new String[] { "", "wrong" }) {
				ZMQ.Socket subscriber = context.createSocket(SocketType.SUB);
				subscriber.setHandshakeIvl(1_000);
				if (!secret.isEmpty()) {
					subscriber.setPlainUsername(ServerAddress.USER);
					subscriber.setPlainPassword(secret);
				}
				subscriber.subscribe(Protocol.topic("default"));
				assertThat(subscriber.connect(this.address.changes())).isTrue();
				strangers.add(subscriber);
			}
			this.fixture.state().put("k", 1);
			assertSilent(strangers);
		}
		assertServesOthers();
	}

	private static byte[] greeting(String mechanism) {
		ByteBuffer greeting = ByteBuffer.allocate(64);
		greeting.put((byte) 0xFF).putLong(1).put((byte) 0x7F).put((byte) 3).put((byte) 0);
		greeting.put(mechanism.getBytes(StandardCharsets.US_ASCII));
		return greeting.array();
	}

	private static byte[] concat(byte[] one, byte[] other) {
		byte[] both = Arrays.copyOf(one, one.length + other.length);
		System.arraycopy(other, 0, both, one.length, other.length);
		return both;
	}

	private static byte[] longFrame(int flags, long length) {
		return ByteBuffer.allocate(9 + 64).put((byte) flags).putLong(length).array();
	}

	private List<Integer> ports() {
		return List.of(URI.create(this.address.requests()).getPort(), URI.create(this.address.changes()).getPort());
	}

	private static Socket connect(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(50);
		return socket;
	}

	/**
	 * Sends to both ports, and leaves the connections open for the test's pleasure.
	 */
	private List<Socket> sendToBoth(byte[] bytes) throws IOException {
		List<Socket> sockets = new ArrayList<>();
		for (int port : ports()) {
			Socket socket = connect(port);
			sockets.add(socket);
			try {
				socket.getOutputStream().write(bytes);
				InputStream in = socket.getInputStream();
				while (in.read() >= 0) {
					// The server's own greeting.
				}
			}
			catch (SocketTimeoutException ex) {
				assertThat(socket.isClosed()).isFalse();
			}
			catch (IOException ex) {
				assertThat(ex).hasMessageMatching("(?i).*(reset|broken pipe|closed|abort).*");
			}
		}
		return sockets;
	}

	private void assertSurvives(List<byte[]> all) throws IOException {
		List<Socket> sockets = new ArrayList<>();
		for (byte[] bytes : all) {
			sockets.addAll(sendToBoth(bytes));
		}
		assertServesOthers();
		for (Socket socket : sockets) {
			socket.close();
		}
	}

	@Test
	void randomBytesDoNoHarm() throws IOException {
		Random random = new Random(4711);
		for (int i = 0; i < 5; i++) {
			byte[] bytes = new byte[1 + random.nextInt(4_000)];
			random.nextBytes(bytes);
			for (Socket socket : sendToBoth(bytes)) {
				socket.close();
			}
		}
		for (Socket socket : sendToBoth("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
			socket.close();
		}
		assertServesOthers();
	}

	@Test
	void lengthsThatLieDoNoHarm() throws IOException {
		List<byte[]> all = new ArrayList<>();
		for (long length : LIES) {
			all.add(concat(greeting("PLAIN"), longFrame(2, length)));
			all.add(concat(greeting("PLAIN"), longFrame(6, length)));
		}
		assertSurvives(all);
	}

	@Test
	void lengthsThatLieOfAPeerWithThePasswordDoNoHarm() throws IOException {
		byte[] peer = concat(concat(greeting("PLAIN"), command("\5HELLO\5zproc\6secret")),
				command("\10INITIATE\13Socket-Type\0\0\0\6DEALER"));
		List<byte[]> all = new ArrayList<>();
		for (long length : LIES) {
			all.add(concat(peer, longFrame(2, length)));
		}
		assertSurvives(all);
	}

	private static byte[] command(String body) {
		byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
		return concat(new byte[] { 4, (byte) bytes.length }, bytes);
	}

	@Test
	void randomBytesBehindAGreetingDoNoHarm() throws IOException {
		Random random = new Random(815);
		for (int i = 0; i < 5; i++) {
			byte[] bytes = new byte[1 + random.nextInt(400)];
			random.nextBytes(bytes);
			for (Socket socket : sendToBoth(concat(greeting((i % 2 == 0) ? "PLAIN" : "NULL"), bytes))) {
				socket.close();
			}
		}
		assertServesOthers();
	}

	@Test
	void aHalfGreetingLeftOpenDoesNoHarm() throws IOException {
		List<Socket> sockets = sendToBoth(Arrays.copyOf(greeting("PLAIN"), 20));
		sockets.addAll(sendToBoth(new byte[0]));
		sockets.addAll(sendToBoth(greeting("PLAIN")));
		assertServesOthers();
		for (Socket socket : sockets) {
			socket.close();
		}
	}

	@Test
	void manyConnectionsThatAreDroppedDoNoHarm() throws IOException {
		for (int i = 0; i < 100; i++) {
			for (int port : ports()) {
				connect(port).close();
			}
		}
		assertServesOthers();
	}

	private static Reply.@Nullable Failure failure(ZMQ.Socket dealer, byte[] message) {
		dealer.send(message);
		byte[] answer = dealer.recv();
		return (answer != null && ReplyCodec.decode(answer).reply() instanceof Reply.Failure failure) ? failure : null;
	}

	@Test
	void garbageOfAnAuthenticatedClientIsRefusedAsMalformed() {
		Random random = new Random(42);
		try (ZContext context = new ZContext()) {
			ZMQ.Socket dealer = dealer(context, ServerAddress.USER, this.address.secret());
			dealer.send(hello(UUID.randomUUID()));
			assertThat(ReplyCodec.decode(dealer.recv()).reply()).isInstanceOf(Reply.Welcome.class);
			for (int i = 0; i < 200; i++) {
				byte[] garbage = new byte[2 + random.nextInt(300)];
				random.nextBytes(garbage);
				assertThat(failure(dealer, garbage)).extracting(Reply.Failure::code).isEqualTo(Reply.Code.MALFORMED);
			}
			byte[] cut = Arrays.copyOf(RequestCodec.encode(new Request.Size("default")), 36);
			RequestCodec.address(cut, UUID.randomUUID(), 77, 1);
			dealer.send(cut);
			ReplyCodec.Received received = ReplyCodec.decode(dealer.recv());
			assertThat(received.sequence()).isEqualTo(77);
			assertThat(received.reply()).isInstanceOf(Reply.Failure.class);
		}
		assertServesOthers();
	}

	@Test
	void messagesOfOddShapesAreIgnored() {
		UUID session = UUID.randomUUID();
		try (ZContext context = new ZContext()) {
			ZMQ.Socket dealer = dealer(context, ServerAddress.USER, this.address.secret());
			dealer.sendMore("two");
			dealer.send("frames");
			dealer.sendMore(new byte[0]);
			dealer.send(hello(session));
			dealer.send(new byte[] { 'D' });
			dealer.send(hello(session));
			assertThat(ReplyCodec.decode(dealer.recv()).reply()).isInstanceOf(Reply.Welcome.class);
		}
		assertServesOthers();
	}

	@Test
	void aTextThatIsNoUtf8DoesNotEndTheServer() {
		Request.Commit commit = new Request.Commit("default", 0, List.of(), "#".repeat(65_535), false, List.of(),
				List.of(io.zproc.protocol.Write.clear()));
		byte[] message = RequestCodec.encode(commit);
		for (int i = 0; i < message.length; i++) {
			message[i] = (message[i] == '#') ? (byte) 0xFF : message[i];
		}
		try (ZContext context = new ZContext()) {
			UUID session = UUID.randomUUID();
			ZMQ.Socket dealer = dealer(context, ServerAddress.USER, this.address.secret());
			dealer.send(hello(session));
			assertThat(ReplyCodec.decode(dealer.recv()).reply()).isInstanceOf(Reply.Welcome.class);
			RequestCodec.address(message, session, 2, 2);
			assertThat(failure(dealer, message)).extracting(Reply.Failure::code).isEqualTo(Reply.Code.MALFORMED);
		}
		assertServesOthers();
	}

	@Test
	void aMessageAboveTheLimitEndsItsConnectionOnly() {
		try (ZContext context = new ZContext()) {
			ZMQ.Socket dealer = dealer(context, ServerAddress.USER, this.address.secret());
			dealer.send(new byte[ServerLimits.defaults().maxCommitBytes() + Protocol.MESSAGE_OVERHEAD_BYTES + 1]);
			dealer.setReceiveTimeOut(SILENCE_MS);
			assertThat(dealer.recv()).isNull();
		}
		assertServesOthers();
	}

}
