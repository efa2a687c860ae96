package io.zproc.client.jeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.zproc.protocol.MalformedMessageException;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.SwarmCodec;
import io.zproc.protocol.SwarmMessage;
import io.zproc.protocol.SwarmMessage.Welcome;
import io.zproc.server.BoundedJoin;
import io.zproc.server.SafeSockets;
import io.zproc.server.swarm.SwarmLink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/**
 * The link of a process to a swarm in another one. One private thread owns the socket; it
 * puts all that waits into few frames. A connection that never shook hands is made anew;
 * one that breaks after that is lost for good: the dispatcher has given its work to
 * others.
 *
 * @since 0.1.0
 */
public final class SwarmConnection implements SwarmLink, Runnable {

	private static final Logger logger = LoggerFactory.getLogger(SwarmConnection.class);

	/** How long the owner may usually take to say welcome, with all its connections. */
	public static final Duration WELCOME_TIMEOUT = Duration.ofSeconds(15);

	private static final long TIMER_MS = 100;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	/** Beyond this a frame goes out before more is put into it. */
	private static final int FULL_FRAME_BYTES = 64 * 1024;

	private final ServerAddress address;

	private final SwarmMessage hello;

	private final Receiver receiver;

	private final long welcomeNanos;

	private final ZContext context;

	private final Selector selector;

	private final Queue<SwarmMessage> outgoing = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean isWoken = new AtomicBoolean();

	private final Thread thread;

	private final long startedAtNanos = System.nanoTime();

	private @Nullable Connection connection;

	private boolean isWelcome;

	private final HandshakePatience patience = new HandshakePatience();

	private volatile boolean isStopped;

	private volatile @Nullable String lost;

	private SwarmConnection(String name, ServerAddress address, SwarmMessage hello, Receiver receiver,
			Duration welcomeTimeout) throws IOException {
		this.address = address;
		this.hello = hello;
		this.receiver = receiver;
		this.welcomeNanos = welcomeTimeout.toNanos();
		this.context = SafeSockets.context((died, ex) -> lose("its I/O thread failed with " + ex));
		this.selector = Selector.open();
		this.thread = new Thread(this, "zproc-swarm-link-" + name);
		this.thread.setDaemon(true);
	}

	/**
	 * Connects. Does not wait: the receiver hears the {@link Welcome}, or that the swarm
	 * is lost.
	 * @param name the name of the swarm
	 * @param address its address
	 * @param hello what to say first
	 * @param receiver hears what the swarm says
	 * @param welcomeTimeout how long its owner may take to answer
	 * @return the link
	 */
	public static SwarmConnection open(String name, ServerAddress address, SwarmMessage hello, Receiver receiver,
			Duration welcomeTimeout) {
		try {
			SwarmConnection opened = new SwarmConnection(name, address, hello, receiver, welcomeTimeout);
			opened.thread.start();
			return opened;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void send(SwarmMessage message) {
		this.outgoing.add(message);
		wake();
	}

	private void wake() {
		if (this.isWoken.compareAndSet(false, true)) {
			this.selector.wakeup();
		}
	}

	private void lose(String why) {
		if (this.lost == null) {
			this.lost = why;
			this.isStopped = true;
			wake();
		}
	}

	// On the owner's thread

	@Override
	@SuppressWarnings("ThreadPriorityCheck") // see ServerLoop
	public void run() {
		try {
			while (!this.isStopped) {
				if (pollOnce() == 0 && sleep() > 0 && pollOnce() == 0) {
					Thread.yield();
				}
			}
			if (this.isWelcome) {
				flush();
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The link to the swarm at {} ends", this.address, ex);
			lose("the link failed: " + ex);
		}
		finally {
			end();
		}
	}

	private int sleep() throws IOException {
		if (!this.outgoing.isEmpty() && this.isWelcome) {
			return 0;
		}
		int selected = this.selector.select(this.isWelcome ? 0 : TIMER_MS);
		this.selector.selectedKeys().clear();
		return selected;
	}

	private int pollOnce() throws IOException {
		this.isWoken.set(false);
		long now = System.nanoTime();
		mend(now);
		int work = receive();
		return this.isWelcome ? work + flush() : work;
	}

	private void mend(long now) throws IOException {
		Connection current = this.connection;
		if (this.isWelcome) {
			if (current == null || current.isBroken()) {
				receive();
				lose("the connection broke, which is the end of its owner");
			}
			return;
		}
		// Whatever patience there is with a single connection.
		if (now - this.startedAtNanos > this.welcomeNanos) {
			lose("its owner does not answer");
			return;
		}
		if (current != null && !current.isBroken() && !this.patience.isOver(current.ageNanos(now))) {
			return;
		}
		if (current != null) {
			if (current.ageNanos(now) < TIMER_MS * 1_000_000) {
				return;
			}
			current.close();
		}
		Connection fresh = new Connection(this.context, SocketType.DEALER, this.address.requests(), this.address,
				this.selector);
		// What is under way is bounded by the dispatcher's windows and by what callers
		// wait for; beyond a mark JeroMQ would refuse to send.
		fresh.socket().setSndHWM(0);
		fresh.socket().setRcvHWM(0);
		this.connection = fresh;
		fresh.send(SwarmCodec.encode(this.hello));
	}

	private int receive() {
		int count = 0;
		byte[] frame;
		while (this.connection != null && (frame = this.connection.receive()) != null) {
			count++;
			try {
				received(SwarmCodec.decode(frame));
			}
			catch (MalformedMessageException ex) {
				logger.warn("The swarm at {} sent something that cannot be read: {}", this.address, ex.getMessage());
			}
		}
		return count;
	}

	private void received(List<SwarmMessage> messages) {
		for (SwarmMessage message : messages) {
			this.isWelcome |= message instanceof Welcome;
			this.receiver.received(message);
		}
	}

	private int flush() {
		Connection current = this.connection;
		SwarmCodec.Frame frame = new SwarmCodec.Frame();
		int count = 0;
		SwarmMessage message;
		while (current != null && (message = this.outgoing.poll()) != null) {
			count++;
			if (frame.size() > 0 && frame.size() + SwarmCodec.size(message) > FULL_FRAME_BYTES) {
				current.send(frame.take());
			}
			frame.add(message);
		}
		if (current != null && frame.size() > 0) {
			current.send(frame.take());
		}
		return count;
	}

	private void end() {
		String why = this.lost;
		this.receiver.lost((why != null) ? why : "the link was closed");
		if (this.connection != null) {
			this.connection.close();
		}
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			logger.debug("The selector could not be closed", ex);
		}
		SafeSockets.close(this.context);
	}

	@Override
	public void close() {
		this.isStopped = true;
		wake();
		BoundedJoin.of(this.thread, CLOSE_TIMEOUT);
	}

}
