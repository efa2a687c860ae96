package io.zproc.fuzz;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import io.zproc.protocol.Protocol;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Everybody who means the server no good, on the test's thread: clients with the password
 * that send {@link HostileMessages} over ZeroMQ or in frames of their own making, and
 * strangers.
 */
final class HostileClients implements AutoCloseable {

	private static final long[] LENGTHS = { -1, Long.MIN_VALUE, 1L << 31, (1L << 31) - 1, 1L << 32, Long.MAX_VALUE };

	/** How many strangers leave their connections open. */
	private static final int OPEN_STRANGERS = 24;

	private static final int DEALERS = 4;

	private static final int MESSAGES_PER_CONNECTION = 300;

	private final ServerAddress address;

	private final Random random;

	private final HostileMessages messages;

	private final int maxMessageBytes;

	private final ZContext context = new ZContext();

	private final ZMQ.@Nullable Socket[] dealers = new ZMQ.Socket[DEALERS];

	private final Deque<RawConnection> strangers = new ArrayDeque<>();

	private @Nullable RawConnection raw;

	private boolean isRawSubscriber;

	private long answers;

	HostileClients(ServerAddress address, Random random, int maxValueBytes, int maxMessageBytes) {
		this.address = address;
		this.random = random;
		this.messages = new HostileMessages(random, maxValueBytes);
		this.maxMessageBytes = maxMessageBytes;
	}

	/**
	 * Sends one message.
	 */
	void attack() throws IOException {
		int who = this.random.nextInt(100);
		if (who < 70) {
			overZeroMq(this.random.nextInt(DEALERS));
		}
		else if (who < 99) {
			inOwnFrames();
		}
		else {
			asStranger();
		}
	}

	private void overZeroMq(int index) {
		ZMQ.Socket dealer = this.dealers[index];
		if (dealer == null || this.random.nextInt(MESSAGES_PER_CONNECTION) == 0) {
			if (dealer != null) {
				dealer.close();
			}
			dealer = dealer();
			this.dealers[index] = dealer;
		}
		if (!dealer.send(this.messages.next(), 0)) {
			throw new IllegalStateException("The server has taken nothing for 30 s");
		}
		// The first one never reads what the server answers.
		while (index > 0 && dealer.recv(ZMQ.DONTWAIT) != null) {
			this.answers++;
		}
	}

	private ZMQ.Socket dealer() {
		ZMQ.Socket dealer = this.context.createSocket(SocketType.DEALER);
		dealer.setPlainUsername(ServerAddress.USER);
		dealer.setPlainPassword(this.address.secret());
		dealer.setHandshakeIvl(500);
		dealer.setLinger(0);
		dealer.setSendTimeOut(30_000);
		dealer.setSndHWM(100);
		dealer.setRcvHWM(100);
		dealer.connect(this.address.requests());
		dealer.send(this.messages.hello(), 0);
		return dealer;
	}

	private int port(boolean isPublisher) {
		return URI.create(isPublisher ? this.address.changes() : this.address.requests()).getPort();
	}

	private void inOwnFrames() throws IOException {
		RawConnection connection = this.raw;
		if (connection == null) {
			this.isRawSubscriber = this.random.nextInt(4) == 0;
			connection = new RawConnection(port(this.isRawSubscriber));
			connection.authenticate(this.address.secret(), this.isRawSubscriber ? "SUB" : "DEALER");
			if (!this.isRawSubscriber) {
				connection.send(RawConnection.frame(0, this.messages.hello()));
			}
			this.raw = connection;
		}
		boolean isAlive = connection.send(rawFrame()) && connection.skip();
		if (!isAlive || this.random.nextInt(MESSAGES_PER_CONNECTION) == 0) {
			connection.close();
			this.raw = null;
		}
	}

	private byte[] rawFrame() {
		byte[] body = this.isRawSubscriber ? subscription() : this.messages.next();
		return switch (this.random.nextInt(200)) {
			case 0 ->
				RawConnection.concat(RawConnection.longHeader(0, LENGTHS[this.random.nextInt(LENGTHS.length)]), body);
			case 1 ->
				RawConnection.concat(RawConnection.longHeader(0, this.random.nextInt(this.maxMessageBytes)), body);
			case 2 -> RawConnection.frame(this.random.nextInt(256), body);
			case 3 -> RawConnection.frame(4, RawConnection.noise(this.random, 100));
			case 4 -> RawConnection.noise(this.random, 100);
			case 5, 6, 7, 8 -> RawConnection.frame(1, body);
			default -> RawConnection.frame(0, body);
		};
	}

	private byte[] subscription() {
		byte[] kind = { (byte) this.random.nextInt(3) };
		return switch (this.random.nextInt(30)) {
			case 0 -> RawConnection.concat(kind, new byte[this.random.nextInt(65_000)]);
			case 1 -> RawConnection.noise(this.random, 5_000);
			default -> RawConnection.concat(kind, Protocol.topic("hostile-" + this.random.nextInt(6)));
		};
	}

	private void asStranger() throws IOException {
		RawConnection stranger = new RawConnection(port(this.random.nextBoolean()));
		stranger.send(strangeBytes());
		this.strangers.addLast(stranger);
		if (this.strangers.size() > OPEN_STRANGERS) {
			this.strangers.removeFirst().close();
		}
	}

	private byte[] strangeBytes() {
		byte[] greeting = RawConnection.greeting("PLAIN", 3);
		byte[] noise = RawConnection.noise(this.random, 400);
		return switch (this.random.nextInt(10)) {
			case 0 -> noise;
			case 1 -> RawConnection.concat(RawConnection.greeting("NULL", 3), noise);
			case 2 -> RawConnection.concat(RawConnection.greeting("PLAIN", this.random.nextInt(4)),
					RawConnection.frame(0, this.messages.next()));
			case 3 -> RawConnection.concat(greeting, noise);
			case 4 -> RawConnection.concat(greeting, RawConnection.helloCommand(ServerAddress.USER, "wrong"));
			case 5 -> RawConnection.concat(greeting, RawConnection.initiateCommand("Socket-Type", "DEALER"));
			case 6 -> RawConnection.concat(greeting,
					RawConnection.longHeader(4, LENGTHS[this.random.nextInt(LENGTHS.length)]));
			case 7 -> RawConnection.concat(greeting, RawConnection.frame(0, this.messages.next()));
			default -> RawConnection.concat(greeting, RawConnection.longHeader(4, this.maxMessageBytes - 1L), noise);
		};
	}

	/** How many answers those got that read them. */
	long answers() {
		return this.answers;
	}

	@Override
	public void close() throws IOException {
		this.context.close();
		if (this.raw != null) {
			this.raw.close();
		}
		for (RawConnection stranger : this.strangers) {
			stranger.close();
		}
	}

}
