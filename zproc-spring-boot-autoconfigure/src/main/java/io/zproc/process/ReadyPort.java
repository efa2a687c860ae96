package io.zproc.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

import io.zproc.server.ServerAnnouncement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loopback port on which a forked server says that it is ready. Anybody on this
 * machine may connect to it; only our child knows the token. So nobody is waited for: a
 * stranger that closes, trickles or says nothing neither fails the start nor delays it.
 */
final class ReadyPort implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ReadyPort.class);

	private static final int MAX_CONNECTIONS = 64;

	private final String token;

	private final ServerSocketChannel listener;

	private final Selector selector;

	/** The oldest first: it is closed when there are too many. */
	private final Deque<SocketChannel> connections = new ArrayDeque<>();

	ReadyPort(String token) throws IOException {
		this.token = token;
		this.selector = Selector.open();
		this.listener = ServerSocketChannel.open();
		try {
			this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MAX_CONNECTIONS);
			this.listener.configureBlocking(false);
			this.listener.register(this.selector, SelectionKey.OP_ACCEPT);
		}
		catch (IOException ex) {
			close();
			throw ex;
		}
	}

	int port() {
		return this.listener.socket().getLocalPort();
	}

	/**
	 * Makes {@link #await} look whether it is still worth waiting. Any thread may call
	 * it.
	 */
	void wake() {
		this.selector.wakeup();
	}

	/**
	 * Waits for the announcement.
	 * @return the announcement, {@code null} when the time is over or it is not worth
	 * waiting any more
	 */
	@Nullable ServerAnnouncement await(Duration timeout, BooleanSupplier isWorthIt) throws IOException {
		long deadline = System.nanoTime() + timeout.toNanos();
		long remaining;
		while (isWorthIt.getAsBoolean() && (remaining = deadline - System.nanoTime()) > 0) {
			this.selector.select(1 + remaining / 1_000_000);
			ServerAnnouncement announcement = takeIn();
			if (announcement != null) {
				return announcement;
			}
		}
		return null;
	}

	private @Nullable ServerAnnouncement takeIn() throws IOException {
		ServerAnnouncement announcement = null;
		for (SelectionKey key : this.selector.selectedKeys()) {
			if (key.channel() == this.listener) {
				accept();
			}
			else if (announcement == null && key.isValid()) {
				announcement = read((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
			}
		}
		this.selector.selectedKeys().clear();
		return announcement;
	}

	private void accept() throws IOException {
		SocketChannel connection = this.listener.accept();
		if (connection == null) {
			return;
		}
		connection.configureBlocking(false);
		connection.register(this.selector, SelectionKey.OP_READ, ByteBuffer.allocate(ServerAnnouncement.MAX_BYTES));
		this.connections.addLast(connection);
		if (this.connections.size() > MAX_CONNECTIONS) {
			this.connections.removeFirst().close();
		}
	}

	private @Nullable ServerAnnouncement read(SocketChannel connection, ByteBuffer received) throws IOException {
		try {
			int count = connection.read(received);
			if (count >= 0 && received.hasRemaining()) {
				return null;
			}
			byte[] bytes = new byte[received.flip().remaining()];
			received.get(bytes);
			ServerAnnouncement announcement = ServerAnnouncement.readFrom(new ByteArrayInputStream(bytes));
			if (isOurs(announcement)) {
				return announcement;
			}
			logger.warn(
					"Somebody on this machine pretended on port {} to be the state server; the real one is waited for",
					port());
		}
		catch (IOException ex) {
			logger.debug("Somebody connected to port {} and was not the state server", port(), ex);
		}
		this.connections.remove(connection);
		connection.close();
		return null;
	}

	private boolean isOurs(ServerAnnouncement announcement) {
		return MessageDigest.isEqual(announcement.token().getBytes(StandardCharsets.UTF_8),
				this.token.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void close() throws IOException {
		for (SocketChannel connection : this.connections) {
			connection.close();
		}
		this.listener.close();
		this.selector.close();
	}

}
